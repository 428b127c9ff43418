"""What all widgets derive from: each carries a picture of itself for where there is no kernel."""

from __future__ import annotations

import importlib
import secrets
from typing import Any

import anywidget
import traitlets

from memkit.notebook.renderers.base import MimeBundle

# anywidget has types in one environment and not in the next.
AnyWidget: Any = anywidget.AnyWidget

_VIEW = "application/vnd.jupyter.widget-view+json"


class PicturedWidget(AnyWidget):  # type: ignore[misc]  # which is Any
    """A widget with a picture of itself.

    JupyterLab shows a widget or says that it has none, whatever else an output holds; so a cell
    gets two outputs there: the picture, which gives way to the widget for as long as that is
    alive, and the widget. Where there is one output, it holds both.
    """

    # Names the widget in its picture and on the page.
    key = traitlets.Unicode().tag(sync=True)

    def __init__(self, **values: Any) -> None:
        self._is_shown = False
        super().__init__(key=secrets.token_hex(8), **values)

    def picture(self) -> MimeBundle:
        """Return the picture: text, and HTML that needs no script."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **options: Any) -> Any:
        data, about = super()._repr_mimebundle_(**options)
        return {**data, **self.picture()}, about

    def _ipython_display_(self) -> None:
        data, about = super()._repr_mimebundle_()
        self._publish(self.picture(), transient=self._transient)
        # Something to fall back on, or exports would complain of an output without any.
        self._publish({_VIEW: data[_VIEW], "text/html": ""}, about)
        self._is_shown = True

    def renew_picture(self) -> None:
        """Let the cells that show the widget keep the picture of what it shows by now."""
        if self._is_shown:
            self._publish(self.picture(), transient=self._transient, update=True)

    @staticmethod
    def _publish(*given: Any, **more: Any) -> None:
        # IPython has no types for it.
        shown: Any = importlib.import_module("IPython.display")
        shown.publish_display_data(*given, **more)

    @property
    def _transient(self) -> dict[str, str]:
        return {"display_id": f"memkit-{self.key}"}
