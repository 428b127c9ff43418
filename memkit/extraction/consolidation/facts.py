"""The facts that are consolidated, each with its words in the normal form of the gate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.journal import Journal
from memkit.contracts.store import Selection
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import now
from memkit.engine.retrieval.validity import valid
from memkit.extraction.consolidation.proposed import Kind, key_of
from memkit.extraction.facts.meeting import claim_of
from memkit.extraction.gate.choices import Claim
from memkit.extraction.gate.negation import denies
from memkit.extraction.gate.words import content, language_of
from memkit.filters import parse
from memkit.text.when.tense import tense

SUMMARY = "summary"
# What a rejection leaves on a fact: the keys of what is not to be proposed of it again.
TOLD_APART = "told_apart"

_AT_ONCE = 2_000
_TENSES = frozenset("ar de en es fr hi it ja ko nl pl pt ru tr zh".split())


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A fact that is served and holds now.

    Attributes:
        record: The memory; `key`: its key in the journal.
        claim: What it says, as decisions are checked.
        language: Its language, if it can be told.
        words: Its words of substance, as stems.
        denies: Whether it denies something; `past`: whether it tells of what was.
    """

    record: MemoryRecord
    key: int
    claim: Claim
    language: str | None
    words: frozenset[str]
    denies: bool
    past: bool

    @property
    def since(self) -> datetime:
        """When it began to hold, or was said."""
        record = self.record
        return record.valid_from or record.occurred_at or record.created_at

    @property
    def group(self) -> tuple[Any, ...]:
        """Whose it is, and who derived it: only facts of one group are put together."""
        return (self.record.scope.key, self.record.derived_by)


def read_facts(journal: Journal, scope: Scope) -> list[Fact]:
    """Return the facts of the derivation in use that are served and hold now, as they were stored.

    Where nobody derives facts here, those that came from elsewhere count.
    """
    rows = journal.derivations()
    used = next((row.name for row in rows if row.in_use), None)
    derived: Any = {"derived_by": used if used is not None else {"$exists": True}}
    where = parse({**derived, "withheld": None})
    selection = valid(Selection(scope=scope, where=where, now=now()), "now")
    keys = journal.allowed_keys(selection)
    return [
        _fact(record, key)
        for start in range(0, len(keys), _AT_ONCE)
        for key, record in journal.read(keys[start : start + _AT_ONCE]).items()
        if record.data.get("kind") != SUMMARY
    ]


def vectors_of(journal: Journal, space: str, facts: list[Fact]) -> NDArray[np.float32]:
    """Return the vectors of facts, float32 of shape (n, dim); zeros for one that has none."""
    return journal.vectors(space, np.array([fact.key for fact in facts], np.int64))


def by_group(facts: list[Fact]) -> Iterator[list[Fact]]:
    """Yield the facts of each scope and derivation that has several."""
    groups: dict[tuple[Any, ...], list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.group, []).append(fact)
    return (group for group in groups.values() if len(group) > 1)


def are_apart(kind: Kind, one: MemoryRecord, other: MemoryRecord) -> bool:
    """Tell whether a person rejected a proposal of this kind about two facts."""
    marks = [*one.data.get(TOLD_APART, ()), *other.data.get(TOLD_APART, ())]
    return bool(marks) and key_of(kind, (one, other)) in marks


def _fact(record: MemoryRecord, key: int) -> Fact:
    text = record.memory
    language = language_of(text)
    known = language if language in _TENSES else "en"
    return Fact(
        record=record,
        key=key,
        claim=claim_of(record),
        language=language,
        words=content(text, language),
        denies=denies(text, language),
        past=tense(text, known) == "past",
    )
