"""What to say when a filter or a scope finds nothing: the nearest name, and what was meant.

It costs nothing while something is found. What is said is a warning: finding nothing is no error.
"""

from __future__ import annotations

import difflib
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from memkit.contracts.journal.memories import Memories, names_in
from memkit.contracts.store import EVER, Selection
from memkit.domain.records import MEMORY_TYPES, ROLES, SCOPE_KEYS, STATUSES, MemoryRecord, Scope
from memkit.domain.times import parse_instant
from memkit.errors import MemkitWarning
from memkit.filters import (
    JSON_FIELDS,
    METADATA,
    RECORD_FIELDS,
    Compare,
    Field,
    Instant,
    Or,
    Where,
    walk,
    write_field,
)

_SAMPLE = 500
_EVERY = 2**62
_MOST_NAMED = 8
_ORDERED = ("$gt", "$gte", "$lt", "$lte")
# These match what lacks the key.
_NEGATIVE = ("$ne", "$nin")
_WORDS = {"type": MEMORY_TYPES, "role": ROLES, "withheld": STATUSES}
# With a year, or what stands for one; "1.2.3" is a version.
_LIKE_A_TIME = re.compile(
    r"\s*(?:\d{4}[-/]\d{1,2}(?:[-/]\d{1,2})?|\d{4}\.\d{1,2}\.\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    r"|\d{4}-W\d{2})(?:[T ,].*)?\Z",
    re.IGNORECASE | re.ASCII,
)
_KINDS = {bool: "a boolean", int: "a number", float: "a number", str: "a text", list: "a list"}


class Pages(Protocol):
    """What is looked into: the journal, or a past state of it."""

    def page(
        self, selection: Selection, *, limit: int, after: int = 0
    ) -> list[tuple[int, MemoryRecord]]:
        """Return memories of a selection with their keys, by rising key, from above `after`."""


def say(sentences: Iterable[str]) -> None:
    """Warn of each."""
    for sentence in sentences:
        warnings.warn(sentence, MemkitWarning, stacklevel=2)


def on_texts_like_times(where: Where | None) -> Iterator[str]:
    """Yield what to say of operands that look like times, and are compared as texts."""
    if where is None:
        return
    for node in walk(where):
        if not isinstance(node, Compare) or node.op not in _ORDERED:
            continue
        if isinstance(node.value, str) and _LIKE_A_TIME.match(node.value):
            yield (
                f"{node.value!r} is no time that memkit reads, so {write_field(node.field)} is "
                "compared with it as a text. Write it as '2025-03-01' or '2025-03-01T10:00:00Z'."
            )


def on_nothing(pages: Pages, scope: Scope, where: Where | None) -> Iterator[str]:
    """Yield what may be the reason that a scope, or a filter in it, finds nothing."""
    if not _first(pages, scope, None):
        yield from _on_scope(pages, scope)
        return
    if where is None:
        return
    sample: list[MemoryRecord] = []
    seen: set[Field] = set()
    for node in walk(where):
        if not isinstance(node, Compare):
            continue
        yield from _on_wildcards(node)
        if node.op in _NEGATIVE or node.field in seen:
            continue
        seen.add(node.field)
        sample = sample or [record for _, record in _records(pages, scope, None, _SAMPLE)]
        if node.field[0] in JSON_FIELDS:
            yield from _on_key(pages, scope, node, sample)
        else:
            yield from _on_field(node, sample)


def _records(
    pages: Pages, scope: Scope, where: Where | None, limit: int
) -> list[tuple[int, MemoryRecord]]:
    return pages.page(Selection(scope=scope, where=where, now=EVER), limit=limit)


def _first(pages: Pages, scope: Scope, where: Where | None) -> MemoryRecord | None:
    found = _records(pages, scope, where, 1)
    return found[0][1] if found else None


def _on_scope(pages: Pages, scope: Scope) -> Iterator[str]:
    """Yield the ids that were meant, if a space or a capital makes the difference.

    Only these: a name that is merely near may be somebody else's.
    """
    for name in SCOPE_KEYS:
        given = getattr(scope, name)
        if given is None:
            continue
        bare = given.strip()
        near = {bare, bare.lower(), bare.upper(), bare.capitalize(), bare.title()} - {given}
        found = near and _first(pages, Scope(), Compare((name,), "$in", tuple(sorted(near))))
        if found:
            yield (
                f"There are no memories of {name}={given!r}; did you mean {getattr(found, name)!r}?"
            )


