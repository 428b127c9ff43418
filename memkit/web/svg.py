"""Drawings that need no script: SVG as an image, with the colours of the theme that it lies in."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable

from memkit.web import assets
from memkit.web.markup import Html

# Characters that XML does not allow, but for those that `Html` makes visible.
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
# The width of a character of 12 px, about: fonts differ.
_CELL = 7.0


def image(parts: Iterable[Html], *, width: int, height: int, alt: str) -> Html:
    """Return a drawing as an `img` element, which survives where scripts and styles do not.

    Its ground and its colours turn dark with the page's colour scheme.

    Args:
        parts: Elements of SVG.
        width, height: In pixels; it shrinks where there is less room.
        alt: What it shows, in words.
    """
    # A style sheet of our own.
    style = Html(assets.drawing())
    drawing = Html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="drawing" width="{w}" height="{h}"'
        ' viewBox="0 0 {w} {h}"><style>{style}</style>'
        '<rect class="ground" width="{w}" height="{h}" rx="4"/>{parts}</svg>'
    ).format(w=width, h=height, style=style, parts=Html().join(parts))
    data = base64.b64encode(_NO_XML.sub("\ufffd", drawing).encode("utf-8")).decode("ascii")
    return Html(
        '<img class="mk-image" width="{}" style="max-width:100%;height:auto" alt="{}"'
        ' src="data:image/svg+xml;base64,{}">'
    ).format(width, alt, data)


def text(
    x: float, y: float, said: str, *, look: str = "", anchor: str = "start", more: str = ""
) -> Html:
    """Return a line of text.

    Args:
        x, y: Where its baseline begins, ends or has its middle; see `anchor`.
        said: The text.
        look: Classes of `css/drawing.css`: "title", "muted", "strong", ...
        anchor: "start", "middle" or "end".
        more: What follows, muted.
    """
    rest = Html(' <tspan class="muted" dx="2">{}</tspan>').format(more) if more else Html()
    return Html('<text x="{:.1f}" y="{:.1f}" class="{}" text-anchor="{}">{}{}</text>').format(
        x, y, look, anchor, said, rest
    )


def line(x0: float, y0: float, x1: float, y1: float, *, look: str = "line") -> Html:
    """Return a straight line."""
    return Html('<path d="M{:.1f} {:.1f}L{:.1f} {:.1f}" class="{}"/>').format(x0, y0, x1, y1, look)


def width_of(said: str) -> float:
    """Return about how wide a text of 12 px is, in pixels."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in said) * _CELL
