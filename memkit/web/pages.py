"""Whole pages that need no kernel and no network."""

from __future__ import annotations

import base64
from importlib.resources import files
from typing import Any, Literal

from memkit.web import assets
from memkit.web.markup import Html, json_in_script

Widget = Literal["compare", "explorer", "timeline"]


def widget_page(name: Widget, state: dict[str, Any], *, title: str) -> str:
    """Return a page that shows a widget as it is: one file, which loads nothing.

    Args:
        name: The widget.
        state: What it would be told by Python; bytes in it are handed over as such.
        title: The page's title.
    """
    template = files(__package__).joinpath("templates", "page.html").read_text("utf-8")
    start = f"memkit_page.default.show(memkit_{name}.default);"
    # Template, style sheets and scripts are files of this package; the rest is escaped.
    page = Html(template).format(
        title=title,
        sheet=Html(assets.sheet("common", name, "page")),
        state=json_in_script(_encoded(state)),
        script=Html("\n".join([assets.script(name), assets.script("page"), start])),
    )
    return str(page)


def _encoded(value: Any) -> Any:
    """Return a value with its bytes as JSON can hold them; js/page/index.js reads them."""
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode("ascii")}
    if isinstance(value, list):
        return [_encoded(one) for one in value]
    if isinstance(value, dict):
        return {name: _encoded(one) for name, one in value.items()}
    return value
