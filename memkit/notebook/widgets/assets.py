"""JavaScript and style sheets of the widgets: small files, joined when a widget is made."""

from __future__ import annotations

import functools
from importlib.resources import files

from memkit.notebook.style import css


@functools.cache
def script(*names: str) -> str:
    """Return one ES module made of several files, as anywidget's `_esm` takes it.

    Each file holds plain functions and constants, which those after it see; the last one ends with
    `export default { render }`.

    Args:
        names: Files of the folder js, without ".js", in their order, e.g. "common", "compare".
    """
    return "\n".join(_read("js", f"{name}.js") for name in names)


@functools.cache
def sheet(*names: str) -> str:
    """Return one style sheet: the colours of all cells, then several files.

    Args:
        names: Files of the folder css, without ".css", in their order.
    """
    return "\n".join([css(), *(_read("css", f"{name}.css") for name in names)])


def _read(folder: str, name: str) -> str:
    return files(__package__).joinpath(folder, name).read_text("utf-8")
