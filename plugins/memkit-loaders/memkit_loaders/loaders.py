"""The loaders: a file in, its document out."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from memkit.contracts import Document, Loader, Span, digest_of, path_of
from memkit.errors import NotFoundError, ProviderError
from memkit_loaders import _plugin
from memkit_loaders.config import DocumentConfig
from memkit_loaders.limits import MEGABYTE, Refusal
from memkit_loaders.process import Reader


class DocumentLoader(Loader):
    """Reads a file as one document, in another process.

    Args:
        config: What reading one file may cost.

    Attributes:
        name: The loader's, as users type it.
        media_types: Of the suffixes; the first of the spec's for any other.
    """

    name: ClassVar[str]
    media_types: ClassVar[dict[str, str]] = {}

    def __init__(self, config: DocumentConfig) -> None:
        self._limits = config.limits()
        self._reader = Reader()

    def load(self, source: str) -> Iterator[Document]:
        """Yield the file's document.

        Raises:
            NotFoundError: There is no such file.
            ProviderError: It can't be read, is damaged or encrypted, or asks for more than a limit.
        """
        path = path_of(source).absolute()
        try:
            content = self._content(path)
            read = self._reader.read(content, self.name, self._limits)
        except Refusal as refusal:
            raise self._error(path, refusal) from refusal
        yield Document(
            text=read["text"],
            uri=path.as_uri(),
            media_type=self._media_type(path),
            digest=digest_of(content),
            spans=tuple(_span(*span) for span in read["spans"]),
            metadata=read["metadata"],
            occurred_at=_moment(read["occurred_at"]),
        )

    def close(self) -> None:
        """End the process that reads."""
        self._reader.close()

    def _content(self, path: Path) -> bytes:
        try:
            state = path.stat()
            # To open a pipe would wait for whoever writes into it.
            if not stat.S_ISREG(state.st_mode):
                raise Refusal("it is no file", "Name a file.")
            with path.open("rb") as file:
                most = int(self._limits.most_file_megabytes * MEGABYTE)
                content = file.read(most + 1)
        except FileNotFoundError as error:
            raise NotFoundError(
                f"There is no file {str(path)!r}.", fix="Correct the path."
            ) from error
        except OSError as error:
            raise Refusal(str(error.strerror), "Name a file that you may read.") from error
        if len(content) > most:
            size = max(state.st_size, len(content)) / MEGABYTE
            raise self._limits.refusal("most_file_megabytes", f"it has {size:,.1f} megabytes")
        if not content:
            raise Refusal("it is empty", "Get it once more, or leave it out.")
        return content

    def _media_type(self, path: Path) -> str:
        [spec] = (spec for spec in _plugin.memkit_loaders() if spec.name == self.name)
        return self.media_types.get(path.suffix.lower(), spec.media_types[0])

    def _error(self, path: Path, refusal: Refusal) -> ProviderError:
        return ProviderError(
            f"{str(path)!r} can't be read: {refusal.problem}.", fix=refusal.fix, provider=self.name
        )


class PDFLoader(DocumentLoader):
    """Reads PDF: a span for each section of each page."""

    name = "pdf"


class DOCXLoader(DocumentLoader):
    """Reads Word: a span for each section."""

    name = "docx"


class PPTXLoader(DocumentLoader):
    """Reads PowerPoint: a span for each slide."""

    name = "pptx"


class XLSXLoader(DocumentLoader):
    """Reads Excel: a span for each sheet."""

    name = "xlsx"


class HTMLLoader(DocumentLoader):
    """Reads HTML: a span for each section."""

    name = "html"
    media_types: ClassVar[dict[str, str]] = {".xhtml": "application/xhtml+xml"}


class EPUBLoader(DocumentLoader):
    """Reads EPUB: a span for each section."""

    name = "epub"


def _span(start: int, end: int, page: int | None, heading: list[str]) -> Span:
    return Span(start=start, end=end, page=page, heading=tuple(heading))


def _moment(told: Any) -> datetime | None:
    return None if told is None else datetime.fromisoformat(told)
