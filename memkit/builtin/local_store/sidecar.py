"""The local store on disk: one segment in one file that a new process maps into memory.

A sidecar is a cache of the journal. It carries the journal's name and the position up to which it
was read, and it is written aside, synced and renamed, so that a reader sees the old one or the
new one and never a part.

Form: 8 bytes of magic, the length and the checksum of the header, a JSON header, then the arrays,
each aligned to 64 bytes. The header holds a checksum of each array: of all of it up to 16 MB, of
pages spread over it beyond, so that opening a large sidecar does not read it.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memkit.builtin.local_store.matrix import Coded, Matrix
from memkit.builtin.local_store.postings import Postings
from memkit.builtin.local_store.segments import Segment
from memkit.contracts.store import Position, SpaceInfo
from memkit.domain.records import Scope

_MAGIC = b"MEMKITS1"
_ALIGN = 64
_CHECKED_WHOLE = 16 << 20
_PAGES = 64
_PAGE = 4096
Array = NDArray[Any]


@dataclass(frozen=True)
class Sidecar:
    """What a sidecar holds."""

    journal_id: str
    event_token: str | None
    position: Position
    spaces: tuple[SpaceInfo, ...]
    segment: Segment


def save(path: Path, sidecar: Sidecar) -> None:
    """Write a sidecar; the segment must have no dead rows."""
    segment = sidecar.segment
    postings = segment.postings
    arrays: dict[str, Array] = {
        "keys": segment.keys,
        "starts": segment.starts,
        "terms": np.frombuffer("\n".join(postings.places).encode(), np.uint8),
        "term_starts": postings.starts,
        "rows": postings.rows,
        "counts": postings.counts,
        "lengths": postings.lengths,
    }
    if segment.expires_at is not None:
        arrays["expires_at"] = segment.expires_at
    errors = {}
    for space, matrix in segment.matrices.items():
        arrays[f"{space}/vectors"] = matrix.vectors
        if matrix.empty is not None:
            arrays[f"{space}/empty"] = matrix.empty
        if matrix.coded is not None:
            arrays[f"{space}/codes"] = matrix.coded.codes
            arrays[f"{space}/scales"] = matrix.coded.scales
            errors[space] = matrix.coded.error
    header = {
        "journal_id": sidecar.journal_id,
        "mark": sidecar.event_token,
        "position": list(sidecar.position),
        "spaces": [[s.key, s.id, s.dim, s.normalized] for s in sidecar.spaces],
        "scopes": [scope.key for scope in segment.scopes],
        "errors": errors,
    }
    _write(path, header, arrays)


def load(path: Path) -> Sidecar | None:
    """Map a sidecar into memory; None if there is none, or it is not whole."""
    try:
        header, arrays = _read(path)
        words = arrays["terms"].tobytes().decode()
        places = {word: i for i, word in enumerate(words.split("\n"))} if words else {}
        segment = Segment(
            keys=arrays["keys"],
            scopes=tuple(Scope.of(*ids) for ids in header["scopes"]),
            starts=arrays["starts"],
            expires_at=arrays.get("expires_at"),
            postings=Postings(
                places,
                arrays["term_starts"],
                arrays["rows"],
                arrays["counts"],
                arrays["lengths"],
            ),
            matrices={
                name.removesuffix("/vectors"): _matrix(
                    name.removesuffix("/vectors"), header, arrays
                )
                for name in arrays
                if name.endswith("/vectors")
            },
        )
        return Sidecar(
            header["journal_id"],
            header["mark"],
            Position(*header["position"]),
            tuple(
                SpaceInfo(key=key, id=id_, dim=dim, normalized=normalized)
                for key, id_, dim, normalized in header["spaces"]
            ),
            segment,
        )
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return None


def _matrix(space: str, header: Mapping[str, Any], arrays: Mapping[str, Array]) -> Matrix:
    codes = arrays.get(f"{space}/codes")
    return Matrix(
        arrays[f"{space}/vectors"],
        arrays.get(f"{space}/empty"),
        None if codes is None else Coded(codes, arrays[f"{space}/scales"], header["errors"][space]),
    )


def _write(path: Path, header: dict[str, Any], arrays: dict[str, Array]) -> None:
    offset = 0
    layout = {}
    for name, array in list(arrays.items()):
        arrays[name] = array = np.ascontiguousarray(array)
        layout[name] = [array.dtype.str, list(array.shape), offset, _checksum(array)]
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    text = json.dumps({**header, "arrays": layout, "size": offset}).encode()
    aside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with aside.open("wb") as file:
            file.write(_MAGIC + struct.pack("<QQ", len(text), zlib.crc32(text)) + text)
            file.write(b"\0" * (-file.tell() % _ALIGN))
            for array in arrays.values():
                file.write(array.data)
                file.write(b"\0" * (-array.nbytes % _ALIGN))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Array]]:
    mapped = np.memmap(path, np.uint8, "r")
    if mapped[:8].tobytes() != _MAGIC:
        raise ValueError("not a sidecar")
    length, checksum = struct.unpack("<QQ", mapped[8:24].tobytes())
    text = mapped[24 : 24 + length].tobytes()
    if zlib.crc32(text) != checksum:
        raise ValueError("not whole")
    header = json.loads(text)
    start = -(-(24 + length) // _ALIGN) * _ALIGN
    if len(mapped) != start + header["size"]:
        raise ValueError("not whole")
    arrays: dict[str, Array] = {}
    for name, (dtype, shape, offset, checksum) in header["arrays"].items():
        size = int(np.prod(shape)) * np.dtype(dtype).itemsize
        raw = mapped[start + offset : start + offset + size]
        # A plain view: numpy's memmap type costs microseconds at every slice.
        arrays[name] = np.asarray(raw).view(np.ndarray).view(dtype).reshape(shape)
        if _checksum(arrays[name]) != checksum:
            raise ValueError("not whole")
    return header, arrays


def _checksum(array: Array) -> int:
    """Return the CRC-32 of an array, or of pages spread over a large one."""
    if not array.nbytes:
        return 0
    raw = array.reshape(-1).view(np.uint8)
    if len(raw) <= _CHECKED_WHOLE:
        return zlib.crc32(raw.data)
    checksum = 0
    for start in np.linspace(0, len(raw) - _PAGE, _PAGES, dtype=np.int64).tolist():
        checksum = zlib.crc32(raw[start : start + _PAGE].data, checksum)
    return checksum
