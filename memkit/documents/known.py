"""The documents that a scope holds, as they were read last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from memkit.contracts.journal import Journal
from memkit.contracts.store import EVER, Selection
from memkit.domain.documents import DocumentInfo
from memkit.domain.passages import MEDIA_TYPE, SOURCE, TITLE, uri_of
from memkit.domain.records import SCOPE_KEYS, MemoryRecord, Scope

_PAGE = 5_000
_HAS_SOURCE = {f"data.{SOURCE}": {"$exists": True}}


@dataclass(slots=True)
class KnownDocument:
    """A document that a scope holds.

    Attributes:
        ids: The ids of its memories.
        digests: What its memories say of the file that was read: one digest, said by one of them,
            unless somebody changed them.
    """

    ids: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)

    def is_of(self, digest: str) -> bool:
        """Tell whether it was read from what has this digest."""
        return self.digests == [digest]


def known_documents(journal: Journal, scope: Scope) -> dict[str, KnownDocument]:
    """Return the documents of just this scope by their URIs."""
    found: dict[str, KnownDocument] = {}
    for record in _of_documents(journal, scope):
        if record.scope == scope:
            known = found.setdefault(record.data[SOURCE], KnownDocument())
            known.ids.append(record.id)
            known.digests += [one.digest for one in record.sources[:1] if one.digest is not None]
    return found


def members(journal: Journal, scope: Scope, uri: str) -> KnownDocument:
    """Return what a scope covers of a document."""
    selection = Selection.of(scope, {f"data.{SOURCE}": uri}, at=EVER)
    return KnownDocument(ids=[record.id for record in _records(journal, selection)])


def listed(journal: Journal, scope: Scope) -> list[DocumentInfo]:
    """Return the documents that a scope covers, by their URIs."""
    grouped: dict[tuple[Scope, str], tuple[MemoryRecord, int, datetime]] = {}
    for record in _of_documents(journal, scope):
        key = record.scope, record.data[SOURCE]
        first, number, latest = grouped.get(key, (record, 0, record.updated_at))
        grouped[key] = first, number + 1, max(latest, record.updated_at)
    rows = [
        DocumentInfo(
            uri=uri,
            title=str(first.data.get(TITLE, uri)),
            media_type=first.data.get(MEDIA_TYPE),
            passages=number,
            **dict(zip(SCOPE_KEYS, whose.key, strict=True)),
            updated_at=latest,
        )
        for (whose, uri), (first, number, latest) in grouped.items()
    ]
    return sorted(rows, key=lambda row: (row.uri, str(row.user_id)))


def _of_documents(journal: Journal, scope: Scope) -> Iterator[MemoryRecord]:
    # What has expired is there, too, and a document is known by it.
    selection = Selection.of(scope, _HAS_SOURCE, at=EVER)
    for record in _records(journal, selection):
        if uri_of(record) is not None:
            yield record


def _records(journal: Journal, selection: Selection) -> Iterator[MemoryRecord]:
    after = 0
    while page := journal.page(selection, limit=_PAGE, after=after):
        yield from (record for _, record in page)
        after = page[-1][0]
