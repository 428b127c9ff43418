"""The mouse on a comparison."""

from __future__ import annotations

import math
from typing import Any


class Hand:
    """What a hand does with the comparison on a page."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.root = page.locator(".mkc").first

    def panel(self, index: int) -> Any:
        return self.root.locator(".mkc-over").nth(index)

    def finished(self) -> None:
        self.page.wait_for_selector(".mkc[data-stage=done]:not([data-moving])", timeout=180_000)

    def where(self, index: int, row: int) -> tuple[float, float]:
        """Where a memory lies on the page."""
        self.panel(index).scroll_into_view_if_needed()
        box = self.panel(index).bounding_box()
        x, y = self.root.evaluate("(root, [panel, row]) => root.locate(panel, row)", [index, row])
        return box["x"] + x, box["y"] + y

    def point_at(self, index: int, row: int) -> None:
        x, y = self.where(index, row)
        self.page.mouse.move(x + 1, y)
        self.page.mouse.move(x, y)

    def lasso(self, index: int, row: int, radius: float, corners: int = 16) -> None:
        """Draw a circle around a memory of a panel."""
        x, y = self.where(index, row)
        box = self.panel(index).bounding_box()
        # It begins on the side of the middle: the other one may lie outside of the panel.
        first = math.atan2(box["y"] + box["height"] / 2 - y, box["x"] + box["width"] / 2 - x)
        mouse = self.page.mouse
        for corner in range(corners + 1):
            turn = first + corner * 2 * math.pi / corners
            mouse.move(x + radius * math.cos(turn), y + radius * math.sin(turn))
            if corner == 0:
                mouse.down()
        mouse.up()

    def chosen(self) -> list[int]:
        """Rows that are selected."""
        found: list[int] = self.root.evaluate("(root) => root.chosen()")
        return found

    def lit(self, index: int) -> list[int]:
        """Rows that a panel draws as selected, read from its pixels.

        A selected point is opaque; others are drawn through.
        """
        found: list[int] = self.root.evaluate(
            """(root, index) => {
              const canvas = root.querySelectorAll(".mkc-base")[index];
              const ratio = canvas.width / canvas.clientWidth;
              const pixels = canvas.getContext("2d", {willReadFrequently: true});
              const found = [];
              for (const row of root.chosen()) {
                const [x, y] = root.locate(index, row);
                const alpha = pixels.getImageData(x * ratio, y * ratio, 1, 1).data[3];
                if (alpha > 250) found.push(row);
              }
              return found;
            }""",
            index,
        )
        return found
