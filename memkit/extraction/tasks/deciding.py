"""The task of deciding what new facts do to old ones, which have numbers here and no ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from memkit.contracts.llm import MaxTokens
from memkit.domain.records import Message
from memkit.extraction.asking.fields import Dropped, Read, Unusable, number, read_each, text
from memkit.extraction.asking.listed import listed_in
from memkit.extraction.tasks.choices import CHOICES, Choice, Decision
from memkit.extraction.tasks.prompts import prompt
from memkit.extraction.tasks.schemas import DECISIONS, decide_schema
from memkit.providers.hosted import estimated_tokens
from memkit.text.safe_text import on_one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A fact as it is shown: an old one, or a new one.

    Attributes:
        text: What it says.
        at: Since when it holds, or when it was said.
        id: The memory that holds it; "" for a new one.
    """

    text: str
    at: datetime | None = None
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A new fact and the old ones near it.

    Attributes:
        fact: Its place among the new facts, from 0.
        new: What it says; `old`: the candidates.
    """

    fact: int
    new: Known
    old: tuple[Known, ...] = ()


_MOST_FACTS, _MOST_FACTS_LOCAL = 24, 4

Question = tuple[Meeting, ...]
"""What is asked at once: new facts, each with at least one old one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """Asks what new facts do to old ones.

    Attributes:
        local: Whether the model's server makes a grammar of each schema.
        answer_tokens: The most tokens of an answer.
    """

    local: bool = False
    answer_tokens: MaxTokens = "default"
    name: str = "decide"
    # A fact that can't be decided is new, which loses nothing.
    sends_back: bool = False

    @property
    def prompt(self) -> str:
        """The version of the prompt."""
        return prompt("decide").version

    def asks(self, what: Question) -> bool:
        """Tell whether any new fact has old ones near it."""
        return bool(what)

    def messages(self, what: Question) -> list[Message]:
        """Return the prompt, and the new facts with their old ones."""
        numbers = _numbers(what)
        rows = []
        for place, meeting in enumerate(what, 1):
            rows.append(f"new fact {place}: {_row(meeting.new)}")
            rows += [f"  old fact {numbers[old.id]}: {_row(old)}" for old in meeting.old]
        return [
            Message(role="system", content=prompt("decide").text),
            Message(role="user", content="\n".join(rows)),
        ]

    def schema(self, what: Question) -> dict[str, Any]:
        """Return the schema; for a local grammar with the numbers that there are."""
        if not self.local:
            return decide_schema()
        return decide_schema(facts=range(1, len(what) + 1), old=list(_numbers(what).values()))

    def shown(self, what: Question) -> tuple[str, ...]:
        """Return the ids of the old facts."""
        return tuple(_numbers(what))

    def read(self, answer: str, what: Question) -> Read[Decision] | None:
        """Return one decision for each fact; "new" where the model made none that can be used."""
        written = listed_in(answer, DECISIONS, lambda fields: {"fact", "choice"} <= set(fields))
        if written is None:
            return None
        ids = {number: id_ for id_, number in _numbers(what).items()}
        read = read_each(written, lambda one: _decision(one, what, ids), same=self.same)
        decisions, disputed = _one_each(read.items)
        return Read(items=decisions, dropped=(*read.dropped, *disputed), repeated=read.repeated)

    def same(self, item: Decision) -> Any:
        """Return its fact, what it does, and to which old one."""
        return item.fact, item.choice, item.old

    def wrong(self, item: Decision, what: Question) -> str | None:
        """Return None: whether a decision may stand is checked when it is carried out."""
        return None

    def replaces(self, item: Decision, other: Decision) -> bool:
        """Tell whether two are of the same fact."""
        return item.fact == other.fact

    def halves(self, what: Question) -> tuple[Question, Question] | None:
        """Return the facts in two questions."""
        middle = len(what) // 2
        return (what[:middle], what[middle:]) if middle else None

    def rest(self, what: Question, items: Sequence[Decision]) -> Question | None:
        """Return the facts that nothing was decided of."""
        decided = {item.fact for item in items}
        return tuple(meeting for meeting in what if meeting.fact not in decided) or None


def questions(
    meetings: Sequence[Meeting], *, local: bool = False, most_tokens: int = 3_000
) -> list[Question]:
    """Return what is to be asked, in as few questions as are answered well.

    Args:
        meetings: New facts; those that no old fact is near to are new, and nobody is asked.
        local: Whether the model is a small one on a server of one's own.
        most_tokens: The most tokens of a question, by an estimate that is rather too high.
    """
    most = _MOST_FACTS_LOCAL if local else _MOST_FACTS
    asked: list[Question] = []
    tokens = 0
    for meeting in meetings:
        if not meeting.old:
            continue
        own = sum(estimated_tokens(_row(known)) + 8 for known in (meeting.new, *meeting.old))
        if asked and len(asked[-1]) < most and tokens + own <= most_tokens:
            asked[-1] = (*asked[-1], meeting)
            tokens += own
        else:
            asked.append((meeting,))
            tokens = own
    return asked


def completed(decisions: Sequence[Decision], meetings: Sequence[Meeting]) -> list[Decision]:
    """Return a decision for each new fact, in their order: those that nobody decided are new."""
    made = {decision.fact: decision for decision in decisions}
    return [
        made.get(meeting.fact) or Decision(fact=meeting.fact, choice="new") for meeting in meetings
    ]


def _numbers(what: Question) -> dict[str, int]:
    """Return the number of each old fact, one for all the new ones that it is near to."""
    ids = dict.fromkeys(old.id for meeting in what for old in meeting.old)
    return {id_: place for place, id_ in enumerate(ids, 1)}


def _row(known: Known) -> str:
    day = "" if known.at is None else f"({known.at.date().isoformat()}) "
    return f"{day}{on_one_line(known.text)}"


def _decision(written: Any, what: Question, ids: Mapping[int, str]) -> Decision:
    if not isinstance(written, dict):
        raise Unusable("it is no object with the fields")
    place = number(written, "fact")
    if not 1 <= place <= len(what):
        raise Unusable(f"new fact {place} does not exist")
    meeting = what[place - 1]
    choice = _choice(written)
    made = Decision(fact=meeting.fact, choice=choice, why=text(written, "why"))
    if choice == "new":
        return made
    old = number(written, "old", default=0)
    # A number is right only under its own fact: that of another is a slip, or an invention.
    if ids.get(old) not in {known.id for known in meeting.old}:
        raise Unusable(f"old fact {old} does not stand under new fact {place}")
    said = text(written, "text") if choice == "adds" else ""
    return replace(made, old=ids[old], text=said)


def _choice(written: Mapping[str, Any]) -> Choice:
    said = text(written, "choice").casefold()
    for choice in CHOICES:
        if choice == said:
            return choice
    raise Unusable(f"{said!r} is no choice")


def _one_each(decisions: Sequence[Decision]) -> tuple[tuple[Decision, ...], list[Dropped]]:
    """Return the decisions of the facts that have one; those that have several are new."""
    times = Counter(decision.fact for decision in decisions)
    disputed = [decision for decision in decisions if times[decision.fact] > 1]
    made = {
        decision.fact: decision
        if times[decision.fact] == 1
        else Decision(fact=decision.fact, choice="new")
        for decision in decisions
    }
    told = [
        Dropped(f"new fact {decision.fact + 1} was decided in several ways", decision.choice)
        for decision in disputed
    ]
    return tuple(made.values()), told
