"""Bundles and style sheets, as text."""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from typing import Literal

Bundle = Literal["chat", "compare", "explorer", "timeline", "page"]
Sheet = Literal["common", "chat", "compare", "explorer", "timeline", "page"]
Theme = Literal["auto", "light", "dark"]

# Selectors of the notebooks' themes.
_LIGHT_THEMES = (
    "body[data-jp-theme-light='true']",
    "body.vscode-light",
    "html[theme='light']",
    "html[data-theme='light']",
)
_DARK_THEMES = (
    "body[data-jp-theme-light='false']",
    "body.vscode-dark",
    "body.vscode-high-contrast",
    "html[theme='dark']",
    "html[data-theme='dark']",
)
_COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)


def module(name: Bundle) -> str:
    """Return a bundle as an ES module; its default export is what anywidget takes as `_esm`."""
    return _read("bundles", f"{name}.js")


def script(name: Bundle) -> str:
    """Return a bundle for a script element: what it exports is in the variable `memkit_NAME`."""
    code, _, export = module(name).rstrip("\n").rpartition("\n")
    assert export == f"export default memkit_{name}.default;", export
    return code


@functools.cache
def sheet(*names: Sheet) -> str:
    """Return one style sheet: the colours and the layout of all cells, then those of `names`."""
    return "".join([cells(), *(_css(name) for name in names)])


@functools.cache
def cells(theme: Theme = "auto") -> str:
    """Return the style sheet of what cells show.

    Args:
        theme: "auto" to follow the notebook, or else the system.
    """
    if theme == "auto":
        parts = [
            _css("theme"),
            _css("light"),
            f"@media (prefers-color-scheme:dark){{\n{_css('dark')}}}\n",
            _under(_LIGHT_THEMES, _css("light")),
            _under(_DARK_THEMES, _css("dark")),
        ]
    else:
        parts = [_css(theme).replace(".memkit", f".memkit.memkit.mk-{theme}"), _css("fixed")]
    return "".join([*parts, _css("cells")])


@functools.cache
def drawing() -> str:
    """Return the style sheet of a drawing, an SVG that stands for itself and follows its page."""
    light, dark = (_css(theme).replace(".memkit", ".drawing") for theme in ("light", "dark"))
    return f"{light}@media (prefers-color-scheme:dark){{\n{dark}}}\n{_css('drawing')}"


def _under(themes: tuple[str, ...], rule: str) -> str:
    """Return the rule of `.memkit` for where one of the themes is chosen."""
    return rule.replace(".memkit", ",".join(f"{theme} .memkit" for theme in themes))


def _css(name: str) -> str:
    return _COMMENT.sub("", _read("css", f"{name}.css"))


@functools.cache
def _read(folder: str, name: str) -> str:
    return files(__package__).joinpath(folder, name).read_text("utf-8")
