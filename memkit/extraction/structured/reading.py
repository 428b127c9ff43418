"""Reading messages, or facts, for the fields of a schema: window by window, into one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Journal
from memkit.domain.records import MemoryRecord, Usage
from memkit.errors import MemkitError
from memkit.extraction.asking.anew import asked_anew
from memkit.extraction.asking.call import Asker, BudgetSpent
from memkit.extraction.asking.fields import Dropped
from memkit.extraction.asking.outcome import Outcome
from memkit.extraction.derivations.derivation import Derivation
from memkit.extraction.structured.form import Filling, Written
from memkit.extraction.structured.shape import Shape
from memkit.extraction.structured.sheet import (
    Choose,
    Conflict,
    Sheet,
    conflicts,
    merged,
    sheet_of,
    values_in,
)
from memkit.extraction.structured.values import value_of
from memkit.extraction.tasks.choices import Choice
from memkit.extraction.tasks.deciding import Deciding, Known, Meeting, Question, questions
from memkit.extraction.windows.windows import Window, windows

# So often an answer that is no use may stand recorded, before it is asked for no more.
_ATTEMPTS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads.

    Attributes:
        journal: Where calls are recorded.
        derivation: Whose model is asked.
        shape: For what.
    """

    journal: Journal
    derivation: Derivation
    shape: Shape

    @property
    def asker(self) -> Asker:
        """Whom to ask."""
        return Asker(
            llm=self.derivation.llm,
            provider=self.derivation.row.provider,
            calls=self.journal,
            derivation=self.derivation.name,
            budget=self.journal.budget,
        )


@dataclass(slots=True)
class Reading:
    """What came of it.

    Attributes:
        sheet: The fields.
        problems: What became of what could not be used or read, as sentences.
        usage: What the calls consumed that were made now.
        error: What the provider raised, if it failed.
        structured: Whether the provider takes a schema, as far as is known.
    """

    sheet: Sheet = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    error: MemkitError | None = None
    structured: bool = True

    def tell(self, dropped: Sequence[Dropped]) -> None:
        """Say what is not used of an answer."""
        self.problems += [f"Not used of an answer: {one.why}." for one in dropped]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comparing(Deciding):
    """Asks what values of a later window do to earlier ones; `memories`: where they are from."""

    memories: tuple[str, ...] = ()

    def shown(self, what: Question) -> tuple[str, ...]:
        """Return the ids of the memories that the values are from."""
        return self.memories


def read(
    reader: Reader, messages: Sequence[MemoryRecord], *, choose: Choose | None = None
) -> Effects[Reading]:
    """Read messages for the fields of a schema; a provider that fails ends it.

    Args:
        reader: Who reads.
        messages: In the order in which they were said.
        choose: Which of two values holds; None to ask the model what the later one does.
    """
    done = Reading()
    for part, window in enumerate(windows(messages, profile=reader.derivation.profile)):
        try:
            sheet = yield from _read_window(reader, window, part, done)
            if done.error is not None:
                break
            done.sheet = yield from _together(reader, window, sheet, done, choose)
        except BudgetSpent as error:
            done.problems.append(error.problem)
            break
    return done


def _read_window(reader: Reader, window: Window, part: int, done: Reading) -> Effects[Sheet]:
    fields = reader.shape.fields

    def wrong(written: Written, what: Window) -> str | None:
        return value_of(written, fields[written.field], window.lines).problem or None

    task = Filling(shape=reader.shape, profile=reader.derivation.profile, check=wrong)
    outcome: Outcome[Window, Written] = yield from asked_anew(
        task, window, asker=reader.asker, structured=done.structured, attempts=_ATTEMPTS
    )
    done.usage += outcome.usage
    done.structured = outcome.structured
    done.tell(outcome.dropped)
    for one in outcome.pending:
        done.problems.append(one.reason)
        if one.error is not None and one.code != "limit":
            done.error = one.error
    values = [
        value_of(written, fields[written.field], window.lines, part=part)
        for written in outcome.items
    ]
    return sheet_of(reader.shape.root, values)


def _together(
    reader: Reader, window: Window, sheet: Sheet, done: Reading, choose: Choose | None
) -> Effects[Sheet]:
    """Return the sheets of what was read so far and of one more window as one."""
    root = reader.shape.root
    if choose is not None:
        return merged(root, done.sheet, sheet, choose)
    open_ = conflicts(root, done.sheet, sheet)
    choices = yield from _decided(reader, window, open_, done)
    made: Iterator[Choice] = iter(choices)

    def chosen(conflict: Conflict) -> Choice:
        choice = next(made)
        if choice == "new" and not conflict.of_items:
            done.problems.append(f"Beside {conflict.old!r} there is {conflict.new!r}.")
        return choice

    return merged(root, done.sheet, sheet, chosen)


def _decided(
    reader: Reader, window: Window, open_: Sequence[Conflict], done: Reading
) -> Effects[list[Choice]]:
    """Ask what later values do to earlier ones; what nobody can decide is "new"."""
    choices: list[Choice] = ["new"] * len(open_)
    local = reader.derivation.profile.local
    # A model that can only pick lines decides nothing.
    if reader.derivation.profile.name == "select":
        return choices
    meetings = [
        Meeting(
            fact=place,
            new=Known(text=one.new, at=one.new_at),
            old=(Known(text=one.old, at=one.old_at, id=str(place)),),
        )
        for place, one in enumerate(open_)
    ]
    ids = tuple(dict.fromkeys(_ids(done.sheet) + [line.memory_id for line in window.lines]))
    task = _Comparing(local=local, memories=ids)
    for question in questions(meetings, local=local):
        outcome = yield from asked_anew(
            task, question, asker=reader.asker, structured=done.structured, attempts=_ATTEMPTS
        )
        done.usage += outcome.usage
        done.tell(outcome.dropped)
        done.problems += [f"Values were not compared: {one.reason}" for one in outcome.pending]
        for decision in outcome.items:
            choices[decision.fact] = decision.choice
    return choices


def _ids(sheet: Sheet) -> list[str]:
    sources = [value.source for value in values_in(sheet)]
    return [source.memory_id for source in sources if source and source.memory_id]
