"""The local store on disk: one segment in one file that a new process maps into memory.

A sidecar is a cache of the journal. It carries the journal's name and the position up to which it
was read, and it is written aside, synced and renamed, so that a reader sees the old one or the
new one and never a part.

Form: 8 bytes of magic, the length and the checksum of the header, a JSON header, a checksum of each
block of the arrays, then the arrays, each aligned to 64 bytes. The header holds the checksum of the
checksums. Blocks of large arrays are checked when they are first used, so that opening a sidecar
does not read them.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memkit.builtin.local_store.blocks import Blocks, RowChecks, checksums
from memkit.builtin.local_store.matrix import Coded, Matrix
from memkit.builtin.local_store.postings import Postings
from memkit.builtin.local_store.segments import Segment
from memkit.contracts.store import Position, SpaceInfo
from memkit.domain import fixes
from memkit.domain.files import replacing
from memkit.domain.records import Scope
from memkit.errors import StoreDamagedError
from memkit.text.stems import stemmers
from memkit.text.terms import ANALYSER

_MAGIC = b"MEMKITS3"
_ALIGN = 64
# Arrays that a search reads in parts.
_CHECKED_LATE = {"vectors", "codes", "rows", "counts"}
Array = NDArray[Any]


@dataclass(frozen=True)
class Sidecar:
    """What a sidecar holds; `blocks` are those of the file that it was read from."""

    journal_id: str
    event_token: str | None
    position: Position
    spaces: tuple[SpaceInfo, ...]
    segment: Segment
    blocks: Blocks | None = None


def save(path: Path, sidecar: Sidecar, *, like: Path) -> None:
    """Write a sidecar; the segment must have no dead rows.

    Args:
        path: The file.
        sidecar: What it shall hold.
        like: The file whose permissions it gets: that of the journal.

    Raises:
        OSError: It can't be written; the old one is still there.
    """
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
        "analyser": _analyser(),
        "journal_id": sidecar.journal_id,
        "mark": sidecar.event_token,
        "position": list(sidecar.position),
        "spaces": [[s.key, s.id, s.dim, s.normalized] for s in sidecar.spaces],
        "scopes": [scope.key for scope in segment.scopes],
        "errors": errors,
    }
    _write(path, header, arrays, like=like)


def load(path: Path) -> Sidecar | None:
    """Map a sidecar into memory; None if there is none, or it is of another form.

    What every search reads is checked now, and the rest when it is first used.

    Raises:
        StoreDamagedError: It is not what was written.
    """
    try:
        header, arrays, blocks = _read(path)
        if header["analyser"] != _analyser():
            raise _OtherForm
        checks = {
            name: RowChecks(blocks, header["arrays"][name][2], array)
            for name, array in arrays.items()
        }
        for name, array in arrays.items():
            if name.rpartition("/")[2] not in _CHECKED_LATE:
                checks[name].check(slice(0, len(array)))
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
                (checks["rows"], checks["counts"]),
            ),
            matrices={
                name.removesuffix("/vectors"): _matrix(
                    name.removesuffix("/vectors"), header, arrays, checks
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
            blocks,
        )
    except (FileNotFoundError, _OtherForm):
        return None
    except OSError as error:
        raise _damaged(path, f"it can't be read ({error})") from error
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise _damaged(path, "it is not what was written") from error


class _OtherForm(Exception):
    """It is the file of another version, with terms of another analyser, or of nobody."""


def _analyser() -> list[Any]:
    return [ANALYSER, stemmers()]


def _damaged(path: Path, what: str) -> StoreDamagedError:
    return StoreDamagedError(
        f"The file {str(path)!r} of the store is damaged: {what}.",
        fix=fixes.MADE_ANEW,
        provider="local",
    )


def _matrix(
    space: str,
    header: Mapping[str, Any],
    arrays: Mapping[str, Array],
    checks: Mapping[str, RowChecks],
) -> Matrix:
    vectors, codes = f"{space}/vectors", f"{space}/codes"
    coded = None
    if codes in arrays:
        error = header["errors"][space]
        coded = Coded(arrays[codes], arrays[f"{space}/scales"], error, checks[codes])
    return Matrix(arrays[vectors], arrays.get(f"{space}/empty"), coded, checks[vectors])


def _write(path: Path, header: dict[str, Any], arrays: dict[str, Array], *, like: Path) -> None:
    offset = 0
    layout = {}
    for name, array in list(arrays.items()):
        arrays[name] = array = np.ascontiguousarray(array)
        layout[name] = [array.dtype.str, list(array.shape), offset]
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    sums = checksums(part for array in arrays.values() for part in _parts(array))
    text = json.dumps(
        {**header, "arrays": layout, "size": offset, "blocks": [len(sums), zlib.crc32(sums.data)]}
    ).encode()
    with replacing(path, like=like) as file:
        file.write(_MAGIC + struct.pack("<QQ", len(text), zlib.crc32(text)) + text)
        file.write(b"\0" * (-file.tell() % _ALIGN))
        file.write(sums.data)
        file.write(b"\0" * (-file.tell() % _ALIGN))
        for array in arrays.values():
            for part in _parts(array):
                file.write(part)


def _parts(array: Array) -> tuple[memoryview | bytes, bytes]:
    """Return the bytes of an array, and those that fill it up."""
    content = array.reshape(-1).view(np.uint8).data if array.nbytes else b""
    return content, b"\0" * (-array.nbytes % _ALIGN)


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Array], Blocks]:
    mapped = np.memmap(path, np.uint8, "r")
    if mapped[: len(_MAGIC)].tobytes() != _MAGIC:
        raise _OtherForm
    length, checksum = struct.unpack("<QQ", mapped[8:24].tobytes())
    text = mapped[24 : 24 + length].tobytes()
    if len(text) != length or zlib.crc32(text) != checksum:
        raise ValueError("not whole")
    header = json.loads(text)
    start = _aligned(24 + length)
    number, checksum = header["blocks"]
    sums = mapped[start : start + 4 * number].view(np.ndarray).view(np.uint32)
    if zlib.crc32(sums.data) != checksum:
        raise ValueError("not whole")
    start = _aligned(start + 4 * number)
    if len(mapped) != start + header["size"]:
        raise ValueError("not whole")
    # A plain view: numpy's memmap type costs microseconds at every slice.
    data = np.asarray(mapped[start:]).view(np.ndarray)
    arrays: dict[str, Array] = {}
    for name, (dtype, shape, offset) in header["arrays"].items():
        size = int(np.prod(shape)) * np.dtype(dtype).itemsize
        arrays[name] = data[offset : offset + size].view(dtype).reshape(shape)
    return header, arrays, Blocks(data, sums, path)


def _aligned(size: int) -> int:
    return -(-size // _ALIGN) * _ALIGN
