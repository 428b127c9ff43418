"""A comparison as a file: a zip of JSON and arrays, without pickle."""

from __future__ import annotations

import io
import json
import zipfile
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from memkit.comparison.derived import pack
from memkit.comparison.loading import FORMAT, VERSION
from memkit.domain.files import output_file

if TYPE_CHECKING:
    from memkit.comparison.comparison import Comparison


def save(comparison: Comparison, path: str | PathLike[str]) -> None:
    """Write a comparison."""
    about = {
        "format": FORMAT,
        "version": VERSION,
        "spaces": comparison.spaces,
        "wanted": comparison.wanted,
        "projection": comparison.projection,
        "layout": comparison.layout,
        "dims": comparison.dims,
        "k": comparison.k,
        "seed": comparison.seed,
        "notes": comparison.notes,
        "selection": comparison.selection,
    }
    lines = "\n".join(record.model_dump_json() for record in comparison.memories)
    with (
        output_file(path) as written,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
    ):
        file.writestr("comparison.json", json.dumps(about))
        file.writestr("memories.jsonl", lines)
        for number, space in enumerate(comparison.spaces):
            file.writestr(f"vectors/{number}.npy", _npy(comparison.vectors(space)))
        for key, arrays in comparison._derived.held().items():
            file.writestr(f"derived/{key}.npz", pack(arrays))


def _npy(array: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()
