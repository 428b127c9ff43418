"""Data of any shape as lines that people read: "address.city: Berlin"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from memkit.contracts.loader import Span

Path = tuple[str | int, ...]
# An object is one part up to so many characters; a larger one is a part a key.
_LARGE = 1500
_SHORT_LIST = 200
_FEW_NUMBERS = 20
_SHOWN_NUMBERS = 5


@dataclass(slots=True)
class Outline:
    """A text that is made part by part, each of them a span."""

    parts: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, heading: tuple[str, ...] = ()) -> None:
        """Add a part; an empty one is passed over."""
        if not text.strip():
            return
        if self.parts:
            self.parts.append("\n\n")
            self.length += 2
        self.parts.append(text)
        self.spans.append(Span(start=self.length, end=self.length + len(text), heading=heading))
        self.length += len(text)

    def extend(self, text: str, spans: Sequence[Span]) -> None:
        """Add a text that has spans of its own."""
        if not text.strip():
            return
        if self.parts:
            self.parts.append("\n\n")
            self.length += 2
        self.parts.append(text)
        self.spans += [
            Span(start=one.start + self.length, end=one.end + self.length, heading=one.heading)
            for one in spans
        ]
        self.length += len(text)

    @property
    def text(self) -> str:
        """The parts, with an empty line between two."""
        return "".join(self.parts)


def outline_of(value: Any) -> Outline:
    """Return what a value of JSON says: an item of a list each a part, a key each a heading."""
    made = Outline()
    if isinstance(value, dict):
        _keys(made, value)
    else:
        _items(made, value if isinstance(value, list) else [value], ())
    return made


def _keys(made: Outline, value: dict[str, Any]) -> None:
    plain = {key: one for key, one in value.items() if not _is_own_part(one)}
    _split(made, list(_leaves(plain, ())), depth=0, cut=0, heading=())
    for key, one in value.items():
        if not _is_own_part(one):
            continue
        heading = (_title(key),) if key.strip() else ()
        if isinstance(one, list):
            _items(made, one, heading)
        else:
            _split(made, list(_leaves(one, (key,))), depth=1, cut=0, heading=heading)


def _items(made: Outline, items: list[Any], heading: tuple[str, ...]) -> None:
    if items and all(isinstance(one, (int, float)) for one in items):
        made.add("\n".join(line for _, line in _leaves(items, ())), heading)
        return
    for one in items:
        _split(made, list(_leaves(one, ())), depth=0, cut=0, heading=heading)


def _is_own_part(value: Any) -> bool:
    """Tell whether a value is more than a line: an object, a list of these or of long texts."""
    return isinstance(value, dict) or (isinstance(value, list) and _joined(value) is None)


def _split(
    made: Outline,
    leaves: Sequence[tuple[Path, str]],
    *,
    depth: int,
    cut: int,
    heading: tuple[str, ...],
) -> None:
    """Add leaves as one part, or where they are many, as a part for each key at a depth.

    Args:
        made: Where to.
        leaves: In their order, all with the same path above the depth.
        depth: How many keys they share.
        cut: How many keys of the path are not written.
        heading: The headings above.
    """
    size = sum(len(text) + 20 for _, text in leaves)
    if size <= _LARGE or len(leaves) == 1:
        made.add("\n".join(_line(path[cut:], text) for path, text in leaves), heading)
        return
    run: list[tuple[Path, str]] = []
    for key, group in _groups(leaves, depth):
        if len(group[0][0]) > depth + 1:
            _flush(made, run, cut, heading)
            title = (_title(key),) if isinstance(key, str) and key.strip() else ()
            _split(made, group, depth=depth + 1, cut=cut, heading=heading + title)
        else:
            run += group
    _flush(made, run, cut, heading)


def _flush(made: Outline, run: list[tuple[Path, str]], cut: int, heading: tuple[str, ...]) -> None:
    made.add("\n".join(_line(path[cut:], text) for path, text in run), heading)
    run.clear()


def _groups(
    leaves: Sequence[tuple[Path, str]], depth: int
) -> Iterator[tuple[str | int | None, list[tuple[Path, str]]]]:
    group: list[tuple[Path, str]] = []
    last: str | int | None = None
    for leaf in leaves:
        key = leaf[0][depth] if len(leaf[0]) > depth else None
        if group and key != last:
            yield last, group
            group = []
        last = key
        group.append(leaf)
    if group:
        yield last, group


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield what a value holds, each with the keys that lead to it; nothing for what is empty."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _leaves(one, (*path, key))
    elif isinstance(value, list):
        joined = _joined(value)
        if joined is not None:
            yield path, joined
            return
        for number, one in enumerate(value):
            yield from _leaves(one, (*path, number))
    else:
        text = _text(value)
        if text:
            yield path, text


def _joined(items: list[Any]) -> str | None:
    """Return a list of few words, or of numbers, as one text; None for any other."""
    if not items or any(isinstance(one, (dict, list)) for one in items):
        return None
    if len(items) > _FEW_NUMBERS and all(isinstance(one, (int, float)) for one in items):
        # Measurements and vectors: nobody searches for their digits.
        shown = ", ".join(_text(one) for one in items[:_SHOWN_NUMBERS])
        return f"{shown}, ... ({len(items):,} numbers)"
    texts = [text for one in items if (text := _text(one))]
    whole = ", ".join(texts)
    return whole if texts and len(whole) <= _SHORT_LIST and "\n" not in whole else None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()


def _line(path: Path, text: str) -> str:
    if not path:
        return text
    name = ""
    for key in path:
        if isinstance(key, int):
            name += f"[{key}]"
        else:
            said = _title(key)
            name += f".{said}" if name else said
    return f"{name}: {text}"


def _title(key: str) -> str:
    return " ".join(key.split())
