"""Plain text and Markdown, read as they are; an exported chat as its messages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from memkit.builtin.loaders.configs import TextConfig
from memkit.builtin.loaders.files import SourceFile, read_source
from memkit.builtin.loaders.markdown import front_matter, sections_of
from memkit.builtin.loaders.whatsapp import is_named_as_chat, whatsapp_chat
from memkit.contracts.loader import Document, Loader
from memkit.domain.times import from_instant, read_instant

_MARKDOWN = (".md", ".markdown")


class TextLoader(Loader):
    """Reads a file as one document, whose characters are those of the file.

    The sections of a Markdown file are its spans, each with the headings that it stands under.
    What stands in its front matter is metadata, and no text. A chat that WhatsApp exported is
    read as messages.

    Args:
        config: How files are written.
    """

    def __init__(self, config: TextConfig) -> None:
        self._config = config

    def load(self, source: str) -> Iterator[Document]:
        """Yield the file's document.

        Raises:
            NotFoundError: There is no such file.
            ProviderError: It can't be read, or is written in another encoding.
        """
        file = read_source(source, most_megabytes=self._config.most_megabytes, provider="text")
        text = file.text(self._config.encoding)
        if file.path.suffix.lower() in _MARKDOWN:
            yield _markdown(file, text)
            return
        chat = None
        if self._config.chats:
            chat = whatsapp_chat(
                text,
                name=file.path.stem,
                sure=is_named_as_chat(file.path.name),
                uri=file.uri,
                media_type="text/plain",
                digest=file.digest,
            )
        yield chat or Document(text=text, uri=file.uri, media_type="text/plain", digest=file.digest)


def _markdown(file: SourceFile, text: str) -> Document:
    said, below = front_matter(text)
    text = text[below:]
    spans = tuple(sections_of(text))
    first = next((span.heading for span in spans if span.heading), ())
    metadata: dict[str, Any] = {**({"title": first[0]} if first and first[0] else {}), **said}
    return Document(
        text=text,
        uri=file.uri,
        media_type="text/markdown",
        digest=file.digest,
        spans=spans,
        metadata=metadata,
        occurred_at=_moment(said.get("date")),
    )


def _moment(written: object) -> datetime | None:
    instant = read_instant(written) if isinstance(written, str) else None
    try:
        return None if instant is None else from_instant(instant)
    except OverflowError:
        return None
