"""Rows for words that the table does not know: fixed random signs, shared by hashing.

The hashing trick (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML
2009) with n-grams as in fastText (Bojanowski et al., TACL 2017). Such rows carry no meaning: equal
words match, words with a common stem match somewhat, all others are nearly orthogonal.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WORD_SLOTS = 4096
GRAM_SLOTS = 4096
SLOTS = WORD_SLOTS + GRAM_SLOTS

# Lengths of the rows beside the table's mean row of length one. A word has two word rows and some
# five n-grams, so it counts about as much as a rare English word.
_WORD_LENGTH = 0.5
_GRAM_LENGTH = 0.5

_SEED = b"memkit static hashed rows 1"


def rows(dim: int) -> NDArray[np.float32]:
    """Return the rows: words first, then n-grams; float32 of shape (slots, dim).

    Args:
        dim: Length of a row, divisible by 8.
    """
    # An extendable hash is a random generator that no version of numpy can change.
    bits = np.unpackbits(
        np.frombuffer(hashlib.shake_256(_SEED).digest(SLOTS * dim // 8), dtype=np.uint8)
    ).reshape(SLOTS, dim)
    signs = bits.astype(np.float32) * 2 - 1
    signs[:WORD_SLOTS] *= _WORD_LENGTH / dim**0.5
    signs[WORD_SLOTS:] *= _GRAM_LENGTH / dim**0.5
    return signs


def word_slots(word: str) -> tuple[int, int]:
    """Return the two rows of a whole word.

    Two words share both in one of eight million cases.
    """
    encoded = word.encode("utf-8", "surrogatepass")
    return crc32(encoded) % WORD_SLOTS, crc32(encoded, 1) % WORD_SLOTS


def gram_slot(gram: str) -> int:
    """Return the row of an n-gram."""
    return WORD_SLOTS + crc32(gram.encode("utf-8", "surrogatepass"), 2) % GRAM_SLOTS


def slots(word: str, before: str) -> tuple[int, ...]:
    """Return the rows of a word of a script that the vocabulary can't spell.

    Scripts that part words by spaces give the word and its trigrams. Others give pairs of
    characters; ideographs, which stand alone as words, pair with the one `before`.

    Args:
        word: In lower case, decomposed or not.
        before: The word before it in the same run of characters, or "".
    """
    word = unicodedata.normalize("NFC", word)
    if is_ideograph(word):
        pair = word_slots(before + word) if is_ideograph(before) else ()
        return (*pair, gram_slot(word))
    if any(_is_unspaced(c) for c in word):
        return tuple(gram_slot(gram) for gram in (_grams(word, 2) or (word,)))
    marked = f"<{word}>"
    return (*word_slots(word), *(gram_slot(gram) for gram in _grams(marked, 3)))


def _grams(text: str, size: int) -> tuple[str, ...]:
    return tuple(_each_gram(text, size))


def _each_gram(text: str, size: int) -> Iterator[str]:
    for start in range(len(text) - size + 1):
        yield text[start : start + size]


def is_ideograph(word: str) -> bool:
    """Return whether this is one CJK ideograph."""
    return len(word) == 1 and (
        "\u3400" <= word <= "\u9fff" or "\uf900" <= word <= "\ufaff" or word >= "\U00020000"
    )


def _is_unspaced(character: str) -> bool:
    """Return whether the character belongs to a script written without spaces, or to Hangul.

    Hangul has spaces, but its particles stick to the word; pairs of syllables see through that.
    """
    return (
        "\u0e00" <= character <= "\u0eff"  # Thai, Lao
        or "\u1000" <= character <= "\u109f"  # Myanmar
        or "\u1780" <= character <= "\u17ff"  # Khmer
        or "\u3040" <= character <= "\u30ff"  # kana
        or "\uac00" <= character <= "\ud7a3"  # Hangul syllables
    )
