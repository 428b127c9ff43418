"""When a page says that it was published, in a form that is meant for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

_META = frozenset(
    "article:published_time og:published_time og:article:published_time datepublished "
    "date.issued dc.date.issued dcterms.issued dcterms.created parsely-pub-date "
    "citation_publication_date".split()
)
_KEY = "datePublished"
_FIRST = datetime(1990, 1, 1, tzinfo=UTC)
# What is the same day in one time zone is the next one in another.
_APART = timedelta(days=2)
_MOST = 1_000


def published(root: Any, now: datetime) -> datetime | None:
    """Return when a page was published, if it says so and does not contradict itself.

    A day is its midnight in UTC, as is a time that does not say where on earth it is meant.

    Args:
        root: The page's tree.
        now: The present; nothing was published after it, or before there were pages.
    """
    told = [moment for text in _told(root) if (moment := _moment(text)) is not None]
    if not told or not all(_FIRST <= moment <= now + timedelta(days=1) for moment in told):
        return None
    # The most exact one of those that agree.
    best = max(told, key=lambda moment: (moment.time() != datetime.min.time(), -moment.timestamp()))
    return best if max(told) - min(told) <= _APART else None


def _told(root: Any) -> Iterator[str]:
    for meta in root.iter("meta"):
        names = (meta.get("property"), meta.get("name"), meta.get("itemprop"))
        if any(name and name.lower() in _META for name in names):
            yield meta.get("content") or ""
    for element in root.iter("time"):
        if "pubdate" in element.attrib or element.get("itemprop") == _KEY:
            yield element.get("datetime") or ""
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            yield from _of_json(script.text or "")


def _of_json(text: str) -> Iterator[str]:
    try:
        waiting: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            # Not further down: there are the articles that a page links to.
            waiting += [value[key] for key in ("@graph", "mainEntity") if key in value]
            if isinstance(value.get(_KEY), str):
                yield value[_KEY]


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is None:
            moment = moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
