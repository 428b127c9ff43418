"""What the verbs of a memory return beyond single records."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import Field

from memkit.domain.display import LISTED, Displayable, Listing, headline, listing
from memkit.domain.facts import Extraction, Fact
from memkit.domain.public import public
from memkit.domain.recall import RecallReport
from memkit.domain.records import AddResult, Event, MemoryRecord, Usage
from memkit.domain.relevance import is_weak
from memkit.domain.rewritten import Rewritten
from memkit.domain.spending import TaskUsage, together
from memkit.domain.structured import Structured
from memkit.domain.times import instant_of
from memkit.domain.wording import counted, counted_of
from memkit.errors import Idiom, MemkitError


@public
class Hit(MemoryRecord):
    """A memory that a search found.

    Attributes:
        score: Higher is better; the sum of `reasons`.
        reasons: What each signal adds: "semantic", "bm25", "context", "role", "recency",
            "evidence", "repeat", "time", "rerank". What lowers the score, such as "role" and
            "recency", is below zero.
        relevance: How close it is to the query, 0 (as unrelated texts are) to 1 (the same text, or
            every word of the query), on a scale that is the same for every embedder and memory;
            what a role, age or a reranker change of the score does not count. None if it is
            unknown.
        notes: What the score does not say: that the memory does not hold now, and why. Only with
            `valid_at=None` or a moment can such memories be found.
        details: With `explain=True`: what the signals were made from.
    """

    score: float
    reasons: dict[str, float]
    relevance: float | None = None
    notes: tuple[str, ...] = ()
    details: dict[str, Any] = Field(default_factory=dict)

    @property
    def weak(self) -> bool:
        """Whether it is hardly closer to the query than unrelated texts are."""
        return is_weak(self.relevance)


def notes_of(record: MemoryRecord, now: int) -> tuple[str, ...]:
    """Return words for why a memory is not served, or does not hold at an instant."""
    notes: list[str] = [] if record.withheld is None else [record.withheld]
    if record.valid_from is not None and instant_of(record.valid_from) > now:
        notes.append(f"not valid before {_day(record.valid_from)}")
    if record.valid_to is not None and instant_of(record.valid_to) <= now:
        notes.append(f"no longer valid since {_day(record.valid_to)}")
    if record.superseded_by is not None:
        notes.append(f"superseded by {record.superseded_by}")
    return tuple(notes)


def _day(moment: datetime) -> str:
    """Return a moment as people write it: midnight is the day alone."""
    return str(moment).removesuffix("+00:00").removesuffix(" 00:00:00")


@public
class Hits(Listing, list[Hit]):
    """Hits, best first.

    Attributes:
        query: What was asked.
        space: The embedding space that was searched.
        times: The times that the query names, if they counted, each with what it was taken for.
        rewritten: What was searched for in place of the query, if it was rewritten.
    """

    def __init__(
        self,
        hits: Sequence[Hit] = (),
        *,
        query: str = "",
        space: str | None = None,
        times: Sequence[str] = (),
        rewritten: Rewritten | None = None,
    ):
        super().__init__(hits)
        self.query = query
        self.space = space
        self.times = tuple(times)
        self.rewritten = rewritten

    def __repr__(self) -> str:
        if not self:
            return f"<Hits of {self.query!r}: nothing found>"
        lines = [f"{hit.score:6.3f}  {headline(hit.memory)}" for hit in self[:LISTED]]
        title = (
            f"Hits of {self.query!r}: {len(self):,}{', none of them close' if self.weak else ''}"
        )
        return listing(title, lines, len(self))

    @property
    def weak(self) -> bool:
        """Whether nothing close was found: no hit, or none that is closer than unrelated texts."""
        return all(hit.weak for hit in self)

    def to_pandas(self) -> Any:
        """Return the hits as a data frame, one a row; needs pandas."""
        from memkit.domain.frames import hits_to_pandas

        return hits_to_pandas(self)


@public
class Page(Listing, list[MemoryRecord]):
    """Memories in the order in which they were stored.

    Attributes:
        cursor: Give it to the next call to go on; None at the end.
    """

    def __init__(
        self,
        records: Sequence[MemoryRecord] = (),
        *,
        cursor: str | None = None,
        count: Callable[[], int] | None = None,
    ):
        super().__init__(records)
        self.cursor = cursor
        self._count = count

    @functools.cached_property
    def total(self) -> int | None:
        """How many memories all pages hold, counted when first asked; None if nobody can tell."""
        if self._count is None:
            return None if self.cursor else len(self)
        try:
            return self._count()
        except MemkitError:  # the memory was closed meanwhile
            return None

    def __reduce__(self) -> tuple[Any, ...]:
        # What counts holds a memory, which stays where it is.
        return _page, (list(self), self.cursor, self.total)

    def __repr__(self) -> str:
        lines = [headline(record.memory) for record in self[:LISTED]]
        return listing(f"Page: {counted_of(len(self), self.total)}", lines, len(self))

    def to_pandas(self) -> Any:
        """Return the memories as a data frame, one a row; needs pandas."""
        from memkit.domain.frames import records_to_pandas

        return records_to_pandas(self)


def _page(records: Sequence[MemoryRecord], cursor: str | None, total: int | None) -> Page:
    return Page(records, cursor=cursor, count=None if total is None else lambda: total)


@public
class AddResults(Listing, list[AddResult]):
    """What one call did, one result a memory.

    Attributes:
        extraction: What was drawn from the messages, where that was waited for (`infer=True`);
            None otherwise. `facts`: its facts.
        structured: What was filled into a schema (`schema=`); None where there was none.
    """

    def __init__(self, results: Iterable[AddResult] = ()):
        super().__init__(results)
        self.extraction: Extraction | None = None
        self.structured: Structured | None = None

    @property
    def facts(self) -> Sequence[Fact]:
        """The facts that were drawn from the messages, where that was waited for."""
        return () if self.extraction is None else self.extraction

    @property
    def redacted(self) -> Counter[str]:
        """How many memories had secrets of each kind that were taken out; never the secrets."""
        return Counter(kind for item in self for kind in item.redacted)

    def __repr__(self) -> str:
        lines = [f"{item.event:6}  {headline(item.memory)}" for item in self[:LISTED]]
        return listing(f"AddResults: {len(self):,}", lines, len(self))


@public
class Events(Listing, list[Event]):
    """Changes, oldest first."""

    def __repr__(self) -> str:
        lines = [
            f"{event.seq:>6}  {headline(event.event):6}  {headline(state.memory if state else '')}"
            for event in self[:LISTED]
            for state in [event.after or event.before]
        ]
        return listing(f"Events: {len(self):,}", lines, len(self))

    def to_pandas(self) -> Any:
        """Return the changes as a data frame, one a row; needs pandas."""
        from memkit.domain.frames import events_to_pandas

        return events_to_pandas(self)


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Space(Displayable):
    """An embedding space.

    Attributes:
        key: Its name.
        provider, model: Where its vectors come from.
        dim: Length of a vector.
        normalized: Whether vectors have length one.
        default: Whether searches use it when no space is named.
        ready: Whether every memory has its vector.
        count: How many memories have one.
        successor: The embedder that new files take in the place of this space's; None if it is up
            to date, or not the default.
    """

    key: str
    provider: str
    model: str
    dim: int
    normalized: bool
    default: bool
    ready: bool
    count: int
    successor: str | None = None


@public
@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two memories that say nearly the same; `similarity` is their cosine."""

    first: MemoryRecord
    second: MemoryRecord
    similarity: float


