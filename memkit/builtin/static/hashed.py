"""Rows for words that the table does not know: fixed random signs, shared by hashing.

The hashing trick (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML
2009) with n-grams as in fastText (Bojanowski et al., TACL 2017). Such rows carry no meaning: equal
words match, words with a common stem match somewhat, all others are nearly orthogonal.
"""

from __future__ import annotations

import hashlib
import re
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

# Scripts written without spaces: Thai and Lao, Myanmar, Khmer, kana. Hangul has spaces, but its
# particles stick to the word, and pairs of syllables see through that.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\uac00-\ud7a3"
_RUNS = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_UNSPACED_START = re.compile(f"[{_UNSPACED}]")

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
    """Return the two rows of a whole word, from different bits of one hash.

    Two words share both in one of sixteen million cases.
    """
    number = crc32(word.encode("utf-8", "surrogatepass"))
    return number % WORD_SLOTS, number // WORD_SLOTS % WORD_SLOTS


def gram_slot(gram: str) -> int:
    """Return the row of an n-gram."""
    return WORD_SLOTS + crc32(gram.encode("utf-8", "surrogatepass"), 2) % GRAM_SLOTS


def runs(word: str) -> list[str]:
    """Return the parts of a word between which a script without spaces begins or ends."""
    return _RUNS.findall(word)


def slots(word: str, before: str) -> tuple[int, ...]:
    """Return the rows of a word of a script that the vocabulary can't spell.

    Scripts that part words by spaces give the word and its trigrams. Others give pairs of
    characters; ideographs, which stand alone as words, pair with the one `before`.

    Args:
        word: One of `runs`, composed, in lower case.
        before: The word before it in the same run of characters, or "".
    """
    if is_ideograph(word):
        pair = word_slots(before + word) if is_ideograph(before) else ()
        return (*pair, gram_slot(word))
    if _UNSPACED_START.match(word):
        return tuple(gram_slot(gram) for gram in (_grams(word, 2) or [word]))
    return (*word_slots(word), *(gram_slot(gram) for gram in _grams(f"<{word}>", 3)))


def _grams(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(len(text) - size + 1)]


def is_ideograph(word: str) -> bool:
    """Return whether this is one CJK ideograph."""
    return len(word) == 1 and (
        "\u3400" <= word <= "\u9fff" or "\uf900" <= word <= "\ufaff" or word >= "\U00020000"
    )
