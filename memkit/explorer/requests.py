"""Requests by name, as a widget or a server gets them: an answer always, an error as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from memkit.errors import FilterError, MemkitError, ValidationError, said_by
from memkit.text import typed

if TYPE_CHECKING:
    from memkit.explorer.explorer import Explorer

METHODS = frozenset(
    {
        "accept", "add", "apply", "changes", "delete", "detail", "documents", "edit", "export",
        "forget_source", "histogram", "merge", "preview", "rate", "reject", "rows", "search",
        "set_at", "set_document", "set_events", "set_kind", "set_scope", "set_where", "shown_ids",
        "status", "tag", "undo", "update",
    }
)  # fmt: skip


def answer(explorer: Explorer, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Call a method of an explorer with keyword arguments, as they come from outside.

    Metadata may come as it was typed, as a text named "typed"; a key to be tagged with null is one
    to take away.

    Returns:
        {"answer": ...}, or {"trouble": sentences that end with the fix}; of a filter that can't
        be understood also "position": where, in characters, or None.
    """
    try:
        if method not in METHODS:
            raise ValidationError(
                f"The explorer can't {method!r}.", fix=f"Use one of {', '.join(sorted(METHODS))}."
            )
        return {"answer": getattr(explorer, method)(**_read(method, arguments))}
    except FilterError as error:
        return {"trouble": said_by(error, "widget"), "position": error.position}
    except MemkitError as error:
        return {"trouble": said_by(error, "widget")}


def _read(method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments with the metadata that was typed: a browser would round its numbers."""
    given = dict(arguments)
    text = given.pop("typed", None)
    if text is None:
        return given
    read = typed.metadata(text)
    if method == "tag":
        given["remove"] = [key for key, value in read.items() if value is None]
        given["metadata"] = {key: value for key, value in read.items() if value is not None}
    else:
        given["metadata"] = read
    return given
