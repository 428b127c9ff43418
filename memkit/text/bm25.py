"""Search by words: how texts become terms, and how terms are scored."""

from __future__ import annotations

import math
import re
import sys
import threading
import unicodedata

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from memkit.domain import forks
from memkit.text.marks import bounded

# Han, Kana, Bopomofo, Hangul, Thai, Lao, Khmer, Myanmar.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3031-\u3035"
    "\u3040-\u30ff\u3100-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U000323af"
)
# Vowel signs and joiners of the Indic and neighbouring scripts, which stand inside words.
_MARKS = "\u0900-\u0963\u0966-\u0dff\u0f71-\u0fbc\u1a00-\u1cff\ua800-\uabff"
_LETTER = rf"[^\W_{_UNSPACED}]"
# An apostrophe parts words (l'eau, Oslo'da), except before the ending of an English contraction.
_TOKEN = re.compile(
    rf"[{_UNSPACED}]+|{_LETTER}(?:{_LETTER}|[{_MARKS}])*(?:['’](?:s|t|ll|re|ve|m|d)(?!{_LETTER}))?"
)
_STARTS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
# Accents of Latin, Greek and Cyrillic, and the points of Hebrew and Arabic, which most leave out.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")

# Function words of English; other languages rely on the inverse document frequency.
_STOP_WORDS = frozenset(
    """a about above after again all also am an and any are aren't as at be because been before
    being below between both but by can can't could couldn't did didn't do does doesn't doing don't
    down during each few for from further had hadn't has hasn't have haven't having he he'd he'll
    he's her here here's hers herself him himself his how how's i i'd i'll i'm i've if in into is
    isn't it it's its itself just let's me more most mustn't my myself no nor not now of off on
    once only or other ought our ours ourselves out over own same shan't she she'd she'll she's
    should shouldn't so some such than that that's the their theirs them themselves then there
    there's these they they'd they'll they're they've this those through to too under until up us
    very was wasn't we we'd we'll we're we've were weren't what what's when when's where where's
    which while who who's whom whose why why's will with won't would wouldn't you you'd you'll
    you're you've your yours yourself yourselves""".split()
)

# The stemmer is not safe for threads, and a cache that outgrows this is emptied.
_CACHE_LIMIT = 200_000
_stemmer = snowballstemmer.stemmer("porter")
_stemmer_lock = threading.Lock()
forks.renew(sys.modules[__name__], _stemmer_lock=threading.Lock)
_stems: dict[str, str] = {}


def terms(text: str) -> list[str]:
    """Return the terms of a document, in order and with repeats."""
    found: list[str] = []
    for token in _TOKEN.findall(_fold(text)):
        stem = _stems.get(token)
        if stem is not None:
            found.append(stem)
        elif _STARTS_UNSPACED.match(token):
            found.extend(token)
            found.extend(_pairs(token))
        else:
            found.append(_stem(token))
    return found


def query_terms(text: str) -> list[str]:
    """Return the different terms of a query, in order, without stop words.

    A query of stop words alone keeps them: there is nothing else to find it by.
    """
    content: dict[str, None] = {}
    function: dict[str, None] = {}
    for token in _TOKEN.findall(_fold(text)):
        if _STARTS_UNSPACED.match(token):
            content.update(dict.fromkeys(_pairs(token) or [token]))
        elif token.replace("’", "'") in _STOP_WORDS:
            function[_stem(token)] = None
        else:
            content[_stem(token)] = None
    return list(content or function)


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", bounded(text.casefold()))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _stem(token: str) -> str:
    stem = _stems.get(token)
    if stem is None:
        bare = token.replace("’", "'").removesuffix("'s").replace("'", "")
        if bare.isalpha():
            with _stemmer_lock:
                bare = _stemmer.stemWord(bare)
        stem = bare or token
        if len(_stems) >= _CACHE_LIMIT:
            _stems.clear()
        _stems[token] = stem
    return stem


K1 = 0.9
B = 0.4


def inverse_document_frequency(df: int, n: int) -> float:
    """Return the weight of a term that `df` of `n` documents hold."""
    return math.log1p((n - df + 0.5) / (df + 0.5))


def bm25(
    tf: NDArray[np.float32], length: NDArray[np.float32], *, idf: float, average_length: float
) -> NDArray[np.float32]:
    """Return one term's share of the documents' scores.

    Args:
        tf: How often each document holds the term, shape (n,).
        length: The documents' lengths in terms, shape (n,).
        idf: The term's inverse document frequency.
        average_length: The mean length of all documents that are searched, above zero.
    """
    norm = length * np.float32(K1 * B / average_length)
    norm += np.float32(K1 * (1 - B))
    norm += tf
    np.divide(tf, norm, out=norm)
    norm *= np.float32(idf * (K1 + 1))
    return norm
