"""The body of an answer, unpacked piece by piece, so that a bomb has no room to go off."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from memkit_loaders.limits import Refusal

ACCEPTED = "gzip, deflate"
_PLAIN = ("", "identity")
_GZIP = ("gzip", "x-gzip")
_PIECE = 65_536


def unpacked(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield a body's bytes.

    Args:
        pieces: As it was sent.
        encoding: The header `Content-Encoding`.

    Raises:
        Refusal: It is packed in a way that nobody asked for, or is damaged.
    """
    encoding = encoding.strip().lower()
    if encoding in _PLAIN:
        yield from pieces
    elif encoding in (*_GZIP, "deflate"):
        try:
            yield from _inflated(pieces, is_gzip=encoding in _GZIP)
        except zlib.error as error:
            raise Refusal(f"what was sent is damaged ({error})", "Try again later.") from error
    else:
        # Several at once are refused, too.
        raise Refusal(
            f"it is packed as {encoding!r}, and only {ACCEPTED} was asked for",
            "Save it to a file with a browser, and give that.",
        )


def _inflated(pieces: Iterable[bytes], *, is_gzip: bool) -> Iterator[bytes]:
    inflater = None
    for piece in pieces:
        rest = piece
        while rest:
            if inflater is None:
                inflater = zlib.decompressobj(_window(rest, is_gzip))
            yield inflater.decompress(rest, _PIECE)
            rest = inflater.unconsumed_tail
            if inflater.eof:
                # A file in gzip may have several parts (RFC 1952, 2.2).
                rest = inflater.unused_data if is_gzip else b""
                inflater = None if is_gzip else inflater
    if inflater is not None and not inflater.eof:
        raise zlib.error("it ends in the middle")


def _window(start: bytes, is_gzip: bool) -> int:
    if is_gzip:
        return zlib.MAX_WBITS | 16
    # "deflate" means zlib's format, and some send it without its two bytes of header.
    has_header = start[0] & 0x0F == 8 and (len(start) < 2 or (start[0] << 8 | start[1]) % 31 == 0)
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS
