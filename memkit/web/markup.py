"""HTML that can't be broken by what it shows: texts are escaped by their type."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup, escape

from memkit.text.clean import clean


class Html(Markup):
    """HTML as markupsafe's `Markup`, which also makes control characters of texts visible.

    Whatever is put into it by `format`, `%`, `+` or `join` is escaped, unless it is `Markup`
    itself. The constructor takes HTML as it is: give it literals, and results of nothing else.

    Examples:
        >>> Html("<b>{}</b>").format("a < b")
        Html('<b>a &lt; b</b>')
    """

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> Html:
        """Return a text as HTML shows it, with nothing in it that acts; HTML as it is."""
        return cls(escape(s if hasattr(s, "__html__") else clean(str(s))))


def json_in_script(value: Any) -> Html:
    """Return a value as JSON for a script element: no text in it can end that element."""
    said = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return Html(said.replace("<", "\\u003c"))
