"""The tables of words of time: what they say is read here, and nowhere else.

A row of `cases*.tsv` holds the language ("-" for none given), the tense ("-" for none), the words,
what is expected, and when it was said if that isn't `AT`. What is expected is "none", "every" for
what comes again and again, or an interval with its precision and its relation:

    D 2025-05-13                               that day, in the zone of the message
    W 2025-05-05, M 2025-03, Y 2024            the week of that Monday, that month, that year
    2025-05-10/2025-05-12 weekend              from, up to, precision ("part": part of day)
    M 2025-03 since                            from then on; also before, after, until, about

A row of `sentences*.tsv` holds a sentence, and the expressions in it with what each means.
"""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from memkit.text.when import When

HERE = Path(__file__).parent
# A Wednesday.
AT = datetime(2025, 5, 14, 12, 30, tzinfo=UTC)
_OPEN = {
    "since": lambda start, end: (start, None), "until": lambda start, end: (None, end),
    "before": lambda start, end: (None, start), "after": lambda start, end: (end, None),
}  # fmt: skip
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
Meant = tuple[datetime | None, datetime | None, str, str] | str


@dataclass(frozen=True)
class Case:
    language: str | None
    prefer: Any
    words: str
    expected: Meant
    at: datetime


@dataclass(frozen=True)
class Sentence:
    language: str | None
    text: str
    expected: tuple[tuple[str, Meant], ...]


def cases(name: str = "cases.tsv") -> list[Case]:
    rows = _rows(name, 5)
    return [
        Case(_given(row[0]), _given(row[1]), row[2], *_expected(row[3], row[4])) for row in rows
    ]


def sentences(name: str = "sentences.tsv") -> list[Sentence]:
    found = []
    for language, _, text, expected in _rows(name, 4):
        parts = [] if expected == "none" else expected.split(" ; ")
        pairs = (part.split(" => ") for part in parts)
        meant = tuple((words, _expected(shown, "")[0]) for words, shown in pairs)
        found.append(Sentence(_given(language), text, meant))
    return found


def meant(when: When | None) -> Meant:
    """What the tables say of a time."""
    if when is None:
        return "none"
    if when.recurring:
        return "every"
    return when.start, when.end, when.precision, when.relation


def _rows(name: str, width: int) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()[1:]
    return [(line.split("\t") + [""] * width)[:width] for line in lines]


def _given(cell: str) -> str | None:
    return None if cell == "-" else cell


def _expected(shown: str, when: str) -> tuple[Meant, datetime]:
    """What a row expects, and when it was said. Local times are those of UTC unless it says so."""
    moment, *zone = when.split(" ") if when else ["", ""]
    here: tzinfo = zoneinfo.ZoneInfo(zone[0]) if zone and zone[0] else UTC
    at = datetime.fromisoformat(moment).replace(tzinfo=here) if moment else AT
    if shown in ("none", "every"):
        return shown, at
    local = here if shown[0] in "DWMY" or "local" in zone else UTC
    head, *rest = shown.split(" ")
    if head in _UNITS:
        start = _moment(rest.pop(0), local)
        end, precision = _end(start, head), _UNITS[head]
    else:
        start, end = (_moment(part, local) for part in head.split("/"))
        precision = rest.pop(0).replace("part", "part of day")
    relation = rest[0] if rest else "at"
    if (head in _UNITS and relation in _OPEN) or (precision == "season" and relation in _OPEN):
        start, end = _OPEN[relation](start, end)
    return (start, end, precision, relation), at


def _moment(text: str, zone: tzinfo) -> Any:
    if text == "..":
        return None
    whole = {4: "-01-01", 7: "-01"}.get(len(text), "")
    return datetime.fromisoformat(text + whole).replace(tzinfo=zone).astimezone(UTC)


def _end(start: datetime, unit: str) -> datetime:
    if unit in "DW":
        return start + timedelta(days=1 if unit == "D" else 7)
    if unit == "Y":
        return start.replace(year=start.year + 1)
    return (start.replace(day=1) + timedelta(days=32)).replace(day=1)
