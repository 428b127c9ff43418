"""Texts as a provider takes them."""

from __future__ import annotations

# Of any script: English has four and more, Chinese about three.
_BYTES_OF_A_TOKEN = 3


def estimated_tokens(text: str) -> int:
    """Return about how many tokens a text has, rather too many: one for three bytes."""
    return len(text.encode(errors="replace")) // _BYTES_OF_A_TOKEN + 1


def encodable(text: str) -> str:
    """Return the text without halves of characters, which can't be sent as UTF-8."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def cut(text: str, *, tokens: int) -> str:
    """Return the beginning of a text, by the estimate of three bytes a token.

    Args:
        text: One without halves of characters.
        tokens: The most tokens that may remain.
    """
    most = tokens * _BYTES_OF_A_TOKEN
    # No character has more than four bytes, so most texts need not be encoded to be measured.
    return text if len(text) * 4 <= most else text.encode()[:most].decode(errors="ignore")
