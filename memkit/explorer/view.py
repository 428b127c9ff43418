"""What an explorer looks at: whose memories, which of them, and at what time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from memkit.contracts.store import Selection
from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.domain.standing import Standing
from memkit.domain.times import now
from memkit.engine.retrieval.served import MemoryKind
from memkit.engine.snapshot import PastMemory
from memkit.explorer import showing
from memkit.explorer.document_columns import DocumentKey
from memkit.filters import Compare, Or, Where, all_of, to_text

# What can only be meant as an id: as long as the short ones that people see, and no word.
_ID = re.compile("[0-9a-f-]{8,36}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A scope, a filter and a time.

    Attributes:
        scope: Ids that are None are open.
        where: The filter, if any.
        past: The memory as it stood then; None for now.
        kind: "messages", "facts", or "all" of them; `standing`: which facts, None for all.
        unused: Who drew facts that are not in use, so that they are not served.
        document: The document whose passages are shown; None for all memories.
    """

    scope: Scope
    where: Where | None = None
    past: PastMemory | None = None
    kind: MemoryKind = "all"
    standing: Standing | None = None
    unused: tuple[str, ...] = ()
    document: DocumentKey | None = None

    @property
    def at(self) -> int | None:
        """The event whose state is shown; None for now."""
        return None if self.past is None else self.past.seq

    @property
    def instant(self) -> int:
        """The time at which memories may not have expired, microseconds since 1970."""
        return now() if self.past is None else self.past._index().now()

    @property
    def whole(self) -> Where | None:
        """The filter, with what document, kind and standing leave out."""
        return _together(
            self.where,
            showing.of_document(self.document, self.scope),
            showing.of_kind(self.kind),
            showing.of_standing(self.standing),
            showing.in_use(self.standing, self.unused),
        )

    @property
    def asked(self) -> Where | None:
        """As `whole`, in words by which a journal finds it soon."""
        return _together(self.whole, showing.indexed(self.standing))

    @property
    def searched(self) -> Where | None:
        """The filter of a search, which is told the kind apart: it knows what is in use."""
        return _together(
            self.where,
            showing.of_document(self.document, self.scope),
            showing.of_standing(self.standing),
        )

    @property
    def selection(self) -> Selection:
        """What the view shows."""
        return Selection(scope=self.scope, where=self.asked, now=self.instant)

    @property
    def memory_code(self) -> str:
        """The memory as code."""
        return "m" if self.at is None else f"m.as_of({self.at})"

    @property
    def scope_code(self) -> dict[str, Any]:
        """The scope as keyword arguments."""
        return scope_options(self.scope)

    @property
    def where_text(self) -> str:
        """The filter as text, "" for none."""
        return "" if self.where is None else to_text(self.where)


def _together(where: Where | None, *more: list[Where]) -> Where | None:
    parts = [*([] if where is None else [where]), *(one for several in more for one in several)]
    return all_of(parts) if parts else None


def scope_options(scope: Scope) -> dict[str, str]:
    """Return the ids of a scope that are not open, by name."""
    return {
        name: value for name, value in zip(SCOPE_KEYS, scope.key, strict=True) if value is not None
    }


def narrowed(where: Where | None, find: str) -> Where | None:
    """Return a filter that also wants a piece of text in the memory, or in its id."""
    piece = find.strip()
    if not piece:
        return where
    found: Where = Compare(("memory",), "$icontains", piece)
    if _ID.fullmatch(piece):
        found = Or((found, Compare(("id",), "$icontains", piece)))
    return found if where is None else all_of([where, found])
