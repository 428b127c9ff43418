"""From a window to what a model says of it, however badly it answers.

A schema first. A provider that takes none is asked in words. Whatever comes back is searched for
whole items; what can't be used is sent back once, with what is wrong with it. An answer that was
cut is asked for again by halves, unless the model only repeated itself. What still has no answer is
pending, with the reason. Nothing is raised for a model or a provider that fails, and nothing that
the model did not write is made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from typing import Any, Generic, Protocol, TypeVar

from memkit.concurrency.effects import Effects
from memkit.contracts.journal.calls import Call
from memkit.contracts.llm import MaxTokens
from memkit.domain.records import Message, Usage
from memkit.domain.wording import counted
from memkit.errors import (
    AuthenticationError,
    ConnectionError,
    JournalError,
    MemkitError,
    ProviderError,
    PurgedError,
    RateLimitError,
)
from memkit.extraction.asking.call import Asker, BudgetSpent
from memkit.extraction.asking.fields import Dropped, Read, shortened
from memkit.extraction.asking.outcome import Outcome, Pending, PendingCode
from memkit.extraction.asking.repairs import repair_of
from memkit.extraction.asking.salvage import answer_in
from memkit.providers.hosted import TooLong, wish_for

W = TypeVar("W")
T = TypeVar("T")

MOST_CALLS = 9
"""The most calls for one window, those for its halves and for repairs among them."""

# What ends the reading, and is nothing that a model or its provider did.
_FINAL = (JournalError, BudgetSpent, PurgedError)

# So many items that were written before make an answer that was cut one of a model going round.
_GOES_ROUND = 2


class Task(Protocol[W, T]):
    """What a model is asked for."""

    @property
    def name(self) -> str:
        """What for, in a word."""

    @property
    def prompt(self) -> str:
        """The version of its prompt."""

    @property
    def answer_tokens(self) -> MaxTokens:
        """The most tokens of an answer."""

    @property
    def sends_back(self) -> bool:
        """Whether the model is asked once more for single items that can't be used."""

    def asks(self, what: W) -> bool:
        """Tell whether there is anything to ask for."""

    def messages(self, what: W) -> list[Message]:
        """Return what is sent: the fixed part first."""

    def schema(self, what: W) -> dict[str, Any]:
        """Return what the answer shall look like."""

    def shown(self, what: W) -> tuple[str, ...]:
        """Return the ids of the memories that it shows."""

    def read(self, answer: str, what: W) -> Read[T] | None:
        """Return what can be used of an answer; None if it is none."""

    def same(self, item: T) -> Any:
        """Return what two items have in common of which one is enough."""

    def wrong(self, item: T, what: W) -> str | None:
        """Return why an item does not hold, as a clause; None if it does, or if nobody looks."""

    def replaces(self, item: T, other: T) -> bool:
        """Tell whether an item that was written again stands for another one."""

    def halves(self, what: W) -> tuple[W, W] | None:
        """Return two parts to be asked for one by one; None if there is one alone."""

    def rest(self, what: W, items: Sequence[T]) -> W | None:
        """Return what comes after all that items were written of; None for nothing."""


def climb(
    task: Task[W, T],
    what: W,
    *,
    asker: Asker,
    structured: bool = True,
    most_calls: int = MOST_CALLS,
) -> Effects[Outcome[W, T]]:
    """Ask a model for the items of a window.

    Args:
        task: What for.
        what: The window.
        asker: Who is asked.
        structured: Whether the provider takes a schema, as far as is known.
        most_calls: The most calls, those that were recorded before among them; what is not
            answered then is pending.

    Returns:
        What it wrote and what became of that. It raises nothing for a provider that fails: what
        was not answered is pending. Ctrl-C goes through.

    Raises:
        JournalError: A call can't be recorded.
        BudgetSpent: No more may be asked.
        PurgedError: What was sent was purged meanwhile.
    """
    ladder = _Ladder(task, asker, structured, most_calls)
    if task.asks(what):
        yield from ladder.read(what)
    return ladder.outcome()


