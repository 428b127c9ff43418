"""The memories that a document becomes: its passages, or the messages of a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from memkit.contracts.loader import Document
from memkit.documents.chunks.chunking import Chunk, chunks_of
from memkit.domain.digests import text_digest
from memkit.domain.passages import MEDIA_TYPE, SAID_BY, SOURCE, TITLE
from memkit.domain.records import Source
from memkit.domain.states import State
from memkit.domain.times import instant_of
from memkit.domain.validation import checked_metadata
from memkit.engine.ingest.states import is_remembered, spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How documents are cut, and what all of their memories share.

    Attributes:
        tokens: The most tokens of a passage; `overlap`: how many the next one repeats at most.
        metadata: Of all of them, beside the document's own.
    """

    tokens: int
    overlap: int
    metadata: Mapping[str, Any]

    def digest(self, document: str) -> str:
        """Return what tells a document, read and cut like this, from what it was before."""
        own = text_digest(repr((self.tokens, self.overlap, sorted(self.metadata.items()))))
        return f"{document}/{own[:8]}"


def title_of(document: Document) -> str:
    """Return a document's title, or the name of its file."""
    told = document.metadata.get("title")
    if isinstance(told, str) and told.strip():
        return " ".join(told.split())
    address = urlsplit(document.uri)
    name = PurePosixPath(unquote(address.path)).name or address.netloc or document.uri
    return f"{name}#{address.fragment}" if address.fragment else name


def states_of_document(document: Document, cut: Cut) -> list[State]:
    """Return the memories of a document in their order; none if it says nothing.

    Raises:
        ValidationError: What a loader says of it can't be stored.
    """
    own = {name: value for name, value in document.metadata.items() if name != "title"}
    shared: dict[str, Any] = {
        "metadata": checked_metadata({**own, **cut.metadata}),
        "data": {
            SOURCE: document.uri, TITLE: title_of(document), MEDIA_TYPE: document.media_type,
        },
    }  # fmt: skip
    if document.occurred_at is not None:
        shared["occurred_at"] = instant_of(document.occurred_at)
    if document.messages:
        source = (Source(document=document.uri),)
        return [
            State(**{**shared, "sources": source, **spoken(message, f"Message {number}")})
            for number, message in enumerate(document.messages)
            if is_remembered(message)
        ]
    chunks = chunks_of(document, tokens=cut.tokens, overlap=cut.overlap)
    return [_passage(document, chunk, shared) for chunk in chunks]


def _passage(document: Document, chunk: Chunk, shared: Mapping[str, Any]) -> State:
    place = Source(
        document=document.uri,
        start=chunk.start,
        end=chunk.end,
        page=chunk.page,
        heading=_headings(title_of(document), chunk.heading),
    )
    return State(text=chunk.text, said_by=SAID_BY, sources=(place,), **shared)


def _headings(title: str, own: Sequence[str]) -> tuple[str, ...]:
    """Return what a passage stands under: the title, by which people ask, and its own headings."""
    told = tuple(" ".join(heading.split()) for heading in own)
    return told if told and told[0].casefold() == title.casefold() else (title, *told)
