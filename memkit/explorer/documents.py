"""Documents beside memories: which there are, and where in one a memory stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from memkit.contracts.journal import Journal
from memkit.contracts.store import EVER, Selection
from memkit.domain import fixes
from memkit.domain.passages import SOURCE, TITLE, headings_below, place_in_document, uri_of
from memkit.domain.records import SCOPE_KEYS, MemoryRecord, Scope
from memkit.domain.times import from_instant
from memkit.domain.validation import checked_text, open_scope, whole_number
from memkit.domain.values import shown
from memkit.engine.read_verbs import ReadVerbs
from memkit.errors import NotFoundError, ValidationError
from memkit.explorer import showing
from memkit.explorer.document_columns import DocumentKey, DocumentTotals
from memkit.explorer.schemas import (
    ChosenDocument,
    DocumentName,
    DocumentSummary,
    DocumentWindow,
    LinkedMemory,
    PassageDetail,
    PassagePlace,
)
from memkit.explorer.view import View
from memkit.filters import Compare, all_of, to_text
from memkit.text.clean import clean, cut
from memkit.text.code import call

_MOST_ROWS = 500
_MOST_OF_A_TITLE = 120
_MOST_OF_A_PLACE = 160
_MOST_OF_A_TYPE = 24
# Of an address both ends say something: the host, and the name of the file.
_MOST_OF_AN_ADDRESS = 120
# After so many events a scope is looked through anew.
_LOOKED_THROUGH = 2000
_HAS_SOURCE = Compare(("data", SOURCE), "$exists", True)
# What a browser may be sent to; anything odd is shown, and leads nowhere.
_LINK = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\\<>\"]+", re.IGNORECASE)
_TYPES = {
    "text/markdown": "Markdown", "text/x-markdown": "Markdown", "text/plain": "text",
    "text/html": "HTML", "application/xhtml+xml": "HTML", "text/csv": "CSV",
    "text/tab-separated-values": "TSV", "application/json": "JSON",
    "application/x-ndjson": "JSON lines", "application/x-ipynb+json": "notebook",
    "application/pdf": "PDF", "application/epub+zip": "EPUB", "application/zip": "ZIP",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
}  # fmt: skip
_INCOMPLETE = (
    "Incomplete: reading it did not come to its end, or its first passage was deleted. "
    "Ingest it again."
)

# Of a memory: the ids of its document's memories in their order, and which of them it is.
Around = Callable[[str], tuple[Sequence[str], int] | None]


class Presence:
    """Whether a scope has documents: looked for once, and from then on in what changes.

    Args:
        journal: Where they are.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        # Of what it was found, until which event.
        self._known: tuple[str, Scope] | None = None
        self._until = 0
        self._found = False

    def there(self, scope: Scope) -> bool:
        """Tell whether there are some; of those that were there once, it may tell so still."""
        known, head = (self._journal.journal_id, scope), self._journal.head().seq
        if known != self._known or not 0 <= head - self._until <= _LOOKED_THROUGH:
            everything = Selection(scope=scope, where=_HAS_SOURCE, now=EVER)
            self._found = bool(self._journal.page(everything, limit=1))
        elif not self._found and head > self._until:
            events = self._journal.events(after=self._until, until=head, scope=scope)
            self._found = any(one.after is not None and uri_of(one.after) for one in events)
        self._known, self._until = known, head
        return self._found


def key_of(
    uri: object, user_id: object, agent_id: object, app_id: object, run_id: object
) -> DocumentKey:
    """Return what tells a document from others.

    Raises:
        ValidationError, ScopeError: It is no text, or an id is none.
    """
    return DocumentKey(
        uri=checked_text(uri, "The document", blank=False),
        scope=open_scope(user_id, agent_id, app_id, run_id),
    )


def selected(key: DocumentKey) -> Selection:
    """Return what was read from a document, which is what `forget_source` deletes."""
    where = all_of(showing.of_document(key, key.scope))
    return Selection(scope=key.scope, where=where, now=EVER)


def chosen_title(reader: ReadVerbs, key: DocumentKey) -> str:
    """Return the title of a document.

    Raises:
        NotFoundError: Nothing was read from it.
    """
    found = reader._pages().page(selected(key), limit=1)
    if not found:
        raise NotFoundError(f"Nothing was read from {key.uri!r}.", fix=fixes.LIST_SOURCES)
    return _title(found[0][1].data.get(TITLE), key.uri)


def chosen(journal: Journal, key: DocumentKey, title: str) -> ChosenDocument:
    """Return the document whose passages are shown."""
    return {
        **_named(key, title),
        "link": link_to(key.uri),
        "deletes": journal.count(selected(key)),
    }


def window(
    view: View,
    found: Sequence[DocumentTotals],
    first: int,
    number: int,
    *,
    sort: str,
    descending: bool,
    find: str,
) -> DocumentWindow:
    """Return a window of documents, sorted; `Explorer.documents` says what the arguments mean."""
    first = whole_number(first, "first", least=0)
    number = min(whole_number(number, "number", least=0), _MOST_ROWS)
    if sort not in SORTS:
        raise ValidationError(
            f"Documents have no {shown(sort)} to be sorted by.", fix=f"Use {', '.join(SORTS)}."
        )
    piece = find.strip().casefold()
    wanted = [one for one in map(_summary, found) if not piece or _holds(one, piece)]
    wanted.sort(key=lambda one: (one["title"].casefold(), one["uri"], _whose(one)))
    if sort != "title":
        wanted.sort(key=SORTS[sort], reverse=descending)
    elif descending:
        wanted.reverse()
    return {
        "total": len(wanted),
        "first": first,
        "rows": wanted[first : first + number],
        "sort": sort,
        "descending": descending,
        "find": find,
        "code": _code(view, sum(one.passages for one in found)),
    }


