"""What all MIME bundles are made with: a page of HTML with plain text beside it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

from memkit.domain.wording import counted
from memkit.notebook import html, plain
from memkit.web.assets import Theme
from memkit.web.markup import Html

if TYPE_CHECKING:
    from memkit.domain.records import Usage

MimeBundle = dict[str, str]

_MOST_ROWS = 50


def note_bundle(text: str, *, kind: str = "note") -> MimeBundle:
    """Return a sentence, as a note or a warning."""
    label = "Note: " if kind == "warning" else ""
    return bundle(label + plain.clean(text), html.note(text, kind=kind))


def code_bundle(code: str) -> MimeBundle:
    """Return code."""
    return bundle(code, html.code(code))


def spent(usage: Usage) -> str:
    """Return what calls to a model consumed, in words; "" where there were none."""
    if not usage.calls:
        return ""
    tokens = usage.input_tokens + usage.output_tokens
    return f"{counted(usage.calls, 'call')}, {counted(tokens, 'token')}"


def rounded(item: Any) -> Any:
    """Return a number with three digits after the point, anything else as it is."""
    return round(item, 3) if isinstance(item, float) else item


def row_limit(listed: object = None) -> int:
    """Return how many rows are shown: of what was asked for with a number, so many."""
    return max(current_settings()[0], getattr(listed, "rows", None) or 0)


def current_settings() -> tuple[int, Theme]:
    """Return how many rows are shown, and the theme; the defaults outside of IPython."""
    if "IPython" not in sys.modules:
        return _MOST_ROWS, "auto"
    from memkit.notebook import settings

    current = settings.current()
    return current.max_rows, cast(Theme, current.theme)


def bundle(text: str, *parts: Html) -> MimeBundle:
    """Return text, cleaned for terminals, and parts of HTML as one page."""
    page = html.page(*parts, theme=current_settings()[1])
    return {"text/plain": plain.clean(text), "text/html": str(page)}
