"""The headings that a passage stands under, kept while a document is read."""

from __future__ import annotations

from memkit_loaders.passages import on_one_line


class Headings:
    """The titles above the present place, the outermost first."""

    def __init__(self) -> None:
        self._titles: list[tuple[int, str]] = []

    def enter(self, level: int, title: str) -> None:
        """Begin a section: it ends those of its level and of deeper ones."""
        self._titles = [(above, text) for above, text in self._titles if above < level]
        title = on_one_line(title)
        if title:
            self._titles.append((level, title))

    @property
    def path(self) -> tuple[str, ...]:
        """The titles."""
        return tuple(title for _, title in self._titles)