@dataclass(slots=True)
class _Ladder(Generic[W, T]):
    task: Task[W, T]
    asker: Asker
    structured: bool
    most_calls: int
    items: list[T] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    repeated: list[Dropped] = field(default_factory=list)
    pending: list[Pending[W]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)

    def outcome(self) -> Outcome[W, T]:
        return Outcome(
            items=tuple(self.items),
            dropped=tuple(self.dropped),
            repeated=tuple(self.repeated),
            pending=tuple(self.pending),
            calls=tuple(self.calls),
            usage=self.usage,
            structured=self.structured,
        )

    def read(self, what: W) -> Effects[None]:
        """Ask for a part, and for the parts of it where that is needed."""
        call = yield from self._asked(what)
        if call is None:
            return
        if call.stop == "refused":
            self._give_up(what, "refused", "The model would not answer", said=call.answer)
            return
        read = self.task.read(call.answer, what)
        if call.stop == "length":
            yield from self._cut(what, read, call)
        else:
            yield from self._repaired(what, read, call)

    def _asked(self, what: W) -> Effects[Call | None]:
        """Ask; None if it is pending now, or was asked for by halves."""
        try:
            return (yield from self._call(what, self.task.messages(what)))
        except TooLong as error:
            halves = self.task.halves(what)
            if halves is None:
                self._failed(what, error)
                return None
            for half in halves:
                yield from self.read(half)
        except _FINAL:
            raise
        except MemkitError as error:
            self._failed(what, error)
        return None

    def _call(self, what: W, messages: list[Message]) -> Effects[Call]:
        """Call the model: with a schema, and in words if the provider refuses that."""
        if self.structured:
            try:
                return (yield from self._made(what, messages, self.task.schema(what)))
            except ProviderError as error:
                # What it would refuse anyhow, it is not asked once more.
                if type(error) is not ProviderError or len(self.calls) >= self.most_calls:
                    raise
                call = yield from self._made(what, self._in_words(what, messages), None)
                self.structured = False
                return call
        return (yield from self._made(what, self._in_words(what, messages), None))

    def _made(self, what: W, messages: list[Message], schema: Any) -> Effects[Call]:
        if len(self.calls) >= self.most_calls:
            raise _NoMoreCalls(
                f"It took {len(self.calls)} calls, and that is the most.",
                fix="Use a model that keeps to what it is asked for, or a smaller profile.",
            )
        call, answer = yield from self.asker.ask(
            messages,
            schema=schema,
            max_tokens=self._most_tokens(),
            task=self.task.name,
            prompt=self.task.prompt,
            shown=self.task.shown(what),
        )
        self.calls.append(call)
        if answer is not None:
            self.usage += answer.usage
        return call

    def _most_tokens(self) -> MaxTokens:
        wanted, own = self.task.answer_tokens, self.asker.llm.max_tokens
        if isinstance(wanted, int) and own is not None:
            return min(wanted, own)
        return wanted

    def _in_words(self, what: W, messages: list[Message]) -> list[Message]:
        first, wish = messages[0], wish_for(self.task.schema(what))
        if first.content.endswith(wish):
            return messages
        content = f"{first.content}\n\n{wish}"
        return [first.model_copy(update={"content": content}), *messages[1:]]

    def _cut(self, what: W, read: Read[T] | None, call: Call) -> Effects[None]:
        if not answer_in(call.answer):
            # A model that thinks as long about less would be paid for nothing once more.
            said = f"The answer was cut after {counted(call.output_tokens, 'token')} of thinking"
            self._give_up(what, "cut", said)
            return
        if read is not None and len(read.repeated) >= _GOES_ROUND:
            self._take(read)
            rest = self.task.rest(what, read.items)
            if rest is not None:
                yield from self.read(rest)
            return
        halves = self.task.halves(what)
        if halves is not None:
            for half in halves:
                yield from self.read(half)
        elif read is not None and read.items:
            self._take(read)
            self.dropped.append(
                Dropped("the answer was cut, and what came after is not known", call.answer[-80:])
            )
        else:
            self._give_up(what, "cut", "The answer was cut before anything in it was whole")

    def _repaired(self, what: W, read: Read[T] | None, call: Call) -> Effects[None]:
        """Take what can be used; what can't is sent back once."""
        wrong = [] if read is None else self._wrong(read.items, what)
        told = [said for _, said in wrong]
        if read is not None:
            told += [dropped for dropped in read.dropped if not dropped.final]
            if not (told and self.task.sends_back):
                self._take(read)
                return
        messages = repair_of(self.task.messages(what), call.answer, told)
        again: Read[T] | None = None
        try:
            # A server may have taken the schema and not kept to it.
            asked = messages if read is not None else self._in_words(what, messages)
            second = yield from self._call(what, asked)
            if second.stop not in ("refused", "length"):
                again = self.task.read(second.answer, what)
        except _FINAL:
            raise
        except MemkitError as error:
            if read is None:
                self._failed(what, error)
                return
        if read is None and again is None:
            self._give_up(
                what, "nonsense", "The answer is not what was asked for", said=call.answer
            )
            return
        self._take(self._merged(read, again, [item for item, _ in wrong]))

    def _wrong(self, items: Sequence[T], what: W) -> list[tuple[T, Dropped]]:
        found = ((item, self.task.wrong(item, what)) for item in items)
        return [(item, Dropped(why, shortened(_plain(item)))) for item, why in found if why]

    def _merged(self, first: Read[T] | None, again: Read[T] | None, wrong: list[T]) -> Read[T]:
        """Return what both answers give; what was written again takes the wrong one's place."""
        if first is None or again is None:
            only = first or again
            assert only is not None
            return only
        known = {self.task.same(item) for item in first.items}
        left = list(wrong)
        for item in again.items:
            if self.task.same(item) not in known:
                # Each stands for one, so that of two in a line the other is not lost.
                of = next((old for old in left if self.task.replaces(item, old)), None)
                left = [old for old in left if old is not of]
        kept = [item for item in first.items if item not in wrong or item in left]
        return Read(
            items=self._each_once((*kept, *again.items)),
            dropped=(*first.dropped, *again.dropped),
            repeated=(*first.repeated, *again.repeated),
        )

    def _take(self, read: Read[T]) -> None:
        self.items = list(self._each_once((*self.items, *read.items)))
        self.dropped += read.dropped
        self.repeated += read.repeated

    def _each_once(self, items: Sequence[T]) -> tuple[T, ...]:
        first: dict[Any, T] = {}
        for item in items:
            first.setdefault(self.task.same(item), item)
        return tuple(first.values())

    def _failed(self, what: W, error: MemkitError) -> None:
        self.pending.append(Pending(what, _code_of(error), str(error), error))

    def _give_up(self, what: W, code: PendingCode, reason: str, *, said: str = "") -> None:
        told = f": {shortened(said)}" if said.strip() else ""
        self.pending.append(Pending(what, code, f"{reason}{told}."))


class _NoMoreCalls(MemkitError):
    """A window took as many calls as it may."""


# The first that fits.
_CODES: tuple[tuple[type[MemkitError], PendingCode], ...] = (
    (_NoMoreCalls, "limit"),
    (RateLimitError, "rate_limited"),
    (AuthenticationError, "key"),
    (TooLong, "too_long"),
    (ConnectionError, "unreachable"),
    (MemkitError, "failed"),
)


def _code_of(error: MemkitError) -> PendingCode:
    return next(code for kind, code in _CODES if isinstance(error, kind))


def _plain(item: Any) -> Any:
    if not is_dataclass(item) or isinstance(item, type):
        return item
    return {name: value for name, value in asdict(item).items() if value not in ("", (), None)}
