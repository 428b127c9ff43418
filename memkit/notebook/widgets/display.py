"""What a cell that ends with a picture of a memory shows: a widget in a kernel, else text."""

from __future__ import annotations

import importlib
import sys
from typing import Any

# Class of what is shown -> module and class of its widget, imported when it is shown.
_WIDGETS = {
    "Comparison": ("compare", "ComparisonWidget"),
    "Explorer": ("explorer", "ExplorerWidget"),
    "Timeline": ("timeline", "TimelineWidget"),
}


def has_widget(value: Any) -> bool:
    """Return whether a cell that ends with this shows a widget."""
    return type(value).__name__ in _WIDGETS and type(value).__module__.startswith("memkit.")


def widget_bundle(shown: Any) -> Any:
    """Return the widget as IPython displays it, or text in a terminal and without anywidget."""
    if not _in_kernel():
        return {"text/plain": repr(shown)}
    try:
        data, about = widget_of(shown)._repr_mimebundle_()
    except ImportError as error:
        fix = "pip install 'memkit-core[notebook]' shows it as a widget"
        return {"text/plain": f"{shown!r}\n{fix} ({error})."}
    return {**data, "text/plain": repr(shown)}, about


def widget_of(shown: Any) -> Any:
    """Return the widget of what is shown, made once: all its cells agree."""
    kept = vars(shown)
    if "_widget" not in kept:
        module, name = _WIDGETS[type(shown).__name__]
        widget = getattr(importlib.import_module(f"{__package__}.{module}"), name)
        kept["_widget"] = widget(shown)
    return kept["_widget"]


def _in_kernel() -> bool:
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return getattr(shell, "kernel", None) is not None
