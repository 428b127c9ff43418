"""What the first bytes of an image say: its format, width and height. No pixel is decoded."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import NamedTuple

# Markers of JPEG that begin a frame, whose header says how large the image is.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_MOST_SEGMENTS = 1000


class ImageHeader(NamedTuple):
    """A format that browsers show, and the size in pixels; None where the header does not say."""

    media_type: str
    width: int | None = None
    height: int | None = None


def image_header(content: bytes) -> ImageHeader | None:
    """Return what the header of a PNG, a JPEG, a GIF or a WebP says; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _sized("image/png", content, _png)
    if content.startswith(b"\xff\xd8\xff"):
        return _sized("image/jpeg", content, _jpeg)
    if content.startswith((b"GIF87a", b"GIF89a")):
        return _sized("image/gif", content, _gif)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _sized("image/webp", content, _webp)
    return None


_Size = tuple[int, int] | None


def _sized(media_type: str, content: bytes, read: Callable[[bytes], _Size]) -> ImageHeader:
    try:
        size = read(content)
    except (struct.error, IndexError):
        size = None  # It ends within its header.
    if size is None or 0 in size:
        return ImageHeader(media_type)
    return ImageHeader(media_type, *size)


def _png(content: bytes) -> _Size:
    if content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _gif(content: bytes) -> _Size:
    width, height = struct.unpack_from("<HH", content, 6)
    return width, height


def _jpeg(content: bytes) -> _Size:
    place = 2
    for _ in range(_MOST_SEGMENTS):
        while content[place] == 0xFF:
            place += 1
        marker = content[place]
        place += 1
        if marker in _STANDALONE:
            continue
        (length,) = struct.unpack_from(">H", content, place)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, place + 3)
            return width, height
        if length < 2:
            return None
        place += length
        if content[place] != 0xFF:
            return None
    return None


def _webp(content: bytes) -> _Size:
    kind = content[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(content[at : at + 3], "little") for at in (24, 27))
        return (width + 1, height + 1) if len(content) >= 30 else None
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None
