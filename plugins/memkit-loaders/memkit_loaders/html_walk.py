"""The way through HTML, from block to block, without recursion: it may be of any depth."""

from __future__ import annotations

from typing import Any

from memkit_loaders.headings import Headings
from memkit_loaders.html_text import BLANKS, BLOCKS, HEADINGS, laid_out, rows_of, unseen
from memkit_loaders.passages import Passages, on_one_line
from memkit_loaders.tables import lines_of
from memkit_loaders.xml import local


class Walk:
    """Adds what a reader sees of HTML to passages; several files may be walked one by one.

    Args:
        passages: Where it is added.
    """

    def __init__(self, passages: Passages) -> None:
        self._passages = passages
        self._headings = Headings()
        self._inline: list[str] = []
        # What the open blocks count as: "pre", "li", "h2", or "" for a paragraph.
        self._kinds = [""]
        self._bullet = False
        self._laid_out: set[Any] = set()

    def over(self, root: Any) -> None:
        """Walk over a tree.

        Raises:
            Refusal: Its text is longer than is allowed.
        """
        from lxml import etree

        self._laid_out = laid_out(root)
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if self._passes_over(element):
                    self._begin_skipped(element)
                    walk.skip_subtree()
                else:
                    self._begin(element)
            else:
                self._end(element)
                if element is not root:
                    self._say(element.tail)
        self._flush()

    def _passes_over(self, element: Any) -> bool:
        return unseen(element) or self._is_data(element)

    def _is_data(self, element: Any) -> bool:
        return local(element) == "table" and element not in self._laid_out

    def _begin_skipped(self, element: Any) -> None:
        if unseen(element):
            return
        self._flush()
        for caption in element.iterchildren("caption"):
            self._add(on_one_line("".join(caption.itertext())))
        rows, header = rows_of(element)
        for line in lines_of(rows, header=header):
            self._add(line, line=True)

    def _begin(self, element: Any) -> None:
        name = local(element)
        if name in BLOCKS:
            self._flush()
            self._kinds.append(_kind(name, self._kinds[-1]))
            self._bullet = self._bullet or name == "li"
        if name == "br":
            self._inline.append("\n")
        self._say(element.text)

    def _end(self, element: Any) -> None:
        if local(element) in BLOCKS and not self._passes_over(element):
            self._flush()
            self._kinds.pop()
            self._bullet = self._bullet and local(element) != "li"

    def _say(self, text: str | None) -> None:
        if text:
            self._inline.append(text if self._kinds[-1] == "pre" else BLANKS.sub(" ", text))

    def _flush(self) -> None:
        """Add what was said since the last block began or ended."""
        text, self._inline = "".join(self._inline), []
        if not text.strip():
            return
        kind = self._kinds[-1]
        if kind != "pre":
            text = "\n".join(on_one_line(line) for line in text.split("\n"))
        if kind in HEADINGS:
            # Where a heading has a link to itself, that is its sign.
            text = on_one_line(text).rstrip("¶# ")
            self._headings.enter(HEADINGS[kind], text)
        if self._bullet:
            text, self._bullet = f"- {text.strip()}", False
        self._add(text, line=kind == "li")

    def _add(self, text: str, *, line: bool = False) -> None:
        self._passages.add(text, heading=self._headings.path, line=line)


def _kind(name: str, outer: str) -> str:
    """Return what a block counts as: a paragraph in an item is that item's."""
    if name in HEADINGS or name in ("li", "pre"):
        return name
    return outer if name in ("p", "div") else ""
