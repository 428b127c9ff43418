"""The command that says what is wanted of facts."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from memkit.cli.facts import Review
from memkit.cli.options import Database, Json, Model
from memkit.cli.output import Output
from memkit.cli.session import opened

_LISTS = ("includes", "excludes", "categories")


def wishes(
    instructions: Annotated[
        str | None,
        typer.Option(
            "--instructions", metavar="TEXT", help="What is wanted, in your words; '' for nothing."
        ),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include", metavar="WHAT", help="What alone is listed, repeatable; '' for all."
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude", metavar="WHAT", help="What never is, repeatable; '' for nothing."
        ),
    ] = None,
    category: Annotated[
        list[str] | None,
        typer.Option("--category", metavar="NAME", help="A category, repeatable; '' for none."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="CODE", help="That of the facts, e.g. en; or 'as written'."
        ),
    ] = None,
    review: Annotated[
        Review | None,
        typer.Option(
            "--review", metavar="WHAT", help="What waits for a person: none, changes or all facts."
        ),
    ] = None,
    llm: Model = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Print what is wanted of the facts that are drawn, or say it anew.

    It is kept with the derivation in use, and counts for what is read from
    now on. What is not named stays as it is; a list is replaced as a whole.

    Examples:
      memkit wishes --include food --include travel --language en
      memkit wishes --exclude health --review changes
      memkit wishes
    """
    out = Output(as_json)
    given: dict[str, Any] = {
        "instructions": instructions,
        "includes": _filled(include),
        "excludes": _filled(exclude),
        "categories": _filled(category),
        "language": language,
        "review": review,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    with opened(out, db, llm=llm) as memory:
        if changes:
            memory.set_wishes(**changes)
        found = _fields(memory)
    if out.as_json:
        out.document(found)
        return
    for name, value in found.items():
        said = ", ".join(value) if isinstance(value, list) else value
        out.screen.entry([(name, "bold")], [said or "-"], indent=len("instructions  "))


def _filled(given: list[str] | None) -> list[str] | None:
    """Return a list that was given, '' as an empty one."""
    return [one for one in given if one] if given else None


def _fields(memory: Any) -> dict[str, Any]:
    wanted = memory.wishes
    return {
        "instructions": wanted.instructions,
        **{name: list(getattr(wanted, name)) for name in _LISTS},
        "language": wanted.language,
        "review": memory.review,
    }