def _on_wildcards(node: Compare) -> Iterator[str]:
    values = node.value if isinstance(node.value, tuple) else (node.value,)
    if node.op in _ORDERED or node.op == "$exists":
        return
    for value in values:
        if not isinstance(value, str):
            continue
        bare = value.strip("*%")
        if bare and ("*" in (value[0], value[-1]) or value[0] == "%"):
            yield (
                f"{value!r} is looked for as it stands, for filters know no wildcards. Write: "
                f"{write_field(node.field)} contains {bare!r}."
            )


def _on_key(
    pages: Pages, scope: Scope, node: Compare, sample: Sequence[MemoryRecord]
) -> Iterator[str]:
    found = _first(pages, scope, Compare(node.field, "$exists", True))
    name = write_field(node.field)
    if found is not None:
        values = [_value(record, node.field) for record in (found, *sample)]
        yield from _on_kind(pages, scope, node, values)
        return
    if node.op == "$exists" and node.value is False:
        return
    names = [write_field(field) for field in _names(pages, scope)]
    close = difflib.get_close_matches(name, [*names, *RECORD_FIELDS], n=1, cutoff=0.6)
    others = [key for key in names if key.rpartition(".")[2] == node.field[-1]]
    meant = (others or close)[:1]
    where = f"of {scope} " if scope else ""
    hint = f"; did you mean {meant[0]!r}?" if meant else "."
    listed = f" The keys are {', '.join(names[:_MOST_NAMED])}" if names else " None has any keys"
    more = ", ..." if len(names) > _MOST_NAMED else "."
    yield f"No memory {where}has the key {name!r}{hint}{listed}{more}"


def _on_kind(pages: Pages, scope: Scope, node: Compare, values: Sequence[Any]) -> Iterator[str]:
    """Yield that an operand is of another type than all the values under its key."""
    held = [value for value in values if value is not None]
    operand, name = node.value, write_field(node.field)
    if node.op in ("$contains", "$icontains", "$exists", "$in") or not held or operand is None:
        return
    if isinstance(operand, Instant):
        texts = [value for value in held if isinstance(value, str)]
        if not any(parse_instant(text) is not None for text in texts):
            yield (
                f"What {name} holds, such as {held[0]!r}, is no time that memkit reads, and does "
                "not compare with one."
            )
        return
    kinds = {_KINDS.get(type(value), "an object") for value in held}
    kind = _KINDS[type(operand)]
    if kind not in kinds and not _first(pages, scope, _of_kind(node.field, operand)):
        yield (
            f"{name} holds {' or '.join(sorted(kinds))}, such as {held[0]!r}, and was compared "
            f"with {kind}, {operand!r}: values of two types are never equal."
        )


def _of_kind(field: Field, operand: Any) -> Where:
    """Return the filter of memories whose value under a field is of an operand's type."""
    if isinstance(operand, bool):
        return Compare(field, "$in", (True, False))
    # No text is before the empty one; numbers are on one side of zero or on the other.
    if isinstance(operand, str):
        return Compare(field, "$gte", "")
    return Or((Compare(field, "$gte", 0), Compare(field, "$lt", 0)))


def _on_field(node: Compare, sample: Sequence[MemoryRecord]) -> Iterator[str]:
    field = node.field[0]
    values = node.value if isinstance(node.value, tuple) else (node.value,)
    words = _WORDS.get(field)
    own = write_field((METADATA, field))
    there = any(field in record.metadata for record in sample)
    unknown = [value for value in values if words and isinstance(value, str) and value not in words]
    if words and unknown and node.op in ("$eq", "$in"):
        close = difflib.get_close_matches(unknown[0].lower(), words, n=1)
        meant = f"; did you mean {close[0]!r}?" if close else "."
        yield (
            f"The field {field} is {', '.join(words[:-1])} or {words[-1]}, and never "
            f"{unknown[0]!r}{meant} A key of the metadata is written {own}."
        )
    elif there:
        yield (
            f"{field} is a field of every memory, and was compared here; the key {field!r} of the "
            f"metadata is written {own}."
        )


def _names(pages: Pages, scope: Scope) -> Iterable[Field]:
    """Return the keys that all memories of a scope have, the most frequent first."""
    if isinstance(pages, Memories):
        return pages.field_names(scope)
    every = (record for _, record in _records(pages, scope, None, _EVERY))
    return dict.fromkeys(name for one in every for name in names_in(one.metadata, one.data))


def _value(record: MemoryRecord, field: Field) -> Any:
    value: Any = getattr(record, field[0])
    for key in field[1:]:
        value = value.get(key) if isinstance(value, dict) else None
    return value
