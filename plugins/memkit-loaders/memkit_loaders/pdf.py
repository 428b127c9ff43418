"""PDF: its pages' text, under the headings of its outline."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from memkit_loaders.headings import Headings
from memkit_loaders.limits import Limits, Refusal
from memkit_loaders.passages import Passages, cleaned, on_one_line

# Part of a word that goes on in the next line: PDFium's mark for a hyphen.
_HYPHEN = re.compile(r"[\ufffe\u00ad\x02](?:\r?\n)?")
_DIGITS = re.compile(r"\d+")
# On so many pages a line that begins or ends them is no part of the text, if it is no longer.
_SEVERAL, _LONGEST_RUNNING = 4, 150
_DATE = re.compile(
    r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(?:(\d\d)'?)?)?"
)
# An outline is somebody's table of contents, not a book.
_MOST_ENTRIES = 50_000


def read(content: bytes, limits: Limits) -> dict[str, Any]:
    """Return the text of a PDF, a span for each section of each page.

    Raises:
        Refusal: It is no PDF, is damaged, has a password, or asks for too much.
    """
    # Loads a C library of 9 MB.
    import pypdfium2

    if b"%PDF-" not in content[:1024]:
        raise Refusal("it is no PDF", "Give it the suffix of what it is, or get it once more.")
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error) from error
    if len(document) > limits.most_pages:
        raise limits.refusal("most_pages", f"it has {len(document)} pages")
    outline = _outline(document)
    passages, headings = Passages(limits), Headings()
    pages = [_page_text(document, number) for number in range(len(document))]
    for number, text in enumerate(without_running_lines(pages)):
        for part in _sections(text, outline[number], headings):
            passages.add(part, page=number + 1, heading=headings.path)
    return passages.result(_metadata(document))


def _unreadable(error: Exception) -> Refusal:
    if "password" in str(error).lower():
        return Refusal("it is encrypted with a password", "Save a copy without a password.")
    return Refusal(f"it is damaged: {error}", "Get it once more, or repair it, say with qpdf.")


def _page_text(document: Any, number: int) -> str:
    page = document[number]
    try:
        found = page.get_textpage()
        try:
            text: str = found.get_text_bounded()
        finally:
            found.close()
    finally:
        page.close()
    return cleaned(_HYPHEN.sub("", text))


def without_running_lines(pages: list[str]) -> Iterator[str]:
    """Yield the pages without what stands above or below the text of several, and page numbers."""
    ends = [(text.partition("\n")[0], text.rpartition("\n")[2]) for text in pages]
    tops = Counter(_DIGITS.sub("", top).strip() for top, _ in ends)
    feet = Counter(_DIGITS.sub("", foot).strip() for _, foot in ends)
    for text, (top, foot) in zip(pages, ends, strict=True):
        rest = text
        if _runs(top, tops):
            rest = rest[len(top) :].lstrip("\n")
        if _runs(foot, feet) and rest.endswith(foot):
            rest = rest[: len(rest) - len(foot)].rstrip("\n")
        # What is all that a page says is its text.
        yield rest or text


def _runs(line: str, lines: Counter[str]) -> bool:
    """Tell whether a line is on several pages, but for its numbers, or is a page's number."""
    bare = _DIGITS.sub("", line).strip()
    return lines[bare] >= _SEVERAL and len(line) <= _LONGEST_RUNNING


def _outline(document: Any) -> dict[int, list[tuple[int, str]]]:
    """Return the headings that each page begins, as (level, title), by the page's index."""
    entries: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for count, entry in enumerate(document.get_toc()):
        target, title = entry.get_dest(), on_one_line(entry.get_title())
        index = target.get_index() if target else None
        if index is not None and title:
            entries[index].append((entry.level, title))
        if count >= _MOST_ENTRIES:
            break
    return entries


def _sections(text: str, entries: list[tuple[int, str]], headings: Headings) -> Iterator[str]:
    """Yield the parts of a page, with the headings entered that each stands under.

    A title that is not found on the page begins where the one before it does.
    """
    words = _Words(text)
    start = 0
    for level, title in entries:
        at = words.line_of(title, start)
        if at is not None:
            yield text[start:at]
            start = at
        headings.enter(level, title)
    yield text[start:]


class _Words:
    """A text without its blanks and without case, to find titles that are broken into lines."""

    def __init__(self, text: str) -> None:
        self._text = text
        places = [at for at, letter in enumerate(text) if not letter.isspace()]
        self._places = places
        self._dense = "".join(text[at] for at in places).casefold()
        if len(self._dense) != len(places):  # "ß" folds to two letters.
            self._dense = "".join(text[at] for at in places)

    def line_of(self, title: str, start: int) -> int | None:
        """Return where the line begins that a title stands at the end or the start of."""
        wanted = "".join(title.split())
        at = bisect_right(self._places, start - 1)
        while (at := self._dense.find(wanted.casefold(), at)) >= 0:
            place = self._places[at]
            line = self._text.rfind("\n", start, place) + 1 or start
            # Before it stands a number at most, such as "1.2" or "Chapter 3"; else it is a mention.
            if len(self._text[line:place].split()) <= 2:
                return max(line, start)
            at += 1
        return None


def _metadata(document: Any) -> dict[str, Any]:
    told = document.get_metadata_dict(skip_empty=True)
    return {
        "title": on_one_line(told.get("Title")),
        "author": on_one_line(told.get("Author")),
        "subject": on_one_line(told.get("Subject")),
        "keywords": on_one_line(told.get("Keywords")),
        "created": date_of(told.get("CreationDate")),
        "modified": date_of(told.get("ModDate")),
        "pages": len(document),
    }


def date_of(told: str | None) -> str | None:
    """Return a date of a PDF as ISO 8601 has it; None for what is none."""
    found = _DATE.match(told or "")
    if found is None:
        return None
    year, month, day, hour, minute, second, utc, sign, hours, minutes = found.groups()
    offset = "+00:00" if utc else f"{sign}{hours}:{minutes or '00'}" if sign else ""
    text = (
        f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}"
        f"{offset}"
    )
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        return None
