"""What a robots.txt says. Runs in the process that reads: its patterns may be hostile, too."""

from __future__ import annotations

from typing import Any

from memkit_loaders.limits import Limits


def read(content: bytes, limits: Limits, url: str, agent: str) -> dict[str, Any]:
    """Return whether an address may be read, and how long to wait between two: seconds or None.

    Args:
        content: The robots.txt (RFC 9309).
        limits: Those of the process.
        url: The address.
        agent: The name of who asks.
    """
    from protego import Protego

    rules = Protego.parse(content.decode("utf-8-sig", "replace"))
    return {"allowed": rules.can_fetch(url, agent), "delay": rules.crawl_delay(agent)}
