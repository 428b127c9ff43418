"""The store on disk: all spaces in one file, with the position up to which the journal was read.

It is a view that can be made anew, so what is not whole counts as not there. It is written aside,
synced and renamed: a reader sees the old file or the new one and never a part.

Form: 8 bytes of magic; the keys of all memories, and for each space its keys and its index, one
after the other; a JSON footer that says where each lies, with a checksum; the footer's length and
checksum.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from memkit.contracts import Keys, Position, SpaceInfo
from memkit.domain.files import replacing
from memkit_faiss.engine import faiss

_MAGIC = b"MEMKITF1"
_TAIL = struct.Struct("<QI")
_BUFFER = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What a file holds.

    Attributes:
        journal_id: Whose memories these are.
        event_token: Of the event at the position, by which another history is told.
        position: How far the journal was read.
        made: What the indexes were made with; others are of no use.
        held: The keys of all memories.
        spaces: Each space, with its index and the key of each row.
    """

    journal_id: str
    event_token: str | None
    position: Position
    made: Mapping[str, Any]
    held: Keys
    spaces: tuple[tuple[SpaceInfo, Any, Keys], ...]


def save(path: Path, saved: Saved, *, like: Path | None) -> None:
    """Write a file in place of the one that may be there.

    Args:
        path: The file.
        saved: What it shall hold.
        like: The file whose permissions it gets: that of the journal, if it is one.

    Raises:
        OSError: It can't be written; the old one is still there.
    """
    with replacing(path, like=like) as file:
        file.write(_MAGIC)
        footer = json.dumps(
            {
                "journal_id": saved.journal_id,
                "mark": saved.event_token,
                "position": list(saved.position),
                "made": dict(saved.made),
                "held": _write_keys(file, saved.held),
                "spaces": [
                    {
                        "space": [space.key, space.id, space.dim, space.normalized],
                        "keys": _write_keys(file, keys),
                        "index": _write_index(file, index),
                    }
                    for space, index, keys in saved.spaces
                ],
            }
        ).encode()
        file.write(footer + _TAIL.pack(len(footer), zlib.crc32(footer)))


def load(path: Path, *, journal_id: str, made: Mapping[str, Any]) -> Saved | None:
    """Read a file; None if there is none for this journal and these indexes, or it is not whole."""
    try:
        with path.open("rb") as file:
            footer = _footer(file)
            if footer["journal_id"] != journal_id or footer["made"] != dict(made):
                return None
            return Saved(
                journal_id=journal_id,
                event_token=footer["mark"],
                position=Position(*footer["position"]),
                made=made,
                held=_read_keys(file, footer["held"]),
                spaces=tuple(
                    (
                        SpaceInfo(key=key, id=id_, dim=dim, normalized=normalized),
                        _read_index(file, part["index"]),
                        _read_keys(file, part["keys"]),
                    )
                    for part in footer["spaces"]
                    for key, id_, dim, normalized in [part["space"]]
                ),
            )
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return None


class _Checked:
    """A file to write to, or bytes to read from, and their checksum."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.checksum = 0

    def write(self, part: bytes) -> int:
        self.checksum = zlib.crc32(part, self.checksum)
        return self._file.write(part)


def _write_keys(file: BinaryIO, keys: Keys) -> list[int]:
    start = file.tell()
    checked = _Checked(file)
    checked.write(keys.astype("<i8").tobytes())
    return [start, file.tell() - start, checked.checksum]


def _write_index(file: BinaryIO, index: Any) -> list[int]:
    start = file.tell()
    checked = _Checked(file)
    writer = faiss.BufferedIOWriter(faiss.PyCallbackIOWriter(checked.write), _BUFFER)
    faiss.write_index(index, writer)
    # The buffer is written out when it goes.
    del writer
    return [start, file.tell() - start, checked.checksum]


def _read_keys(file: BinaryIO, place: list[int]) -> Keys:
    return np.frombuffer(_bytes(file, place), "<i8").astype(np.int64)


def _read_index(file: BinaryIO, place: list[int]) -> Any:
    # Checked before Faiss sees it: it trusts the sizes that an index says it has.
    return faiss.deserialize_index(np.frombuffer(_bytes(file, place), np.uint8))


def _bytes(file: BinaryIO, place: list[int]) -> bytes:
    start, length, checksum = place
    file.seek(start)
    found = file.read(length)
    if len(found) != length or zlib.crc32(found) != checksum:
        raise ValueError("not whole")
    return found


def _footer(file: BinaryIO) -> dict[str, Any]:
    if file.read(len(_MAGIC)) != _MAGIC:
        raise ValueError("not a file of this store")
    end = file.seek(-_TAIL.size, os.SEEK_END)
    length, checksum = _TAIL.unpack(file.read(_TAIL.size))
    footer: dict[str, Any] = json.loads(_bytes(file, [end - length, length, checksum]))
    return footer
