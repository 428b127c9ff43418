"""The magics of schemas: which one a name means, and who somebody is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from memkit.notebook.state import Session
from memkit.text import code

if TYPE_CHECKING:
    from memkit.notebook.options import Arguments


def schema_of(name: str, variables: Mapping[str, Any]) -> tuple[Any, code.Name | str]:
    """Return the schema that a name means, and how it is written in code.

    A class of the notebook goes before a ready schema, or one that can be imported.
    """
    if isinstance(variables.get(name), type):
        return variables[name], code.Name(name)
    return name, name


def profile(session: Session, line: Arguments) -> Any:
    """Gather what is known of somebody."""
    schema, told = schema_of(line["schema"] or "Person", session.shell.user_ns)
    options = {**session.scope_of(line), "limit": line["limit"]}
    session.tell(
        line,
        code.call(
            f"{session.source(line)}.profile", into=line["out"], **{"schema": told, **options}
        ),
    )
    given = {name: value for name, value in options.items() if value is not None}
    return session.current().profile(schema=schema, **given)
