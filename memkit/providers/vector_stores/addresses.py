"""One address or several: of one server, or of the nodes of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from memkit.plugins import addresses_in, server_url

if TYPE_CHECKING:
    import ssl

T = TypeVar("T")

# What a config has: one address, or several that hold the same data.
Addresses = str | tuple[str, ...]


def server_urls(
    given: str | Sequence[str], *, example: str, scheme_of: Callable[[str], str] = lambda _: "http"
) -> Addresses:
    """Return the whole URLs of the servers of one cluster, for the validator of a config.

    Args:
        given: An address, several with commas between them, or a list.
        example: An address that would do, for people.
        scheme_of: Tells what is meant where no scheme is written.

    Returns:
        One URL as it is; several as a tuple, each once, in the order given.

    Raises:
        ValueError: One of them is no address of HTTP, or holds a password; or there is none.
    """
    named = addresses_in(given)
    if not named:
        raise ValueError(f"is no address such as {example}")
    urls = [server_url(url, example=example, scheme=scheme_of(url)) for url in named]
    return alone_or_all(list(dict.fromkeys(urls)))


def alone_or_all(values: Sequence[T]) -> T | tuple[T, ...]:
    """Return the only one of some values, or all of them."""
    return values[0] if len(values) == 1 else tuple(values)


def each_of(value: Any) -> tuple[Any, ...]:
    """Return what a config has of something as a tuple, whether it is one or several."""
    if value is None:
        return ()
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return (value,)


def paired(addresses: Sequence[str], beside: Sequence[T], *, what: str) -> dict[str, T]:
    """Return what belongs to each address: one thing for all of them, or one for each.

    Raises:
        ValueError: There are some, and not as many as addresses.
    """
    if len(beside) == 1:
        return dict.fromkeys(addresses, beside[0])
    if beside and len(beside) != len(addresses):
        raise ValueError(f"give as many {what} as addresses in url, in the same order, or one")
    return dict(zip(addresses, beside, strict=False))


def verified_by(url: str) -> ssl.SSLContext | bool:
    """Return by what httpx verifies a server, its `verify`: for https what it does by itself.

    Over plain HTTP there is nothing to verify, and reading the machine's certificates takes longer
    than all else that a client does when it is made.
    """
    if urlsplit(url).scheme != "http":
        return True
    import ssl

    # It trusts nobody, so that nothing goes unverified should it ever be led to https.
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
