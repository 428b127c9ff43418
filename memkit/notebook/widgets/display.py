"""What a cell that ends with a comparison shows: its widget where there is a kernel, else text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from memkit.comparison import Comparison
    from memkit.notebook.widgets.compare import ComparisonWidget


def mimebundle(comparison: Comparison) -> Any:
    """Return the widget as IPython displays it, or text in a terminal and without anywidget."""
    if not _in_kernel():
        return {"text/plain": repr(comparison)}
    try:
        shown = widget_of(comparison)._repr_mimebundle_()
    except ImportError as error:
        fix = "pip install 'memkit-core[notebook]' shows it as a widget"
        return {"text/plain": f"{comparison!r}\n{fix} ({error})."}
    data, about = shown
    return {**data, "text/plain": repr(comparison)}, about


def widget_of(comparison: Comparison) -> ComparisonWidget:
    """Return the comparison's widget, made once: all cells that show it have one selection."""
    from memkit.notebook.widgets.compare import comparison_widget

    kept = vars(comparison)
    if "_widget" not in kept:
        kept["_widget"] = comparison_widget(comparison)
    widget: ComparisonWidget = kept["_widget"]
    return widget


def _in_kernel() -> bool:
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return getattr(shell, "kernel", None) is not None
