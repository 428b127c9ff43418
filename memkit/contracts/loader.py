"""The loader contract: a source in, documents out."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from memkit.domain.records import Frozen, Message


class Span(Frozen):
    """A part of a document's text, and where it stands in the source.

    Attributes:
        start, end: The part, in characters: `text[start:end]`.
        page: The source's page, from 1 on, if it has pages.
        heading: The headings that it stands under, the outermost first.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    page: int | None = Field(default=None, ge=1)
    heading: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.end <= self.start:
            raise ValueError("must not end before it starts")
        return self


class Document(Frozen):
    """A text that a loader found, with what is known of it.

    Attributes:
        text: The text; empty for a conversation.
        uri: Where it is: "file:///home/ana/notes.md", "https://example.org/a#b".
        media_type: What the source is (RFC 6838): "text/markdown", "application/pdf".
        digest: Of the source's bytes, as `digest_of` gives it: equal for what did not change.
        spans: The text's parts in their order, as far as the source tells them apart.
        messages: What was said, in its order, if the document is a conversation: these become
            memories as they are, and `text` becomes none.
        metadata: What else is known, as JSON holds it.
        occurred_at: When it was true or said, if known; with an offset.
    """

    text: str
    uri: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9+.-]*:")
    media_type: str = Field(pattern=r"^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$")
    digest: str = Field(min_length=1)
    spans: tuple[Span, ...] = ()
    messages: tuple[Message, ...] = ()
    metadata: dict[str, Any] = Field(default_factory=dict)
    occurred_at: datetime | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.messages and self.text:
            raise ValueError("must have a text or messages, not both")
        ends = [0, *(span.end for span in self.spans)]
        if any(span.start < end for span, end in zip(self.spans, ends, strict=False)):
            raise ValueError("spans must be in order, and must not overlap")
        if ends[-1] > len(self.text):
            raise ValueError(f"a span ends at {ends[-1]}, and the text has {len(self.text)}")
        return self


def digest_of(content: bytes) -> str:
    """Return the digest of a source's bytes: "sha256:" and 64 digits."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def path_of(source: str) -> Path:
    """Return the path of a source that is a file, named by its path or by a "file:" URI."""
    if source.lower().startswith("file:"):
        # It brings a whole client of HTTP.
        from urllib.request import url2pathname

        return Path(url2pathname(urlsplit(source).path))
    return Path(source)


class Loader(ABC):
    """Reads documents from files, sites or services. `load` is all that an author writes."""

    @abstractmethod
    def load(self, source: str) -> Iterator[Document]:
        """Yield the documents of a source, lazily.

        Args:
            source: A path, a "file:" URI, or an address of one of the spec's schemes.

        Raises:
            NotFoundError: There is no such source.
            ProviderError: The source can't be read.
        """

    def close(self) -> None:  # noqa: B027 - most loaders hold nothing to close
        """Release connections."""
