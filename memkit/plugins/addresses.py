"""Where a server is, as people write it."""

from __future__ import annotations

from urllib.parse import urlsplit


def addresses_in(value: object) -> tuple[str, ...]:
    """Return the addresses that an option holds: a text, several with commas between them, or a
    list of such; none if it is anything else.
    """
    if isinstance(value, str):
        return tuple(filter(None, (one.strip() for one in value.split(","))))
    if isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value):
        return tuple(address for one in value for address in addresses_in(one))
    return ()


def server_url(text: str, *, example: str, scheme: str = "http") -> str:
    """Return the whole URL of a server, for the validator of a config.

    Args:
        text: An address, with or without "http://".
        example: An address that would do, for people.
        scheme: What is meant where none is written.

    Raises:
        ValueError: It is no address of HTTP, or holds a password, which would be shown.
    """
    whole = text if "://" in text else f"{scheme}://{text}"
    parts = urlsplit(whole)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"is no address such as {example}")
    if parts.username or parts.password:
        raise ValueError("must not hold a password: give api_key=...")
    _ = parts.port  # Raises ValueError if it is no port.
    return whole.rstrip("/")
