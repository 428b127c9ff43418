"""`%config MemKit`: what the magics do unless they are told otherwise."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, Enum, Int
from traitlets.config import Configurable


class MemKit(Configurable):  # type: ignore[misc, unused-ignore]
    """Settings of memkit's magics and of what its objects look like in a cell."""

    k = Int(10, min=1, help="How many hits %recall returns at most.").tag(config=True)
    explain = Bool(False, help="Whether %recall shows what each score was made from.").tag(
        config=True
    )
    show_code = Bool(False, help="Whether each magic shows the Python that does the same.").tag(
        config=True
    )
    max_rows = Int(50, min=1, help="How many rows a table shows at most.").tag(config=True)
    theme = Enum(
        ("auto", "light", "dark"), "auto", help="Colours: 'auto' follows the notebook's."
    ).tag(config=True)


def current() -> MemKit:
    """Return the settings of the running IPython, or the defaults where there is none."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    for item in getattr(shell, "configurables", ()):
        if isinstance(item, MemKit):
            return item
    return MemKit()
