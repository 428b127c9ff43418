"""Texts with characters that PostgreSQL can't store.

PostgreSQL refuses U+0000. It is written as U+0001 and two characters of U+0002 and U+0003, as are
these three themselves. So a text that was written is in the same order to others as before, and
one holds another if and only if it did before: U+0001 only ever begins such a triple, and the
other two only end one.
"""

from __future__ import annotations

import re
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format
from psycopg.types.string import StrDumperUnknown

_WRITTEN = {
    "\x00": "\x01\x02\x02",
    "\x01": "\x01\x02\x03",
    "\x02": "\x01\x03\x02",
    "\x03": "\x01\x03\x03",
}
_READ = {written: character for character, written in _WRITTEN.items()}
_ODD = re.compile("[\x00-\x03]")
_TRIPLE = re.compile("\x01[\x02\x03]{2}")


def written(text: str) -> str:
    """Return a text as PostgreSQL can store it."""
    if not _ODD.search(text):
        return text
    return _ODD.sub(lambda found: _WRITTEN[found[0]], text)


def read(text: str) -> str:
    """Return the text that was written."""
    if "\x01" not in text:
        return text
    return _TRIPLE.sub(lambda found: _READ[found[0]], text)


class _Dumper(StrDumperUnknown):
    def dump(self, obj: str) -> Buffer | None:
        return written(obj).encode()


class _Loader(Loader):
    def load(self, data: Buffer) -> str:
        return read(str(data, "utf-8"))


class _BinaryLoader(_Loader):
    format = Format.BINARY


def adapt(connection: psycopg.Connection[Any]) -> None:
    """Make a connection write and read all texts this way."""
    connection.adapters.register_dumper(str, _Dumper)
    connection.adapters.register_loader("text", _Loader)
    connection.adapters.register_loader("text", _BinaryLoader)
