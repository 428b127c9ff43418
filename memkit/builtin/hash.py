"""An embedder without a model: signed hashes of words and character n-grams, any script."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np

from memkit.builtin.configs import HashConfig
from memkit.contracts.embedder import Embedder, EmbedKind, Idf, Vectors
from memkit.text.marks import bounded

# Scripts without spaces between words, whose runs are cut apart: Thai and Lao, Myanmar, Khmer,
# kana, ideographs. Hangul has spaces, but its particles stick to the word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30fa\u30fc-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
# The vowel signs of Indic scripts are part of a word, though no letters to Python.
_SIGNS = "\u0300-\u036f\u0900-\u0963\u0966-\u0dff"
_WORDS = re.compile(rf"[{_UNSPACED}]+|(?:[^\W_{_UNSPACED}]|[{_SIGNS}])+")
_UNSPACED_START = re.compile(f"[{_UNSPACED}]")

# Length of the sum of a word's n-grams; the word itself has length one.
_GRAMS_LENGTH = 1.0
_GRAM_SIZE = 3

# A word of up to three letters is mostly grammar, in every language with spaces.
_SHORT_WORD = 3
_SHORT_WEIGHT = 0.4

_TEXTS_AT_ONCE = 64
_CACHED_WORDS = 50_000
_LONGEST_CACHED = 64

# Places and signed weights of one word's features.
_Features = tuple[tuple[int, ...], tuple[float, ...]]


class HashEmbedder(Embedder):
    """Embeds by words and parts of words; equal words match, synonyms don't.

    The hashing trick with signs (Weinberger et al., "Feature Hashing for Large Scale Multitask
    Learning", ICML 2009). A text's vector is the sum over its words, after NFKC and case
    folding, of the hashed word and its trigrams; runs of ideographs and kana give single
    characters and pairs. Vectors are the same on every machine. A text without any letter or
    digit gets zeros, which match nothing. Safe to use from several threads.

    Args:
        config: The number of dimensions.
    """

    normalized = True
    max_batch = 4096
    text_weight = 2.0

    def __init__(self, config: HashConfig | None = None) -> None:
        self.config = config if config is not None else HashConfig()
        self.dim = self.config.dim
        self.model = f"hash-{self.dim}-v1"
        self._cache: dict[str, _Features] = {}

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Return the vectors of the texts, float32 of shape (len(texts), dim).

        Args:
            texts: Any texts of any length.
            kind: Makes no difference here: queries and documents are embedded alike.
        """
        out = np.zeros((len(texts), self.dim), dtype=np.float64)
        for low in range(0, len(texts), _TEXTS_AT_ONCE):
            places: list[int] = []
            weights: list[float] = []
            ends: list[int] = []
            for text in texts[low : low + _TEXTS_AT_ONCE]:
                for word in words(text):
                    at, signed = self._features(word)
                    places.extend(at)
                    weights.extend(signed)
                ends.append(len(places))
            count = len(ends)
            rows = np.repeat(np.arange(count) * self.dim, np.diff(ends, prepend=0))
            sums = np.bincount(
                rows + np.array(places, dtype=np.int64), weights, minlength=count * self.dim
            )
            out[low : low + count] = sums.reshape(count, self.dim)
        return _scaled(out)

    def embed_query(self, text: str, *, idf: Idf | None = None) -> Vectors:
        """Return one query's vector of shape (dim,).

        Args:
            text: The query.
            idf: Given a word in lower case, log(1 + (N + 1) / (df + 1)) in the scope that is
                searched. Words count by its square root.
        """
        if idf is None:
            plain: Vectors = self.embed_batch([text], kind="query")[0]
            return plain
        out = np.zeros((1, self.dim), dtype=np.float64)
        for word in words(text):
            at, signed = self._features(word)
            np.add.at(out[0], list(at), np.array(signed) * math.sqrt(max(0.0, idf(word))))
        weighted: Vectors = _scaled(out)[0]
        return weighted

    def _features(self, word: str) -> _Features:
        known = self._cache.get(word)
        if known is None:
            known = _hashed(word, self.dim)
            if len(word) <= _LONGEST_CACHED:
                if len(self._cache) >= _CACHED_WORDS:
                    # A new dict, because another thread may be reading the old one.
                    self._cache = {}
                self._cache[word] = known
        return known


def words(text: str) -> list[str]:
    """Return the words of a text, NFKC and case folded; a run without spaces is one word."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", bounded(text)).casefold()
        return _WORDS.findall(text)
    return _WORDS.findall(text.lower())


def _hashed(word: str, dim: int) -> _Features:
    places = []
    weights = []
    for feature, weight in _weighted_features(word):
        number = crc32(feature.encode("utf-8", "surrogatepass"))
        # The sign comes from a bit that the remainder leaves alone for any usual dimension.
        places.append(number % dim)
        weights.append(weight if number & 0x8000_0000 else -weight)
    return tuple(places), tuple(weights)


def _weighted_features(word: str) -> Iterator[tuple[str, float]]:
    """Yield the features of a word and their weights."""
    if _UNSPACED_START.match(word):
        for character in word:
            yield f"c{character}", 0.5
        for start in range(len(word) - 1):
            yield f"p{word[start : start + 2]}", 1.0
        return
    share = _SHORT_WEIGHT if len(word) <= _SHORT_WORD and not word.isdigit() else 1.0
    yield f"w{word}", share
    marked = f"<{word}>"
    count = len(marked) - _GRAM_SIZE + 1
    if len(word) > _GRAM_SIZE:
        for start in range(count):
            yield f"g{marked[start : start + _GRAM_SIZE]}", share * _GRAMS_LENGTH / math.sqrt(count)


def _scaled(sums: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Vectors:
    """Return the rows at length one as float32; rows of zeros stay."""
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    np.divide(sums, lengths, out=sums, where=lengths > 0)
    return sums.astype(np.float32)
