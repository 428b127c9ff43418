"""A text put together from its passages, each with its place in the source."""

from __future__ import annotations

import re
from typing import Any

from memkit_loaders.limits import Limits

# What no text needs, and what JSON, SQL and people trip over.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_TRAILING = re.compile(r"[ \t]+\n")
_GAP = re.compile(r"\n{3,}")

Place = tuple[int | None, tuple[str, ...]]


class Passages:
    """Collects passages; those that follow each other in one place become one span.

    Args:
        limits: Their `most_characters` bounds the text.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self._line = False
        self._spans: list[tuple[int, int, Place]] = []

    def add(
        self,
        text: str,
        *,
        page: int | None = None,
        heading: tuple[str, ...] = (),
        line: bool = False,
    ) -> None:
        """Add a passage, a blank line after the last one; blank passages are passed over.

        Args:
            text: It.
            page: Where it is.
            heading: What it stands under.
            line: Whether it is a row of a table, or an item: it follows such a one without a gap.

        Raises:
            Refusal: There are more characters than the limit allows.
        """
        text = cleaned(text)
        if not text:
            return
        place = (page, heading)
        joins = line and self._line and bool(self._spans) and self._spans[-1][2] == place
        self._line = line
        if self._parts:
            self._parts.append("\n" if joins else "\n\n")
            self._length += 1 if joins else 2
        start, end = self._length, self._length + len(text)
        if end > self._limits.most_characters:
            raise self._limits.refusal("most_characters", f"its text has at least {end} characters")
        self._parts.append(text)
        self._length = end
        if self._spans and self._spans[-1][2] == place:
            self._spans[-1] = (self._spans[-1][0], end, place)
        else:
            self._spans.append((start, end, place))

    def result(self, metadata: dict[str, Any], occurred_at: str | None = None) -> dict[str, Any]:
        """Return the text, its spans and what is known of it, as JSON holds them."""
        return {
            "text": "".join(self._parts),
            "spans": [(start, end, *place) for start, end, place in self._spans],
            "metadata": {key: value for key, value in metadata.items() if value not in (None, "")},
            "occurred_at": occurred_at,
        }


def cleaned(text: str) -> str:
    """Return a text with one kind of line end, without control characters and blanks around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    text = _CONTROLS.sub("", text).encode("utf-8", "replace").decode("utf-8")
    return _GAP.sub("\n\n", _TRAILING.sub("\n", text)).strip()


def on_one_line(text: str | None) -> str:
    """Return a text with single blanks between its words."""
    return " ".join(cleaned(text or "").split())
