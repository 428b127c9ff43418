"""Pictures for the README and the docs, made by the tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from notebooks_in_lab import use_theme

VIEWPORT = {"width": 1400, "height": 1200}
# Read here: no test sees a variable of memkit's.
SCREENSHOTS = Path(named).resolve() if (named := os.environ.get("MEMKIT_SCREENSHOTS")) else None
MOST_OF_A_PICTURE = 250_000  # bytes


class Pictures:
    """Pictures for the README and the docs, of what a test has on its page.

    `picture("compare", hand.root)` writes `compare-light.png` and `compare-dark.png` into the
    folder that MEMKIT_SCREENSHOTS names (`make screenshots`: docs/images), and does nothing
    without it. It leaves the light theme and the page's usual size behind, so call it where
    that does no harm: last.

    Args:
        page: The page.
    """

    def __init__(self, page: Any) -> None:
        self._page = page

    def __call__(self, name: str, shown: Any, *, width: int = 1000, margin: int = 12) -> None:
        """Write a picture in both themes.

        Args:
            name: Its name, without a theme and an ending.
            shown: The locator of what is shown: all of it, however high.
            width: Of the window, in CSS pixels.
            margin: Around what is shown, in CSS pixels.
        """
        if SCREENSHOTS is None:
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page = self._page
        # Only what is in sight of the notebook's own scroll area can be in the picture.
        page.set_viewport_size({"width": width, "height": 4000})
        page.wait_for_timeout(500)
        # The margin around it is empty, whatever stands there.
        shown.evaluate("(one) => one.setAttribute('data-shown', '')")
        alone = page.add_style_tag(
            content=".jp-Notebook *:not([data-shown], [data-shown] *, :has([data-shown]))"
            "{visibility: hidden !important}"
            # Nor is a frame that JupyterLab draws around what has the focus.
            ".jp-Notebook :has([data-shown])"
            "{outline: none !important; border-color: transparent !important;"
            "box-shadow: none !important}"
        )
        for theme in ("light", "dark"):
            use_theme(page, theme)
            shown.scroll_into_view_if_needed()
            box = shown.bounding_box()
            around = {
                "x": box["x"] - margin, "y": box["y"] - margin,
                "width": box["width"] + 2 * margin, "height": box["height"] + 2 * margin,
            }  # fmt: skip
            path = SCREENSHOTS / f"{name}-{theme}.png"
            page.screenshot(path=path, clip=around, scale="device", animations="disabled")
            if path.stat().st_size > MOST_OF_A_PICTURE:
                page.screenshot(path=path, clip=around, scale="css", animations="disabled")
        alone.evaluate("(one) => one.remove()")
        shown.evaluate("(one) => one.removeAttribute('data-shown')")
        use_theme(page, "light")
        page.set_viewport_size(VIEWPORT)
