"""A log, read line by line."""

from __future__ import annotations

from collections.abc import Iterator

from memkit.contracts import Document, Loader, Span, digest_of, path_of
from memkit.errors import NotFoundError, ProviderError
from memkit_template.config import LogConfig


class LogLoader(Loader):
    """Gives a document for each line that says something."""

    def __init__(self, config: LogConfig) -> None:
        self.config = config

    def load(self, source: str) -> Iterator[Document]:
        """Yield the lines of a file."""
        path = path_of(source).absolute()
        if not path.exists():
            raise NotFoundError(f"There is no file {str(path)!r}.", fix="Correct the path.")
        if not path.is_file():
            raise ProviderError(f"{str(path)!r} is no file.", fix="Name a file in it.")
        content = path.read_bytes()
        for number, line in enumerate(content.decode(errors="replace").splitlines(), 1):
            if line.strip():
                yield Document(
                    text=line,
                    uri=f"{path.as_uri()}#{number}",
                    media_type="text/x-log",
                    digest=digest_of(content),
                    spans=(Span(start=0, end=len(line)),),
                    metadata={"line": number},
                )
