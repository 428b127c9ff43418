"""The three kinds of change, and how each is told from the others: word, letter, shape, colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from memkit.errors import ValidationError

Theme = Literal["auto", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change.

    Attributes:
        event: Its name in the journal.
        letter: What stands inside its mark.
        symbol: Its shape, by plotly's name; `size`: in pixels, so that all look equally large.
        pattern: What its part of a bar is filled with, by plotly's name; "" for plain.
        verb: What was done, for counts: "3 added".
        colour: Its name in `COLOURS`.
    """

    event: str
    letter: str
    symbol: str
    size: int
    pattern: str
    verb: str
    colour: str


KINDS = (
    Kind("ADD", "A", "circle", 18, "", "added", "add"),
    Kind("UPDATE", "U", "square", 17, "/", "updated", "update"),
    Kind("DELETE", "D", "diamond", 20, "x", "deleted", "delete"),
)
PLACES: Mapping[str, int] = {kind.event: place for place, kind in enumerate(KINDS)}

# "auto" reads on white and on black, because the picture's own background is transparent.
COLOURS: Mapping[Theme, Mapping[str, str]] = {
    "auto": {
        "add": "#1a7f37", "update": "#0969da", "delete": "#cf222e", "letter": "#ffffff",
        "text": "#767676", "muted": "#767676", "line": "rgba(128,128,128,0.35)",
        "accent": "#0969da",
    },
    "light": {
        "add": "#116329", "update": "#0b57a8", "delete": "#a40e26", "letter": "#ffffff",
        "text": "#1f2328", "muted": "#59636e", "line": "#d8dee4", "accent": "#0b62b5",
    },
    "dark": {
        "add": "#6fdd8b", "update": "#86bfff", "delete": "#ff9d97", "letter": "#111418",
        "text": "#e2e6ea", "muted": "#a2abb5", "line": "#3a424b", "accent": "#6cb6ff",
    },
}  # fmt: skip


def colours_of(theme: Theme) -> Mapping[str, str]:
    """Return the colours of a theme by name.

    Raises:
        ValidationError: There is no such theme.
    """
    if theme not in COLOURS:
        raise ValidationError(f"theme is {theme!r}.", fix="Use auto, light or dark.")
    return COLOURS[theme]
