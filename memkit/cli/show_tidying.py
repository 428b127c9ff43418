"""What the commands print that tidy facts up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.cli.output import GAP, Output, one_line
from memkit.domain.wording import counted

if TYPE_CHECKING:
    from memkit.extraction.consolidation.proposed import Consolidation
    from memkit.extraction.rechecking.rechecked import Recheck

_DIM = "bright_black"
_OUTCOMES = {
    "served": "green",
    "replaced": "blue",
    "withdrawn": "red",
    "waiting": "yellow",
    "unchanged": _DIM,
}


_KINDS = {"merge": "blue", "contradiction": "yellow", "summary": "green"}
_INSTEAD = {"merge": "instead of", "contradiction": "no longer", "summary": "from"}
_MOST_ABOUT = 5


def recheck(out: Output, found: Recheck) -> None:
    """Print what became of facts that were checked again."""
    for one in found:
        replaced = one.now if one.outcome == "replaced" else None
        out.screen.entry(
            [(one.outcome, _OUTCOMES[one.outcome])],
            [one_line(one.memory)],
            [f"now: {one_line(replaced.memory)}"] if replaced is not None else [],
            [(f"by {one.by}: {one_line(one.reason)}", _DIM)],
            [(one.id, _DIM)],
            indent=max(map(len, _OUTCOMES)) + GAP,
        )
    if not found:
        out.screen.say("Nothing is stale or unsupported.")
    else:
        counts = ", ".join(f"{number:,} {outcome}" for outcome, number in found.counts.items())
        out.screen.say(f"\n{counted(len(found), 'fact')}: {counts}.")
    for problem in found.problems:
        out.note(problem)


def recheck_fields(found: Recheck) -> dict[str, Any]:
    """Return what became of facts as JSON holds it."""
    return {
        "facts": [
            {
                "id": one.id,
                "memory": one.memory,
                "outcome": one.outcome,
                "by": one.by,
                "reason": one.reason,
                "now": None if one.now is None else one.now.model_dump(mode="json"),
                "batch": one.batch,
            }
            for one in found
        ],
        "found": [{"id": fact.id, "memory": fact.memory} for fact in found.found],
        "problems": list(found.problems),
        "usage": found.usage.model_dump(),
    }


def consolidation(out: Output, found: Consolidation) -> None:
    """Print what consolidation proposes."""
    for one in found:
        about = one.records if one.kind == "summary" else one.others
        lines = [[f"{_INSTEAD[one.kind]}: {one_line(record.memory)}"]
                 for record in about[:_MOST_ABOUT]]  # fmt: skip
        if len(about) > _MOST_ABOUT:
            lines.append([f"and {len(about) - _MOST_ABOUT:,} more"])
        out.screen.entry(
            [(one.kind, _KINDS[one.kind])],
            [one_line(one.memory)],
            *lines,
            [(f"by {one.by}: {one_line(one.reason)}", _DIM)],
            [(one.key, _DIM)],
            indent=max(map(len, _KINDS)) + GAP,
        )
    if not found:
        out.screen.say("There is nothing to tidy up.")
    else:
        count = counted(len(found), "proposal")
        out.screen.say(f"\n{count}; nothing is written yet: memkit consolidate --apply KEY")
    for problem in found.problems:
        out.note(problem)


def consolidation_fields(found: Consolidation) -> dict[str, Any]:
    """Return proposals as JSON holds them."""
    return {
        "proposals": [
            {
                "key": one.key,
                "kind": one.kind,
                "memory": one.memory,
                "ids": [record.id for record in one.records],
                "sources": [source.model_dump(mode="json") for source in one.sources],
                "reason": one.reason,
                "by": one.by,
                "usage": one.usage.model_dump(),
                "data": dict(one.data),
            }
            for one in found
        ],
        "problems": list(found.problems),
        "usage": found.usage.model_dump(),
    }
