"""A comparison as a file: a zip of JSON and arrays, without pickle."""

from __future__ import annotations

import io
import json
import zipfile
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from memkit.comparison.corpus import ArrayCorpus, JournalCorpus
from memkit.comparison.derived import Derived, pack, unpack
from memkit.contracts.store import Selection
from memkit.domain.files import output_file
from memkit.domain.records import MemoryRecord, Scope
from memkit.errors import NotFoundError, ValidationError

if TYPE_CHECKING:
    from memkit.comparison.comparison import Comparison
    from memkit.engine.verbs import Verbs

C = TypeVar("C", bound="Comparison")

_FORMAT = "memkit-comparison"
_VERSION = 1


def save(comparison: Comparison, path: str | PathLike[str]) -> None:
    """Write a comparison."""
    about = {
        "format": _FORMAT,
        "version": _VERSION,
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


def load(cls: type[C], path: Path, memory: Verbs | None) -> C:
    """Read a comparison."""
    try:
        with zipfile.ZipFile(path) as file:
            about = json.loads(file.read("comparison.json"))
            if about["format"] != _FORMAT or about["version"] > _VERSION:
                raise ValidationError(
                    f"{str(path)!r} is of a newer memkit.", fix="Upgrade memkit-core."
                )
            lines = file.read("memories.jsonl").decode("utf-8").split("\n")
            records = [MemoryRecord.model_validate_json(line) for line in lines if line]
            vectors = {
                space: _array(file.read(f"vectors/{number}.npy"))
                for number, space in enumerate(about["spaces"])
            }
            held = {
                Path(name).stem: unpack(file.read(name))
                for name in file.namelist()
                if name.startswith("derived/")
            }
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {str(path)!r}.", fix="Check the path.") from error
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ValidationError(
            f"{str(path)!r} is no saved comparison: {error}.",
            fix="Give a file that comparison.save(path) wrote.",
        ) from error
    behind = None
    if memory is not None:
        behind = JournalCorpus(memory.engine, Selection.of(Scope(), None), np.empty(0, np.int64))
    derived = Derived()
    derived.hold(held)
    loaded = cls(
        ArrayCorpus(records, vectors, behind=behind),
        about["spaces"],
        projection=about["projection"],
        layout=about["layout"],
        dims=about["dims"],
        k=about["k"],
        seed=about["seed"],
        derived=derived,
        notes=about["notes"],
        memory=memory,
    )
    loaded.wanted = about["wanted"]
    # Memories that a sample leaves out are not in the file.
    loaded.selection = [id_ for id_ in about["selection"] if loaded._corpus.has(id_)]
    return loaded


def _npy(array: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def _array(value: bytes) -> NDArray[Any]:
    array: NDArray[Any] = np.load(io.BytesIO(value), allow_pickle=False)
    return array
