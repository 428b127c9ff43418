"""Which memories have which names: read from the journal once, and kept up by its events."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from memkit.contracts.journal import Journal
from memkit.contracts.store import EVER, Selection
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import from_instant, now
from memkit.extraction.entities.forms import best, key_of, key_of_word, shown
from memkit.extraction.entities.kinds import Hints
from memkit.extraction.entities.listed import EntityInfo
from memkit.extraction.entities.naming import Read, Run, read
from memkit.extraction.gate.names import is_generic

_AT_ONCE = 2_000
# What is done or thought of begins sentences, and no names.
_NO_NAME = re.compile(r"(?:ing|tion|ment|ness|ity|keit|heit|ung|mente|ción|ção|zione)$")


@dataclass(frozen=True, slots=True)
class Row:
    """What a memory tells of names.

    Attributes:
        id: The memory; `scope`: whose it is.
        at: When it was said; `ends`: when it expires, if it does.
        derived_by: Who derived it.
        read: What its text tells.
        said: Names that are known to be such: of its speaker, of whom a fact is about, and those
            that a model copied.
        speaker: Who said it, by name.
    """

    id: str
    scope: Scope
    at: datetime
    ends: datetime | None
    derived_by: str | None
    read: Read
    said: tuple[str, ...]
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a memory: its entity, and where it stands; -1 if it stands beside the text."""

    key: str
    name: str
    start: int
    end: int


