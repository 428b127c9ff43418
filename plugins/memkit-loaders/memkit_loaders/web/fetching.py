"""What the web answers, within limits of size, time and redirects."""

from __future__ import annotations

import os
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import httpcore

from memkit_loaders.limits import MEGABYTE, Refusal
from memkit_loaders.web.config import WebConfig
from memkit_loaders.web.deadline import Deadline
from memkit_loaders.web.network import CheckedNetwork, Resolve
from memkit_loaders.web.turns import Turns
from memkit_loaders.web.unpacking import ACCEPTED, unpacked
from memkit_loaders.web.urls import Url

_REDIRECTS = (301, 302, 303, 307, 308)
_PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address answered.

    Attributes:
        url: Where it came from, after all redirects.
        status: Its status.
        headers: By their names in lower case; of several of one name the first.
        content: Its bytes, unpacked; none unless it is a success.
    """

    url: Url
    status: int
    headers: Mapping[str, str]
    content: bytes = b""


class Fetcher:
    """Asks for addresses; threads may share it.

    Args:
        config: The limits.
        resolve: Returns the addresses of a host.
        turns: Whose turn it is.
    """

    def __init__(self, config: WebConfig, *, resolve: Resolve, turns: Turns) -> None:
        self._config = config
        self._resolve = resolve
        self._turns = turns
        self._lock = threading.Lock()
        self._tls: ssl.SSLContext | None = None

    def fetch(
        self,
        url: Url,
        *,
        deadline: Deadline,
        pause_before: Callable[[Url], float],
        most_bytes: int | None = None,
    ) -> Answer:
        """Return the answer of an address, or of the one that it leads to.

        Args:
            url: The address.
            deadline: When all has to be over.
            pause_before: Returns how long to wait before an address is asked; it may refuse.
            most_bytes: What is longer is cut there; by default it is refused at the limit.

        Raises:
            Refusal: It leads where it must not, asks for too much, or can't be reached.
        """
        for _ in range(self._config.most_redirects + 1):
            if not self._config.takes_port(url):
                raise Refusal(
                    f"its address leads to port {url.port}, which is not one of ports="
                    f"{self._config.ports}",
                    f"If you trust it, give ports={(*self._config.ports, url.port)}.",
                )
            pause = pause_before(url)
            with self._turns.turn(url.host, pause=pause) as waited:
                deadline.put_off(waited)
                answer = self._asked(url, deadline, most_bytes)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            url = url.joined(answer.headers["location"])
        raise Refusal(
            f"it redirects more than most_redirects={self._config.most_redirects} times",
            "Give the address where it ends; some pages can't be had without cookies.",
        )

    def _asked(self, url: Url, deadline: Deadline, most_bytes: int | None) -> Answer:
        network = CheckedNetwork(
            deadline=deadline, resolve=self._resolve, is_trusted=self._config.is_trusted
        )
        tls = self._trusted() if url.scheme == "https" else None
        target = httpcore.URL(scheme=url.scheme, host=url.host, port=url.port, target=url.target)
        try:
            with (
                # No proxy of the environment: behind one, nobody can check where a name leads.
                httpcore.ConnectionPool(network_backend=network, ssl_context=tls) as pool,
                pool.stream("GET", target, headers=self._headers(url)) as response,
            ):
                headers: dict[str, str] = {}
                for name, value in response.headers:
                    headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
                content = b""
                if 200 <= response.status < 300:
                    content = self._content(response.iter_stream(), headers, most_bytes)
                return Answer(url=url, status=response.status, headers=headers, content=content)
        except httpcore.TimeoutException as error:
            raise Refusal(
                f"fetching it takes longer than most_fetch_seconds={deadline.seconds:g}",
                "Try again later, or give a greater most_fetch_seconds=.",
            ) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, UnicodeError) as error:
            raise Refusal(f"{url.authority} {_said(error)}", _fix_of(error)) from error

    def _headers(self, url: Url) -> dict[bytes | str, bytes | str]:
        return {
            "Host": url.authority,
            "User-Agent": self._config.user_agent,
            "Accept": "text/html,application/xhtml+xml,text/markdown;q=0.9,*/*;q=0.8",
            "Accept-Encoding": ACCEPTED,
            "Connection": "close",
        }

    def _content(
        self, pieces: Iterable[bytes], headers: Mapping[str, str], most_bytes: int | None
    ) -> bytes:
        most = most_bytes or int(self._config.most_file_megabytes * MEGABYTE)
        sent = _Counted(pieces, most)
        parts, length = [], 0
        try:
            for part in unpacked(sent, headers.get("content-encoding", "")):
                parts.append(part)
                length += len(part)
                if length > most:
                    break
        except Refusal:
            # What was cut at the limit ends in the middle.
            if not sent.is_over:
                raise
        if length <= most and not sent.is_over:
            return b"".join(parts)
        if most_bytes is not None:
            return b"".join(parts)[:most]
        raise Refusal(
            f"it is longer than most_file_megabytes={self._config.most_file_megabytes:g}",
            "If you trust it, give a greater most_file_megabytes=; else leave it out.",
        )

    def _trusted(self) -> ssl.SSLContext:
        with self._lock:
            if self._tls is None:
                # Only who asks for https needs the list of authorities.
                import certifi

                file = self._config.ca_file or certifi.where()
                try:
                    self._tls = ssl.create_default_context(cafile=str(file))
                except (OSError, ssl.SSLError) as error:
                    raise Refusal(
                        f"the certificates of ca_file={str(file)!r} can't be read ({error})",
                        "Give the path of a file in PEM.",
                    ) from error
            return self._tls


class _Counted:
    """Pieces as they are sent; they end once there are too many bytes of them."""

    def __init__(self, pieces: Iterable[bytes], most: int) -> None:
        self._pieces = pieces
        self._left = most
        self.is_over = False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._left -= len(piece)
            yield piece
            if self._left < 0:
                self.is_over = True
                return


def _said(error: Exception) -> str:
    if isinstance(error.__cause__ or error.__context__, ssl.SSLError):
        return f"has no certificate that can be trusted, or no safe connection ({error})"
    if isinstance(error, httpcore.ProtocolError):
        return f"does not speak HTTP as it should ({error})"
    return f"can't be reached, or broke off ({error})"


def _fix_of(error: Exception) -> str:
    if isinstance(error.__cause__ or error.__context__, ssl.SSLError):
        return "If it has a certificate of your own authority, give its file: ca_file=."
    if any(os.environ.get(name) for name in _PROXIES):
        return (
            "Connect to the internet without a proxy: that of the environment is not used, since "
            "it would hide where a name leads."
        )
    return "Correct its address, or try again later."
