"""What the tests of the gate share: windows of lines, and items in few words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from memkit.extraction.gate import Verdict, check
from memkit.extraction.tasks.items import Item
from memkit.extraction.windows.lines import Line

DATA = Path(__file__).parent / "data"
AT = datetime(2024, 5, 14, 12, tzinfo=UTC)  # A Tuesday.


def rows(name):
    """Return the rows of a file of data."""
    return [json.loads(row) for row in (DATA / name).read_text("utf-8").splitlines()]


def lines(*said, at=AT, handled=0):
    """Return lines of "Ana: text"; "assistant" and "tool" are roles, other names are users'."""
    made = []
    for number, words in enumerate(said, 1):
        who, _, text = words.partition(": ")
        is_role = who in ("user", "assistant", "tool", "system")
        made.append(
            Line(
                number=number,
                memory_id=str(number),
                digest="",
                text=text,
                role=who if is_role else "user",
                name=None if is_role else who,
                at=at,
                handled=number <= handled,
            )
        )
    return tuple(made)


def item(text, quote, *, line=1, about="", when="", kind="state"):
    """Return an item."""
    return Item(line=line, quote=quote, when=when, about=about, text=text, kind=kind)


def codes(text, quote, *said, line=None, **fields) -> tuple[str, ...]:
    """Return what is wrong with an item of the last line."""
    return verdict(text, quote, *said, line=line, **fields).codes


def verdict(text, quote, *said, line=None, **fields) -> Verdict:
    """Return the verdict on an item of the last line."""
    window = lines(*said)
    return check(item(text, quote, line=line or len(window), **fields), window)
