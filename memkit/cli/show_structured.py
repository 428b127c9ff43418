"""What the commands print of the fields of a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.cli.output import GAP, Screen, one_line

if TYPE_CHECKING:
    from memkit.domain.structured import Structured

_DIM = "bright_black"


def structured(screen: Screen, found: Structured) -> None:
    """Print the fields that were filled in, each with its quote, and why others are empty."""
    from memkit.domain.structured import at_path

    widest = max(map(len, [*found.citations, *found.missing]), default=0)
    for path, source in found.citations.items():
        screen.entry(
            [(path, "green")],
            [one_line(str(at_path(found.data, path)))],
            [(f'"{one_line(source.quote or "")}"', _DIM)],
            indent=widest + GAP,
        )
    for path, why in found.missing.items():
        screen.entry([(path, _DIM)], [(one_line(why), _DIM)], indent=widest + GAP)
    for problem in found.problems:
        screen.say((one_line(problem), "yellow"))
    if found.id is not None:
        screen.say((found.id, _DIM))


def fields(found: Structured) -> dict[str, Any]:
    """Return what was filled in as JSON has it."""
    return {
        "schema": found.schema,
        "id": found.id,
        "data": dict(found.data),
        "citations": {
            path: source.model_dump(mode="json", exclude_none=True)
            for path, source in found.citations.items()
        },
        "missing": dict(found.missing),
        "problems": list(found.problems),
        "usage": found.usage.model_dump(mode="json"),
    }