@public
class Duplicates(Listing, list[DuplicatePair]):
    """Pairs of near duplicates, most similar first.

    Attributes:
        threshold: The least cosine that was asked for.
        space: The embedding space they were compared in.
    """

    def __init__(self, pairs: Sequence[DuplicatePair], *, threshold: float, space: str):
        super().__init__(pairs)
        self.threshold = threshold
        self.space = space

    def __repr__(self) -> str:
        lines = [
            f"{pair.similarity:.3f}  {headline(pair.first.memory, 40)}  "
            f"{headline(pair.second.memory, 40)}"
            for pair in self[:LISTED]
        ]
        return listing(f"Duplicates: {counted(len(self), 'pair')}", lines, len(self))

    def to_pandas(self) -> Any:
        """Return the pairs as a data frame, one a row; needs pandas."""
        from memkit.domain.frames import duplicates_to_pandas

        return duplicates_to_pandas(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something `doctor` found: what, and the call that mends it."""

    what: str
    fix: str


@public
@dataclass(frozen=True, slots=True)
class Report(Displayable):
    """What `doctor` found.

    Attributes:
        problems: What is wrong and the call that mends it; empty if all is well.
        checked: What was looked at.
        recall: How much an approximate store finds, of each space it was measured in.
        notes: What is not wrong, and worth knowing.
        idiom: Where it was asked for.
    """

    problems: tuple[Problem, ...]
    checked: tuple[str, ...]
    recall: tuple[RecallReport, ...] = ()
    notes: tuple[str, ...] = ()
    idiom: Idiom = field(default="python", repr=False, compare=False)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


@public
@dataclass(frozen=True, slots=True)
class StoreReport(Displayable):
    """A memory that moved to another store.

    Attributes:
        store: The store's provider.
        memories: How many it holds.
        overlap: Space -> the share of the exact ten best that it finds, 0 to 1, over a sample.
        searches: How many searches were compared.
        seconds: How long it took.
    """

    store: str
    memories: int
    overlap: Mapping[str, float]
    searches: int
    seconds: float

    def __str__(self) -> str:
        found = ", ".join(f"{share:.3f} in {space!r}" for space, share in self.overlap.items())
        about = f"of the exact ten best ({counted(self.searches, 'search')})"
        tested = f" It finds {found} {about}." if found else ""
        return (
            f"Searches go to {self.store!r} now: {counted(self.memories)}, filled and checked in "
            f"{self.seconds:,.1f} s.{tested} Open the memory with store={self.store!r} from now on."
        )


@public
class UsageReport(Displayable, dict[str, Usage]):
    """What the models of a memory consumed: "embedder static" and so on -> calls, tokens, cost.

    That is counted by this process, since the memory was opened; embedders and rerankers among it.

    Attributes:
        recorded: What calls to language models consumed in all processes, since the memory was
            made: by task, model and derivation, as the journal recorded them.
    """

    def __init__(self, used: Mapping[str, Usage] | None = None, recorded: Iterable[TaskUsage] = ()):
        super().__init__(used or {})
        self.recorded = tuple(recorded)

    @property
    def total(self) -> Usage:
        """All that this process consumed together."""
        return sum(self.values(), Usage())

    @property
    def recorded_total(self) -> TaskUsage:
        """All recorded calls together."""
        return together(self.recorded)

    @property
    def by_task(self) -> dict[str, TaskUsage]:
        """What each task consumed, of all models and derivations, in all processes."""
        return {
            task: together((one for one in self.recorded if one.task == task), task=task)
            for task in dict.fromkeys(one.task for one in self.recorded)
        }

    @property
    def by_model(self) -> dict[str, TaskUsage]:
        """What each language model consumed, for all tasks, in all processes."""
        return {
            model: together((one for one in self.recorded if one.model == model), model=model)
            for model in dict.fromkeys(one.model for one in self.recorded)
        }

    def __reduce__(self) -> tuple[Any, ...]:
        return UsageReport, (dict(self), self.recorded)


class LineError(NamedTuple):
    """A line of a file that could not be read, and why."""

    line: int
    problem: str


@public
@dataclass(frozen=True, slots=True)
class ImportReport(Displayable):
    """What became of many additions.

    Attributes:
        added: Memories that are new.
        updated: Memories that had expired and were brought back.
        unchanged: Memories that were there already.
        errors: Lines that could not be read.
        redacted: Memories out of which secrets were taken before they were kept.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: tuple[LineError, ...] = field(default=())
    redacted: int = 0

    @property
    def total(self) -> int:
        """How many were read, the bad ones included."""
        return self.added + self.updated + self.unchanged + len(self.errors)
