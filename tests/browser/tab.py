"""The one page of a session, which each test finds as a new one would be."""

from __future__ import annotations

from typing import Any

from pictures import SCREENSHOTS, VIEWPORT


class Tab:
    """A page that tests use one after the other, and that is made anew after one that failed.

    Args:
        browser: Playwright's.
    """

    def __init__(self, browser: Any) -> None:
        # Twice the pixels where pictures are made, so that they are crisp.
        scale = 2 if SCREENSHOTS else 1
        self._context = browser.new_context(viewport=VIEWPORT, device_scale_factor=scale)
        self._context.set_default_timeout(180_000)
        self._page: Any = None

    def opened(self) -> Any:
        """Return the page."""
        if self._page is None:
            self._page = self._context.new_page()
        return self._page

    def give_back(self, *, whole: bool) -> None:
        """Make the page as it was, or close it.

        Args:
            whole: Whether nothing went wrong on it.
        """
        self._context.set_offline(False)
        if not whole or self._page.is_closed():
            self._page.close()
            self._page = None
            return
        if "/lab/tree/" not in self._page.url:
            # Another page would go on, and miss the server that its test has ended.
            self._page.goto("about:blank")
        self._page.unroute_all()
        self._page.set_viewport_size(VIEWPORT)
        self._page.mouse.move(0, 0)

    def close(self) -> None:
        """Close the page and its context."""
        self._context.close()
