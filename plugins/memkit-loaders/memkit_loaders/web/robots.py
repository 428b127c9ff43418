"""robots.txt, respected as RFC 9309 says."""

from __future__ import annotations

import time
from collections.abc import Callable

from memkit_loaders.limits import Refusal
from memkit_loaders.process import Reader
from memkit_loaders.web.config import WebConfig
from memkit_loaders.web.deadline import Deadline
from memkit_loaders.web.fetching import Fetcher
from memkit_loaders.web.urls import Url

# RFC 9309, 2.4: a day at most. 2.5: at least 500 kibibytes of it are read.
_KEPT_SECONDS = 3_600.0
_MOST_BYTES = 512 * 1024
# Who asks for more would keep a notebook waiting for ever.
LONGEST_DELAY_SECONDS = 30.0
_FIX = "Ask its owner; with their leave give robots=False."


class Robots:
    """What hosts ask of robots; each robots.txt is fetched once an hour.

    Args:
        config: The options.
        fetcher: Fetches it.
        reader: The process that reads it.
        clock: Tells the time, in seconds.
    """

    def __init__(
        self,
        config: WebConfig,
        fetcher: Fetcher,
        reader: Reader,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._config = config
        self._fetcher = fetcher
        self._reader = reader
        self._clock = clock
        # By origin: when it was fetched, and its bytes; None if there is none.
        self._known: dict[str, tuple[float, bytes | None]] = {}

    def pause_before(self, url: Url, deadline: Deadline) -> float:
        """Return how many seconds after the last request an address may be asked.

        Raises:
            Refusal: It may not be.
        """
        pause = self._config.pause_seconds
        if not self._config.robots:
            return pause
        content = self._content(url, deadline)
        if content is None:
            return pause
        agent = self._config.user_agent.partition("/")[0].split()[0]
        try:
            said = self._reader.read(
                content, "web.rules", self._config.limits(),
                url=url.origin + url.target, agent=agent,
            )  # fmt: skip
        except Refusal as refusal:
            raise Refusal(f"its robots.txt can't be read: {refusal.problem}", _FIX) from refusal
        if not said["allowed"]:
            raise Refusal(f"the robots.txt of {url.authority} asks robots not to read it", _FIX)
        return max(pause, min(said["delay"] or 0.0, LONGEST_DELAY_SECONDS))

    def _content(self, url: Url, deadline: Deadline) -> bytes | None:
        known = self._known.get(url.origin)
        if known is not None and self._clock() - known[0] < _KEPT_SECONDS:
            return known[1]
        try:
            answer = self._fetcher.fetch(
                Url(f"{url.origin}/robots.txt"),
                deadline=deadline,
                pause_before=lambda _: self._config.pause_seconds,
                most_bytes=_MOST_BYTES,
            )
        except Refusal as refusal:
            # RFC 9309, 2.3.1.4: who can't be asked what is allowed allows nothing.
            raise Refusal(
                f"the robots.txt of its host: {refusal.problem}", refusal.fix
            ) from refusal
        if answer.status >= 500:
            raise Refusal(
                f"the robots.txt of {url.authority} can't be had (status {answer.status}), and so "
                "nothing there may be read",
                "Try again later; with its owner's leave give robots=False.",
            )
        content = answer.content if 200 <= answer.status < 300 else None
        self._known[url.origin] = self._clock(), content
        return content
