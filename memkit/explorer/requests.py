"""Requests by name, as a widget or a server gets them: an answer always, an error as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from memkit.errors import FilterError, MemkitError, ValidationError, said_by

if TYPE_CHECKING:
    from memkit.explorer.explorer import Explorer

METHODS = frozenset(
    {
        "add", "apply", "changes", "delete", "detail", "export", "histogram", "merge", "preview",
        "rate", "rows", "search", "set_at", "set_events", "set_scope", "set_where", "shown_ids",
        "status", "tag", "undo", "update",
    }
)  # fmt: skip


def answer(explorer: Explorer, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Call a method of an explorer with keyword arguments, as they come from outside.

    Returns:
        {"answer": ...}, or {"trouble": sentences that end with the fix}; of a filter that can't
        be understood also "position": where, in characters, or None.
    """
    try:
        if method not in METHODS:
            raise ValidationError(
                f"The explorer can't {method!r}.", fix=f"Use one of {', '.join(sorted(METHODS))}."
            )
        return {"answer": getattr(explorer, method)(**arguments)}
    except FilterError as error:
        return {"trouble": said_by(error, "widget"), "position": error.position}
    except MemkitError as error:
        return {"trouble": said_by(error, "widget")}