SORTS: dict[str, Callable[[DocumentSummary], Any]] = {
    "title": lambda one: one["title"].casefold(),
    "type": lambda one: one["type"].casefold(),
    "passages": lambda one: one["passages"],
    "characters": lambda one: one["characters"] or 0,
    "added_at": lambda one: one["added_at"],
    "updated_at": lambda one: one["updated_at"],
}


def _holds(one: DocumentSummary, piece: str) -> bool:
    return any(piece in text.casefold() for text in (one["title"], one["uri"], unquote(one["uri"])))


def _whose(one: DocumentSummary) -> tuple[str, ...]:
    return tuple(str(one.get(name) or "") for name in SCOPE_KEYS)


def _summary(one: DocumentTotals) -> DocumentSummary:
    return {
        **_named(one.key, _title(one.title, one.key.uri)),
        "type": _type(one.media_type or ""),
        "passages": one.passages,
        "characters": one.characters or None,
        "added_at": from_instant(one.added).isoformat(),
        "updated_at": from_instant(one.updated).isoformat(),
        "problem": "" if one.is_complete else _INCOMPLETE,
    }  # fmt: skip


def _type(media_type: str) -> str:
    return _TYPES.get(media_type) or cut(media_type.partition("/")[2], _MOST_OF_A_TYPE)


def _named(key: DocumentKey, title: str) -> DocumentName:
    return {
        "uri": key.uri,
        "user_id": key.scope.user_id,
        "agent_id": key.scope.agent_id,
        "app_id": key.scope.app_id,
        "run_id": key.scope.run_id,
        "title": title,
        "where": address(key.uri),
    }


def _code(view: View, passages: int) -> str:
    if view.past is None:
        return call("m.sources", into="sources", **view.scope_code)
    read = call(
        f"{view.memory_code}.get_all", into="memories", **view.scope_code,
        where=to_text(_HAS_SOURCE), limit=max(passages, 1),
    )  # fmt: skip
    return f'{read}\nsources = sorted({{memory.data["source"] for memory in memories}})'


def place_of(record: MemoryRecord) -> PassagePlace | None:
    """Return from where a memory was read, in a few words; None if it was not."""
    uri = uri_of(record)
    if uri is None:
        return None
    return {"title": _title(record.data.get(TITLE), uri), "place": _place(record)}


def passage_detail(
    record: MemoryRecord,
    around: Around,
    linked: Callable[[Sequence[str | None]], dict[str, LinkedMemory]],
) -> PassageDetail | None:
    """Return what is known of the place of a passage; None for what was not read from a document.

    Args:
        record: The passage.
        around: Tells the passages of its document.
        linked: Tells memories by their ids.
    """
    uri, told = uri_of(record), place_of(record)
    if uri is None or told is None:
        return None
    ids, at = around(record.id) or ((), 0)
    before = ids[at - 1] if at > 0 else None
    after = ids[at + 1] if at + 1 < len(ids) else None
    found = linked([before, after])
    source = record.sources[0] if record.sources else None
    return {
        **_named(DocumentKey(uri=uri, scope=record.scope), told["title"]),
        "place": told["place"],
        "start": None if source is None else source.start,
        "end": None if source is None else source.end,
        "link": link_to(uri, None if source is None else source.page),
        "number": at + 1 if ids else None,
        "passages": len(ids),
        "previous": found.get(before or ""),
        "next": found.get(after or ""),
    }


def link_to(uri: str, page: int | None = None) -> str | None:
    """Return where a browser finds a document: of http and https alone, for the rest None.

    Args:
        uri: Its URI.
        page: The page to open, of a PDF.
    """
    if _LINK.fullmatch(uri) is None:
        return None
    try:
        address = urlsplit(uri)
    except ValueError:
        return None
    if not address.netloc:
        return None
    opens_at_page = page is not None and not address.fragment and address.path.endswith(".pdf")
    return f"{uri}#page={page}" if opens_at_page else uri


def address(uri: str) -> str:
    """Return a URI as people read it: on a line, decoded, cut in its middle if it is long."""
    told = clean(" ".join(unquote(uri.removeprefix("file://"), errors="replace").split()))
    if len(told) <= _MOST_OF_AN_ADDRESS:
        return told
    half = _MOST_OF_AN_ADDRESS // 2
    return f"{told[: half - 1]}…{told[-half:]}"


def _title(title: object, uri: str) -> str:
    told = " ".join(title.split()) if isinstance(title, str) else ""
    return cut(told or PurePosixPath(address(uri)).name or address(uri), _MOST_OF_A_TITLE)


def _place(record: MemoryRecord) -> str:
    place = place_in_document(record.sources)
    if place is None:
        return ""
    headings = headings_below(place, str(record.data.get(TITLE, "")))
    pages = [] if place.page is None else [f"page {place.page:,}"]
    told = ", ".join([*pages, *([" › ".join(headings)] if headings else [])])
    return cut(" ".join(told.split()), _MOST_OF_A_PLACE)
