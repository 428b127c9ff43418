"""What the commands print of facts, of messages to be read, and of derivations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from memkit.cli.output import GAP, Output, Piece, Screen, one_line
from memkit.domain.wording import counted, counted_of

if TYPE_CHECKING:
    from memkit.domain.facts import Extraction, Fact, PendingMessages, Unread
    from memkit.domain.records import MemoryRecord
    from memkit.extraction.derivations.derived import DerivationInfo, DerivationsCompared
    from memkit.extraction.probe.report import LLMReport

# How a command ends that could not read messages.
UNREAD = 1

_DIM = "bright_black"
_CHOICES = {
    "new": "green",
    "same": _DIM,
    "adds": "green",
    "changes": "blue",
    "corrects": "blue",
    "unsupported": "yellow",
}
_WIDEST = max(map(len, _CHOICES))


def facts(screen: Screen, found: Sequence[Fact], *, first: int | None = None) -> None:
    """Print facts that were drawn, each with what it does, and where the message says so.

    Args:
        screen: Where.
        found: The facts.
        first: The number of the first one, if they are proposed, and have no ids yet.
    """
    for place, fact in enumerate(found):
        number = "" if first is None else f"{first + place}. "
        screen.entry(
            [(fact.choice, _CHOICES[fact.choice])],
            [f"{number}{one_line(fact.memory)}"],
            [f"was: {one_line(fact.old.memory)}"] if fact.old and fact.choice != "same" else [],
            [(f'"{one_line(fact.evidence.quote or "")}"', _DIM)] if fact.evidence.quote else [],
            [(one_line(fact.reason), "yellow" if fact.choice == "unsupported" else _DIM)]
            if fact.reason
            else [],
            [(_status(fact.status), "yellow")] if fact.status else [],
            [(fact.id, _DIM)] if first is None else [],
            indent=_WIDEST + GAP,
        )


def extraction(out: Output, found: Extraction) -> None:
    """Print what reading messages gave; what could not be read goes to stderr."""
    facts(out.screen, found)
    if not found.read and not found.failed:
        out.screen.say("Nothing is still to be read.")
    else:
        out.screen.say(f"{counted(len(found), 'fact')} of {counted(found.read, 'message')}.")
    unread(out, found)


def unread(out: Output, found: Extraction) -> None:
    """Tell on stderr of messages that could not be read, and of what was not used of answers."""
    if found.failed:
        said = " ".join(found.problems)
        out.note(f"{counted(found.failed, 'message')} could not be read: {said}")
        return
    for problem in found.problems:
        out.note(problem)


def pending(screen: Screen, found: PendingMessages) -> None:
    """Print messages that are still to be read, and what failed at them."""
    for one in found:
        tried = f"tried {one.attempts} times: {one.reason}" if one.attempts > 1 else one.reason
        screen.entry(
            [(one.message.created_at.date().isoformat(), "bold")],
            [one_line(one.message.memory)],
            [(one_line(tried), "yellow")] if tried else [],
            [(one.message.id, _DIM)],
            indent=len("2025-03-01") + GAP,
        )
    if not found:
        screen.say("Nothing is still to be read.")
    else:
        count = counted_of(len(found), found.total, "message")
        more = "" if found.cursor is None else f" Next page: --cursor {found.cursor}."
        screen.say(f"\n{count}.{more} Read them: memkit extract")


def derivations(screen: Screen, found: Sequence[DerivationInfo]) -> None:
    """Print who drew facts."""
    if not found:
        screen.say("No facts were drawn yet. Name a model: memkit extract --llm ollama:qwen3")
        return
    rows: list[tuple[Piece, ...]] = [
        (
            one.name,
            one.model,
            one.profile,
            f"{one.facts:,}",
            f"{one.pending:,}",
            ("in use", "green") if one.in_use else "",
            one.prompts,
        )
        for one in found
    ]
    screen.table(("NAME", "MODEL", "PROFILE", "FACTS", "PENDING", "", "PROMPTS"), rows)
    for one in found:
        wanted = [f"{name}: {_listed(value)}" for name, value in one.instructions.items()]
        if wanted:
            screen.say(f"{one.name} wants {'; '.join(wanted)}")


def compared(screen: Screen, found: DerivationsCompared) -> None:
    """Print which facts only one of two derivations has."""
    screen.say(f"{counted(len(found.both), 'fact')} in both.")
    for name, only in ((found.first, found.only_first), (found.second, found.only_second)):
        screen.say(f"\n{counted(len(only), 'fact')} only in {name}:" if only else "")
        for record in only:
            screen.entry([], [one_line(record.memory)], [(record.id, _DIM)], indent=GAP)


def llm(screen: Screen, found: LLMReport) -> None:
    """Print what a model can do."""
    screen.table(
        ("WHAT", "RIGHT", ""),
        [
            (one.name, f"{one.right} of {one.tried}" if one.tried else "not tried", one.note)
            for one in found.abilities
        ],
    )
    screen.say(
        f"{found.tokens_per_second:.0f} tokens a second; {counted(found.usage.calls, 'call')} in "
        f"{found.seconds:.0f} s."
    )
    profile = "no profile" if found.recommended is None else f"profile {found.recommended}"
    screen.say((f"{found.model}: {profile}. ", "bold"), found.reason)


def extraction_fields(found: Extraction) -> dict[str, Any]:
    """Return what reading messages gave, as JSON has it."""
    return {
        "facts": [fact_fields(fact) for fact in found],
        "derivation": found.derivation,
        "read": found.read,
        "failed": found.failed,
        "problems": list(found.problems),
        "usage": found.usage.model_dump(mode="json"),
    }


def fact_fields(fact: Fact) -> dict[str, Any]:
    """Return a fact as JSON has it."""
    return {
        "id": fact.id,
        "memory": fact.memory,
        "choice": fact.choice,
        "old": _record(fact.old),
        "evidence": fact.evidence.model_dump(mode="json", exclude_none=True),
        "reason": fact.reason,
        "kind": fact.kind,
        "about": fact.about,
        "said_by": fact.said_by,
        "valid_from": _moment(fact.valid_from),
        "valid_to": _moment(fact.valid_to),
        "status": fact.status,
    }


def unread_fields(one: Unread) -> dict[str, Any]:
    """Return a message that is still to be read as JSON has it."""
    return {"message": _record(one.message), "reason": one.reason, "attempts": one.attempts}


def derivation_fields(one: DerivationInfo) -> dict[str, Any]:
    """Return a derivation as JSON has it."""
    names = ("name", "model", "provider", "prompts", "profile", "instructions", "in_use", "facts",
             "pending")  # fmt: skip
    fields = {name: getattr(one, name) for name in names}
    return {**fields, "created_at": _moment(one.created_at)}


def compared_fields(found: DerivationsCompared) -> dict[str, Any]:
    """Return two derivations side by side as JSON has them."""
    return {
        "first": found.first,
        "second": found.second,
        "both": [[_record(one), _record(other)] for one, other in found.both],
        "only_first": [_record(one) for one in found.only_first],
        "only_second": [_record(one) for one in found.only_second],
    }


def _status(status: str) -> str:
    if status == "proposed":
        return "proposed: accept or reject it"
    return f"{status}: not served"


def _listed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _record(record: MemoryRecord | None) -> dict[str, Any] | None:
    return None if record is None else record.model_dump(mode="json")


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
