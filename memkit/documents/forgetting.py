"""Forgetting a document: all that was read from it, in one transaction."""

from __future__ import annotations

from memkit.concurrency.effects import Effects
from memkit.documents.finding import absolute
from memkit.documents.known import members
from memkit.documents.writing import remove_document
from memkit.domain import fixes
from memkit.domain.documents import IngestedDocument
from memkit.domain.records import Scope
from memkit.engine.engine import Engine
from memkit.errors import NotFoundError
from memkit.plugins.dispatch import scheme_of


def forget(engine: Engine, uri: str, *, scope: Scope) -> Effects[IngestedDocument]:
    """Delete the memories of a document.

    Raises:
        NotFoundError: There are none.
    """
    known = members(engine.journal, scope, uri)
    if not known.ids and scheme_of(uri) == "file" and not uri.startswith("file:"):
        uri = absolute(uri).as_uri()
        known = members(engine.journal, scope, uri)
    if not known.ids:
        raise NotFoundError(f"Nothing was read from {uri!r}.", fix=fixes.LIST_SOURCES)
    return (yield from remove_document(engine, uri, known))
