"""What the commands print that tidy facts up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.cli.output import GAP, Output, one_line
from memkit.domain.wording import counted

if TYPE_CHECKING:
    from memkit.extraction.rechecking.rechecked import Recheck

_DIM = "bright_black"
_OUTCOMES = {
    "served": "green",
    "replaced": "blue",
    "withdrawn": "red",
    "waiting": "yellow",
    "unchanged": _DIM,
}


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
