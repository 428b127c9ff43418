"""The loader of web pages: an address in, the document that is there out."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import Message

from memkit.contracts import Document, Loader, Span, digest_of
from memkit.errors import NotFoundError, ProviderError
from memkit_loaders.limits import Refusal
from memkit_loaders.process import Reader
from memkit_loaders.web.config import WebConfig
from memkit_loaders.web.deadline import Deadline
from memkit_loaders.web.fetching import Answer, Fetcher
from memkit_loaders.web.hand_on import documents_of
from memkit_loaders.web.network import Resolve, system_addresses
from memkit_loaders.web.robots import Robots
from memkit_loaders.web.turns import Turns
from memkit_loaders.web.urls import Url

NAME = "web"
_PAGES = ("text/html", "application/xhtml+xml")
_UNTOLD = ("", "application/octet-stream")
_STARTS = (b"<!doctype html", b"<html")
_GONE = (404, 410)
_BUSY = (429, 503)
_LONGEST_WAIT_SECONDS = 60.0


class WebLoader(Loader):
    """Reads pages of the web, and has files that are there read by their loaders.

    Args:
        config: Whom it may ask, and what a page may cost.
        resolve: Returns the addresses of a host; the system's by default.
        reader: The process that reads; one of its own by default.
        sleep: Waits.
    """

    def __init__(
        self,
        config: WebConfig,
        *,
        resolve: Resolve = system_addresses,
        reader: Reader | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._config = config
        self._sleep = sleep
        self._reader = reader or Reader()
        self._fetcher = Fetcher(config, resolve=resolve, turns=Turns(sleep=sleep))
        self._robots = Robots(config, self._fetcher, self._reader)

    def load(self, source: str) -> Iterator[Document]:
        """Yield the documents at an address.

        Raises:
            NotFoundError: There is no such page.
            ProviderError: It can't be had, asks for more than a limit, or leads where it must not.
        """
        try:
            url = Url(source)
            answer = self._answer(url)
            media_type, charset = _type_of(answer)
            if media_type in _PAGES:
                yield self._page(url, answer, media_type, charset)
            else:
                yield from documents_of(
                    answer.content, uri=url.text, path=answer.url.target.partition("?")[0],
                    media_type=media_type, charset=charset,
                )  # fmt: skip
        except Refusal as refusal:
            raise ProviderError(
                f"{source!r} can't be read: {refusal.problem}.", fix=refusal.fix, provider=NAME
            ) from refusal

    def close(self) -> None:
        """End the process that reads."""
        self._reader.close()

    def _answer(self, url: Url) -> Answer:
        answer = self._fetched(url)
        wait = _wait_of(answer)
        if wait is not None and wait <= _LONGEST_WAIT_SECONDS:
            self._sleep(wait)
            answer = self._fetched(url)
        if answer.status in _GONE:
            raise NotFoundError(
                f"There is no page {url.text!r} (status {answer.status}).",
                fix="Correct its address.",
            )
        if not 200 <= answer.status < 300:
            raise Refusal(
                f"{answer.url.authority} answered with status {answer.status}", _fix_of(answer)
            )
        return answer

    def _fetched(self, url: Url) -> Answer:
        deadline = Deadline(self._config.most_fetch_seconds)
        return self._fetcher.fetch(
            url,
            deadline=deadline,
            pause_before=lambda each: self._robots.pause_before(each, deadline),
        )

    def _page(self, url: Url, answer: Answer, media_type: str, charset: str | None) -> Document:
        read = self._reader.read(
            answer.content, "web.page", self._config.limits(), charset=charset, url=answer.url.text
        )
        moved = {"moved_to": answer.url.text} if answer.url.text != url.text else {}
        told = read["occurred_at"]
        return Document(
            text=read["text"],
            uri=url.text,
            media_type=media_type,
            digest=digest_of(answer.content),
            spans=tuple(
                Span(start=start, end=end, page=page, heading=tuple(heading))
                for start, end, page, heading in read["spans"]
            ),
            metadata={**read["metadata"], **moved},
            occurred_at=None if told is None else datetime.fromisoformat(told),
        )


def _type_of(answer: Answer) -> tuple[str, str | None]:
    """Return an answer's media type and charset, as its host told them; "" for none."""
    told = Message()
    told["content-type"] = answer.headers.get("content-type", "")
    media_type = told.get_content_type() if told["content-type"].strip() else ""
    charset = told.get_content_charset()
    start = answer.content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if media_type in _UNTOLD and start.startswith(_STARTS):
        media_type = "text/html"
    return media_type, charset


def _wait_of(answer: Answer) -> float | None:
    """Return how many seconds a busy host asks to wait; None if it is not, or does not say."""
    told = answer.headers.get("retry-after", "").strip()
    if answer.status not in _BUSY or not told:
        return None
    if told.isascii() and told.isdigit():
        return float(told)
    try:
        moment = email.utils.parsedate_to_datetime(told)
    except (ValueError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _fix_of(answer: Answer) -> str:
    if answer.status in (401, 402, 403, 407, 451):
        return "It is not for everybody; if it is for you, save it to a file, and give that."
    if answer.status in _BUSY:
        told = answer.headers.get("retry-after")
        return f"Try again later; it asks to wait: {told}." if told else "Try again later."
    return "Try again later, or correct its address."
