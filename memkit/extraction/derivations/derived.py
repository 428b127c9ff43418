"""Derivations side by side: who they are, and which facts only one of two has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from memkit.contracts.journal import Journal
from memkit.contracts.store import Selection
from memkit.domain.display import LISTED, Displayable, Listing, headline, listing
from memkit.domain.public import public
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import from_instant, now
from memkit.domain.wording import counted
from memkit.engine.verbs import Verbs
from memkit.errors import NotFoundError
from memkit.filters import parse

# From this cosine on, two facts that were drawn from other words say the same.
_SAME = 0.85
# So many facts of the first are compared with all of the second at once.
_ROWS = 256


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class DerivationInfo(Displayable):
    """A derivation.

    Attributes:
        name: What `derived_by` of its facts says.
        model: The model; `provider`: its provider, as users type it.
        prompts: The versions of its prompts; `profile`: what the model is asked for.
        instructions: What the user wants of its facts.
        in_use: Whether its facts are served.
        facts: How many there are; `pending`: how many messages it has still to read.
        created_at: When it was made.
    """

    name: str
    model: str
    provider: str
    prompts: str
    profile: str
    instructions: dict[str, Any]
    in_use: bool
    facts: int
    pending: int
    created_at: datetime


@public
class Derivations(Listing, list[DerivationInfo]):
    """Derivations, in the order in which they were made."""

    def __repr__(self) -> str:
        lines = [
            f"{'*' if one.in_use else ' '} {one.name:16} {one.model:28} "
            f"{counted(one.facts, 'fact')}, {one.pending:,} pending"
            for one in self[:LISTED]
        ]
        return listing(f"Derivations: {len(self):,}", lines, len(self))


def listed(journal: Journal) -> Derivations:
    """Return all derivations of a journal."""
    instant = now()
    return Derivations(
        DerivationInfo(
            name=row.name,
            model=row.model,
            provider=row.provider,
            prompts=row.prompts,
            profile=row.profile,
            instructions=dict(row.instructions),
            in_use=row.in_use,
            facts=journal.count(_served(row.name, Scope())),
            pending=journal.count_unread(row.name, now=instant, failed=True),
            created_at=from_instant(row.created_at),
        )
        for row in journal.derivations()
    )


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class DerivationsCompared(Displayable):
    """The facts of two derivations side by side.

    Attributes:
        first, second: Their names.
        both: Pairs of facts that say the same, of the first and of the second.
        only_first, only_second: Facts that the other one does not have.
    """

    first: str
    second: str
    both: tuple[tuple[MemoryRecord, MemoryRecord], ...]
    only_first: tuple[MemoryRecord, ...]
    only_second: tuple[MemoryRecord, ...]

    def __repr__(self) -> str:
        lines = [f"{self.first}  {headline(one.memory)}" for one in self.only_first[: LISTED // 2]]
        lines += [
            f"{self.second}  {headline(one.memory)}" for one in self.only_second[: LISTED // 2]
        ]
        head = (
            f"DerivationsCompared: {len(self.both):,} in both, {len(self.only_first):,} only in "
            f"{self.first!r}, {len(self.only_second):,} only in {self.second!r}"
        )
        return listing(head, lines, len(lines))


def compared(memory: Verbs, first: str, second: str, *, scope: Scope) -> DerivationsCompared:
    """Return the facts of two derivations, those that are the same as pairs.

    Raises:
        NotFoundError: There is no such derivation.
    """
    journal = memory.engine.journal
    known = {row.name for row in journal.derivations()}
    for name in (first, second):
        if name not in known:
            raise NotFoundError(
                f"There is no derivation {name!r}.", fix=f"There are {', '.join(sorted(known))}."
            )
    ones, others = (_read(journal, _served(name, scope)) for name in (first, second))
    pairs = _paired(memory, ones, others)
    left, right = {one.id for one, _ in pairs}, {other.id for _, other in pairs}
    return DerivationsCompared(
        first=first,
        second=second,
        both=tuple(pairs),
        only_first=tuple(one for one in ones if one.id not in left),
        only_second=tuple(other for other in others if other.id not in right),
    )


def facts_of(name: str, scope: Scope) -> Selection:
    """Return the facts of a derivation, whatever their status."""
    return Selection(scope=scope, where=parse({"derived_by": name}), now=now())


def _served(name: str, scope: Scope) -> Selection:
    where = parse({"derived_by": name, "withheld": None})
    return Selection(scope=scope, where=where, now=now())


def _read(journal: Journal, selection: Selection) -> list[MemoryRecord]:
    return list(journal.read(journal.allowed_keys(selection)).values())


def _paired(
    memory: Verbs, ones: Sequence[MemoryRecord], others: Sequence[MemoryRecord]
) -> list[tuple[MemoryRecord, MemoryRecord]]:
    """Return pairs of facts, each in one: nearest first, those of the same words before others."""
    if not ones or not others:
        return []
    journal, space = memory.engine.journal, memory.engine.spaces.get().key
    left, right = (
        journal.text_vectors(space, [fact.memory for fact in side]) for side in (ones, others)
    )
    shared = _sharing_words(ones, others)
    found = [(float(left[i] @ right[j]) + 1, i, j) for i, j in shared]
    for start in range(0, len(ones), _ROWS):
        likeness = left[start : start + _ROWS] @ right.T
        found += [
            (float(likeness[row, column]), start + int(row), int(column))
            for row, column in zip(*np.nonzero(likeness >= _SAME), strict=True)
        ]
    found.sort(key=lambda one: (-one[0], one[1:]))
    pairs, taken_left, taken_right = [], set(), set()
    for _, i, j in found:
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append((ones[i], others[j]))
    return pairs


def _sharing_words(
    ones: Sequence[MemoryRecord], others: Sequence[MemoryRecord]
) -> list[tuple[int, int]]:
    """Return the places of facts that were drawn from words of one message that overlap."""
    by_message: dict[str, list[int]] = {}
    for place, other in enumerate(others):
        for source in other.sources:
            if source.memory_id is not None:
                by_message.setdefault(source.memory_id, []).append(place)
    near = {
        (place, found)
        for place, one in enumerate(ones)
        for source in one.sources
        for found in by_message.get(source.memory_id or "", ())
    }
    return sorted((i, j) for i, j in near if _share_words(ones[i], others[j]))


def _share_words(one: MemoryRecord, other: MemoryRecord) -> bool:
    """Tell whether two facts were drawn from words of one message that overlap."""
    return any(
        a.memory_id == b.memory_id
        and None not in (a.start, a.end, b.start, b.end)
        and max(a.start or 0, b.start or 0) < min(a.end or 0, b.end or 0)
        for a in one.sources
        for b in other.sources
    )
