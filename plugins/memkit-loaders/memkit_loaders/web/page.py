"""A web page: its main text, without what stands around it. Runs in the process that reads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from memkit_loaders import html
from memkit_loaders.limits import Limits
from memkit_loaders.passages import on_one_line
from memkit_loaders.web.main_text import chosen
from memkit_loaders.web.published import published

# A main text with less than this share of the page's characters was not found: pages of links, of
# tables or of questions and answers are all of them.
_LEAST_SHARE = 0.2


def read(
    content: bytes, limits: Limits, charset: str | None = None, url: str | None = None
) -> dict[str, Any]:
    """Return the text of a page, as the other formats do."""
    return read_html(content, limits=limits, url=url, charset=charset)


def read_html(
    content: bytes, *, limits: Limits, url: str | None = None, charset: str | None = None
) -> dict[str, Any]:
    """Return a page's main text, its sections, and what is known of it.

    Args:
        content: The page's bytes.
        limits: What it may ask for.
        url: Where it is.
        charset: How its characters are written, if its host told.

    Raises:
        Refusal: It asks for too much.
    """
    whole = html.read(content, limits, charset)
    text = html.decoded(content, charset)
    root = html.tree_of(text)
    if root is None:
        return whole
    moment = published(root, datetime.now(UTC))
    main = _main(text)
    found = chosen(whole, main, limits) if main else whole
    if len(found["text"]) < _LEAST_SHARE * len(whole["text"]):
        found = whole
    return {
        "text": found["text"],
        "spans": found["spans"],
        "metadata": _metadata(text, url, whole["metadata"], moment),
        "occurred_at": None if moment is None else moment.isoformat(),
    }


def _main(text: str) -> str | None:
    # It takes half a second, and what is no page needs none of it.
    import trafilatura

    try:
        found: str | None = trafilatura.extract(
            text, include_comments=False, include_tables=True, favor_recall=True
        )
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - it raises whatever a page leads to; the whole is left
        return None
    return found


def _metadata(
    text: str, url: str | None, said: dict[str, Any], moment: datetime | None
) -> dict[str, Any]:
    from trafilatura.metadata import extract_metadata

    try:
        found = extract_metadata(text, default_url=url)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - as above
        found = None
    told = {
        "title": said.get("title") or (found and found.title),
        "author": (found and found.author) or said.get("author"),
        "site": found and (found.sitename or found.hostname),
        # Not what is guessed from the text.
        "date": moment and moment.date().isoformat(),
        "description": said.get("description") or (found and found.description),
        "language": said.get("language"),
    }
    lines = {key: on_one_line(str(value)) for key, value in told.items() if value}
    return {key: value for key, value in lines.items() if value}
