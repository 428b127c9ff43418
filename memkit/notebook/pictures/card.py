"""What all pictures of widgets are made with: a card that gives way to the widget it stands for."""

from __future__ import annotations

from memkit.notebook import html
from memkit.notebook.renderers.base import current_settings
from memkit.web.markup import Html

# The picture goes when its widget is alive, and comes back when it is not. Where JupyterLab can't
# show a widget, it says so in the output that follows the picture: that one is hidden then.
_GIVES_WAY = Html(
    '<style>:root:has([data-memkit-live="{key}"]) [data-memkit-picture="{key}"],'
    ':root:has([data-memkit-live="{key}"])'
    ' .jp-OutputArea-child:has([data-memkit-picture="{key}"]),'
    '[data-memkit-widget="{key}"]:not([data-memkit-live]),'
    '.jp-OutputArea-child:has([data-memkit-picture="{key}"])'
    " + .jp-OutputArea-child:not(:has([data-memkit-live]))"
    "{{display:none!important}}</style>"
)


def card(*parts: Html, key: str = "") -> str:
    """Return parts as the picture of a widget.

    Args:
        parts: What it shows.
        key: The widget's key; "" if there is no widget that it gives way to.
    """
    page = html.page(*parts, theme=current_settings()[1])
    if not key:
        return str(page)
    rules = _GIVES_WAY.format(key=key)
    return str(Html('<div data-memkit-picture="{}">{}{}</div>').format(key, rules, page))
