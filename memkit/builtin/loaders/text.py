"""Plain text and Markdown, read as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from memkit.builtin.text_loader_config import TextConfig

from memkit.contracts.loader import Document, Loader, Span, digest_of, path_of
from memkit.domain.files import refuse_database
from memkit.errors import NotFoundError, ProviderError

_MARKDOWN = (".md", ".markdown")
_MARK = "\ufeff"
# https://spec.commonmark.org/0.31.2/#atx-headings and #fenced-code-blocks.
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t\r\n]*\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)", re.DOTALL)


class TextLoader(Loader):
    """Reads a file as one document, whose characters are those of the file.

    The sections of a Markdown file are its spans, each with the headings that it stands under.
    Headings are those that begin with "#".

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
        path = path_of(source).absolute()
        refuse_database(path)
        try:
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise NotFoundError(
                f"There is no file {str(path)!r}.", fix="Correct the path."
            ) from error
        except OSError as error:
            raise ProviderError(
                f"{str(path)!r} can't be read: {error.strerror}.",
                fix="Name a file that you may read.",
                provider="text",
            ) from error
        text = self._decoded(content, str(path))
        markdown = path.suffix.lower() in _MARKDOWN
        yield Document(
            text=text,
            uri=path.as_uri(),
            media_type="text/markdown" if markdown else "text/plain",
            digest=digest_of(content),
            spans=tuple(sections_of(text)) if markdown else (),
        )

    def _decoded(self, content: bytes, name: str) -> str:
        try:
            return content.decode(self._config.encoding).removeprefix(_MARK)
        except UnicodeDecodeError as error:
            raise ProviderError(
                f"{name!r} is not written in {self._config.encoding}: {error.reason} at byte "
                f"{error.start}.",
                fix="Give its encoding, such as encoding='cp1252', or convert it.",
                provider="text",
            ) from error


def sections_of(text: str) -> Iterator[Span]:
    """Yield the sections of a Markdown text, each from its heading to the next one."""
    titles: list[tuple[int, str]] = []
    start, fence = 0, ""
    for line in _LINE.finditer(text):
        fence, was = _fence_after(line[0], fence), fence
        heading = None if fence or was else _HEADING.match(line[0])
        if heading is None:
            continue
        yield from _span(text, start, line.start(), titles)
        start, level = line.start(), len(heading[1])
        titles = [(above, title) for above, title in titles if above < level]
        titles.append((level, (heading[2] or "").strip()))
    yield from _span(text, start, len(text), titles)


def _span(text: str, start: int, end: int, titles: list[tuple[int, str]]) -> Iterator[Span]:
    if text[start:end].strip():
        yield Span(start=start, end=end, heading=tuple(title for _, title in titles))


def _fence_after(line: str, fence: str) -> str:
    """Return the fence of the code block that the next line is in; the empty text for none."""
    found = _FENCE.match(line)
    if found is None:
        return fence
    marks, rest = found[1], found[2]
    if not fence:
        # A line such as "```x``` and more" is no fence.
        return "" if marks[0] == "`" and "`" in rest else marks
    closes = marks[0] == fence[0] and len(marks) >= len(fence) and not rest.strip()
    return "" if closes else fence