@dataclass(slots=True)
class Found:
    """An entity as it is counted.

    Attributes:
        forms: How often it is written how.
        ids: The memories that name it, in their order; `facts`: how many of them were derived.
        first, last: When.
        hints: What the words around it tell of its kind.
    """

    forms: Counter[str] = field(default_factory=Counter)
    ids: list[str] = field(default_factory=list)
    facts: int = 0
    first: datetime | None = None
    last: datetime | None = None
    hints: Hints = field(default_factory=Hints)

    def info(self) -> EntityInfo:
        """Return what users see of it."""
        name = best(self.forms)
        others = sorted(self.forms, key=lambda form: (-self.forms[form], form))
        assert self.first is not None
        assert self.last is not None
        return EntityInfo(
            name=name,
            kind=self.hints.kind(name),
            aliases=tuple(form for form in others if form != name),
            memories=len(self.ids),
            facts=self.facts,
            first_seen=self.first,
            last_seen=self.last,
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """The entities of a scope: by what their forms have in common, and by memory."""

    found: dict[str, Found]
    mentions: dict[str, tuple[Mention, ...]]


class EntityIndex:
    """The names of a journal.

    Args:
        journal: The journal.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._rows: dict[str, Row] = {}
        self._seq, self._token = 0, ""
        self._listed: dict[tuple[object, ...], Listed] = {}
        self._lock = threading.Lock()

    def of(self, scope: Scope) -> Listed:
        """Return the entities of a scope as the journal is now; what was counted before is kept."""
        with self._lock:
            self._catch_up()
            used = next((row.name for row in self._journal.derivations() if row.in_use), None)
            others = frozenset(row.name for row in self._journal.derivations() if row.name != used)
            key = (scope.key, used, others)
            known = self._listed.get(key)
            if known is None or any(row.ends is not None for row in self._rows.values()):
                known = self._listed[key] = _listed(self._covered(scope, others))
            return known

    def _covered(self, scope: Scope, others: frozenset[str]) -> Iterator[Row]:
        instant = from_instant(now())
        for row in self._rows.values():
            gone = row.ends is not None and row.ends <= instant
            if scope.covers(row.scope) and row.derived_by not in others and not gone:
                yield row

    def _catch_up(self) -> None:
        head = self._journal.head().seq
        token = self._journal.event_token(self._seq) or ""
        if head < self._seq or token != self._token or not self._seq:
            self._rows = {}
            self._read_all()
        elif head > self._seq:
            self._read_events(head)
        else:
            return
        self._listed.clear()
        self._seq = head
        self._token = self._journal.event_token(head) or ""

    def _read_all(self) -> None:
        after = 0
        selection = Selection(scope=Scope(), where=None, now=EVER)
        while page := self._journal.page(selection, limit=_AT_ONCE, after=after):
            after = page[-1][0]
            for _, record in page:
                self._take(record)

    def _read_events(self, head: int) -> None:
        after = self._seq
        while page := self._journal.events(after=after, until=head, limit=_AT_ONCE):
            after = page[-1].seq
            for event in page:
                self._rows.pop(event.memory_id, None)
                if event.after is not None:
                    self._take(event.after)
        # In the order of storing, also of what was changed.
        self._rows = dict(sorted(self._rows.items()))

    def _take(self, record: MemoryRecord) -> None:
        if record.withheld is None:
            self._rows[record.id] = row_of(record)


def row_of(record: MemoryRecord) -> Row:
    """Return what a memory tells of names."""
    entities = record.data.get("entities", ())
    said = [name for name in entities if isinstance(name, str)] if isinstance(
        entities, (list, tuple)
    ) else []  # fmt: skip
    about = record.data.get("about")
    if isinstance(about, str) and about[:1].isupper():
        said.append(about)
    if record.name:
        said.append(record.name)
    return Row(
        id=record.id,
        scope=record.scope,
        at=record.occurred_at or record.created_at,
        ends=record.expires_at,
        derived_by=record.derived_by,
        read=read(record.memory),
        said=tuple(dict.fromkeys(one.strip() for one in said if _is_name(one))),
        speaker=record.name,
    )


def _is_name(said: str) -> bool:
    return bool(said.strip()) and not is_generic(said) and any(c.isalpha() for c in said)


def _listed(rows: Iterator[Row]) -> Listed:
    every = list(rows)
    known = _known(every)
    found: dict[str, Found] = {}
    mentions: dict[str, tuple[Mention, ...]] = {}
    for row in every:
        own = tuple(_mentions(row, known, found))
        if not own:
            continue
        mentions[row.id] = own
        for key in dict.fromkeys(one.key for one in own):
            one = found[key]
            one.ids.append(row.id)
            one.facts += row.derived_by is not None
            one.first = row.at if one.first is None else min(one.first, row.at)
            one.last = row.at if one.last is None else max(one.last, row.at)
    return Listed(found, mentions)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of words from all texts together, by what the forms of one have in common.

    Attributes:
        names: Those that are names: inside of sentences they have a capital, mostly.
        alone: Those of them that are one without others beside them.
        lower: Words that are written with a small letter.
    """

    names: set[str]
    alone: set[str]
    lower: Container[str]


def _known(rows: Sequence[Row]) -> _Known:
    capital: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    said: set[str] = set()
    alone: set[str] = set()
    for row in rows:
        lower.update(row.read.lower)
        language = row.read.language
        for run in row.read.runs:
            if not run.sure:
                continue
            words = run.words[1:] if run.opens else run.words
            capital.update(key_of_word(word, language) for word in words)
            if len(run.words) == 1:
                alone.add(key_of_word(run.words[0], language))
        for name in row.said:
            keys = [key_of_word(word, language) for word in name.split()]
            said.update(keys)
            if len(keys) == 1:
                alone.add(keys[0])
    names = {word for word, number in capital.items() if number >= lower[word]} | said
    return _Known(names, alone, lower)


def _mentions(row: Row, known: _Known, found: dict[str, Found]) -> Iterator[Mention]:
    language = row.read.language
    for run in row.read.runs:
        mention = _resolved(run, known, language)
        if mention is None:
            continue
        one = found.setdefault(mention.key, Found())
        one.forms[mention.name] += 1
        one.hints.add(run, language)
        yield mention
    for name in row.said:
        key = key_of(name, language)
        one = found.setdefault(key, Found())
        one.forms[shown(name.split())] += 1
        if name == row.speaker:
            one.hints.add_speaker()
        yield Mention(key, name, -1, -1)


def _resolved(run: Run, known: _Known, language: str | None) -> Mention | None:
    """Return the name in a run of words with capitals, if there is one."""
    keys = [key_of_word(word, language) for word in run.words]
    first = 1 if run.opens and keys[0] not in known.names and not _is_whole(keys, known) else 0
    words = run.words[first:]
    told = [key in known.names for key in keys[first:]]
    if not (any(told) if run.sure else bool(told) and all(told)):
        return None
    gaps = run.gaps[first:]
    start = run.start + sum(
        len(word) + len(gap) for word, gap in zip(run.words[:first], run.gaps[:first], strict=True)
    )
    name = shown(words[:1]) if len(words) == 1 else _joined(words, gaps)
    return Mention(key_of(name, language), name, start, run.end)


def _joined(words: Sequence[str], gaps: Sequence[str]) -> str:
    parts = [words[0]]
    for gap, word in zip(gaps, words[1:], strict=True):
        parts += [gap, word]
    return shown(["".join(parts)])


def _is_whole(keys: Sequence[str], known: _Known) -> bool:
    """Tell whether the first word of a sentence belongs to the name behind it.

    "Anna Berger" is a name where nobody is called Berger alone, and "Meeting Nina" is none where
    somebody is called Nina.
    """
    usual = keys[0] in known.lower or _NO_NAME.search(keys[0]) is not None
    return len(keys) == 2 and keys[1] not in known.alone and not usual
