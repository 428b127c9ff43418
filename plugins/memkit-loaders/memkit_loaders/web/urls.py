"""An address of the web, taken apart once, so that all who use it see the same host."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urljoin, urlsplit

from memkit_loaders.limits import Refusal

_PORTS = {"http": 80, "https": 443}
# urlsplit passes over some of these without a word; browsers take a backslash for a slash.
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")
_NETLOC = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:%]+)(?::([0-9]{0,5}))?")
_NAME = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
)
# https://url.spec.whatwg.org/#ends-in-a-number-checker
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_KEPT = "%/:?#[]@!$&'()*+,;=~-._|"


class Url:
    """An http or https address.

    Args:
        text: It, as it was written.

    Attributes:
        text: It, without its fragment.
        scheme, port: Its scheme and port, the usual one if it names none.
        host: The host in ASCII and lower case; an IPv6 address without brackets.
        target: What the host is asked for: path and query.

    Raises:
        Refusal: It is none, or is written so that others might read another host in it.
    """

    def __init__(self, text: str) -> None:
        if _UNSAFE.search(text):
            raise Refusal(
                "its address holds blanks, control characters or backslashes",
                "Write them as %20 and the like, or leave them out.",
            )
        try:
            parts = urlsplit(text)
        except ValueError as error:
            raise Refusal(f"its address is malformed ({error})", "Correct it.") from error
        if parts.scheme not in _PORTS:
            raise Refusal(
                f"its address leads to {parts.scheme or 'no scheme'!r}, and only http and https "
                "are fetched",
                "Give an address that begins with https://.",
            )
        if "@" in parts.netloc:
            raise Refusal(
                "its address holds a user's name or password",
                "Leave out what stands before the @; save what needs a password to a file.",
            )
        self.scheme = parts.scheme
        self.host, port = _host_and_port(parts.netloc)
        self.port = _PORTS[self.scheme] if port is None else port
        query = f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
        self.target = quote(parts.path or "/", safe=_KEPT) + query
        self.text = text.partition("#")[0]

    @property
    def authority(self) -> str:
        """Host and port as the header `Host` has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what has one robots.txt."""
        return f"{self.scheme}://{self.authority}"

    def joined(self, reference: str) -> Url:
        """Return where a reference leads from here.

        Raises:
            Refusal: Nowhere that may be asked.
        """
        try:
            return Url(urljoin(self.origin + self.target, reference.strip(" \t")))
        except ValueError as error:
            raise Refusal(
                f"it leads to a malformed address ({error})", "Give the address of the page itself."
            ) from error


def _host_and_port(netloc: str) -> tuple[str, int | None]:
    found = _NETLOC.fullmatch(netloc)
    if found is None:
        raise Refusal("its address names no host, or is malformed", "Write https://host/path.")
    port = int(found[2]) if found[2] else None
    if port is not None and not 0 < port < 65_536:
        raise Refusal(f"there is no port {port}", "Correct its address.")
    return _host(found[1]), port


def _host(written: str) -> str:
    if written.startswith("["):
        try:
            return str(ipaddress.IPv6Address(written[1:-1]))
        except ValueError as error:
            raise Refusal(f"{written!r} is no IPv6 address", "Correct its address.") from error
    host = _ascii(written).removesuffix(".")
    if not _NAME.fullmatch(host) or len(host) > 253:
        raise Refusal(f"{written!r} is no name of a host", "Correct its address.")
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            # Some read "127.1", "0x7f000001", "2130706433" and "0177.0.0.1" as 127.0.0.1.
            raise Refusal(
                f"{written!r} is an address in another spelling than four decimal numbers",
                "Write it as four decimal numbers, such as 93.184.216.34, or give the name.",
            ) from error
    return host


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    # Its tables are large, and most names need none.
    import idna

    try:
        return idna.encode(host, uts46=True).decode().lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise Refusal(f"{host!r} is no name of a host", "Correct its address.") from error
