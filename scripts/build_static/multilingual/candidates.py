"""Which words the table holds: how much each is worth, and which of them are English.

Words come from the teacher's vocabulary (its pieces that begin a word, and those of scripts without
spaces), from BERT's, from the training lines of Tatoeba and from CLDR. A word is worth the
logarithm of its share in some text; for words of the named languages a share is assumed that grows
with the number of places where they were seen.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memkit.builtin.multilingual.words import UNSPACED, Words

UNKNOWN = -99.0
# What the words of each source are worth at least, and how that grows with the places.
_BERT = -13.0
_BERT_RANKS = 14_000
_CLDR = (-13.4, 0.9)
_CLDR_RICH = (-13.12, 0.9)
_NAMED = (-13.3, 0.7)
_OTHER = (-15.2, 0.7)
_LESS_IF_ANOTHER_SCRIPT = 0.8
_LONGEST_UNSPACED = 8
_NAMED_SCRIPTS = re.compile(
    "[A-Za-z\u00c0-\u024f\u0400-\u04ff\u0600-\u06ff\u0900-\u097f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)
_UNSPACED = re.compile(f"[{UNSPACED}]")

# Korean words are made of a stem and particles, which are pieces inside of a word.
_INSIDE = re.compile(rf"{_UNSPACED.pattern}|[\uac00-\ud7a3]")

_nothing_known = Words([])


@dataclass(frozen=True)
class Sources:
    """Where words come from.

    Attributes:
        pieces: The teacher's pieces and their log-shares.
        start: What a piece begins with that begins a word.
        bert: BERT's vocabulary, frequent words first.
        named: Texts in the named languages, and in English.
        strange: Texts in other languages.
        english: Texts in English.
        cldr: Texts of CLDR in the named languages and in English.
        rich: Those in named languages with many forms of a word, of which the teacher's vocabulary
            holds few.
        lemmas: WordNet's words.
    """

    pieces: Sequence[tuple[str, float]]
    start: str
    bert: Sequence[str]
    named: Sequence[str]
    strange: Sequence[str]
    english: Sequence[str]
    cldr: Sequence[str]
    rich: Sequence[str]
    lemmas: frozenset[str]


@dataclass(frozen=True)
class Chosen:
    """The words of the table, in the order of their code points.

    Attributes:
        words: Themselves.
        shares: The log-share of each in text, as the teacher's tokenizer tells it; `UNKNOWN` for
            words that are no piece of it.
        english: bool of shape (n,).
    """

    words: list[str]
    shares: NDArray[np.float64]
    english: NDArray[np.bool_]


def split(text: str) -> list[str]:
    """Return the words of a text, in lower case; a run of a script without spaces is one."""
    found: list[str] = []
    for word, _ in _nothing_known.parts(text):
        # With nothing known a run falls into its characters.
        if found and _UNSPACED.match(word) and _UNSPACED.match(found[-1]):
            found[-1] += word
        else:
            found.append(word)
    return [word for word in found if word[0].isalpha()]


def choose(sources: Sources, count: int) -> Chosen:
    """Return the `count` words that are worth most."""
    shares = _of_pieces(sources)
    seen = {
        "named": _words(sources.named, unspaced=0),
        "strange": _words(sources.strange, unspaced=0),
        "english": _words(sources.english, unspaced=0),
        "cldr": _words(sources.cldr, unspaced=_LONGEST_UNSPACED),
        "rich": _words(sources.rich, unspaced=_LONGEST_UNSPACED),
    }
    ranks = {word: rank for rank, word in enumerate(sources.bert)}
    known = {word for word in ranks if word.isascii() and word.isalpha() and len(word) > 1}
    every = set(shares) | known
    every.update(*seen.values())
    worth = {word: _worth(word, shares, seen, ranks) for word in every}
    words = sorted(sorted(worth, key=lambda word: (-worth[word], word))[:count])
    return Chosen(
        words,
        np.array([shares.get(word, UNKNOWN) for word in words]),
        _english(words, seen, known & sources.lemmas),
    )


def _words(texts: Sequence[str], *, unspaced: int) -> Counter[str]:
    """Return how often words are in texts; those without spaces are no words if they are long."""
    return Counter(
        word
        for text in texts
        for word in split(text)
        if not _UNSPACED.match(word) or len(word) <= unspaced
    )


def _of_pieces(sources: Sources) -> dict[str, float]:
    shares: dict[str, float] = {}
    for piece, share in sources.pieces:
        starts = piece.startswith(sources.start)
        text = unicodedata.normalize("NFC", piece.removeprefix(sources.start).lower())
        if split(text) == [text] and (starts or _INSIDE.match(text)):
            shares[text] = float(np.logaddexp(shares.get(text, -np.inf), share))
    return shares


def _worth(
    word: str,
    shares: Mapping[str, float],
    seen: Mapping[str, Counter[str]],
    ranks: Mapping[str, int],
) -> float:
    worth = shares.get(word, UNKNOWN)
    if not _NAMED_SCRIPTS.match(word):
        worth -= _LESS_IF_ANOTHER_SCRIPT
    if ranks.get(word, _BERT_RANKS) < _BERT_RANKS:
        worth = max(worth, _BERT)
    cldr = _CLDR_RICH if seen["rich"][word] else _CLDR
    for name, (least, growth) in (("cldr", cldr), ("named", _NAMED), ("strange", _OTHER)):
        if seen[name][word]:
            worth = max(worth, least + growth * math.log(seen[name][word]))
    return worth - 1 if len(word) <= 2 and word.isascii() else worth


def _english(
    words: Iterable[str], seen: Mapping[str, Counter[str]], lemmas: frozenset[str] | set[str]
) -> NDArray[np.bool_]:
    """Return which words are English: by where they were seen, else by WordNet."""
    english = seen["english"]
    strange = seen["named"] + seen["strange"]
    all_english, all_strange = english.total(), strange.total()

    def is_english(word: str) -> bool:
        if not (word.isascii() and word.isalpha()):
            return False
        if english[word] or strange[word]:
            share = strange[word] / all_strange
            return english[word] > 0 and english[word] / all_english >= share / 2
        return word in lemmas

    return np.array([is_english(word) for word in words])


def lemmas(folder: Path) -> frozenset[str]:
    """Return WordNet's words."""
    found = set()
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"index.{part}").read_text(encoding="utf-8").splitlines():
            if not line.startswith(" "):
                found.add(line.split()[0])
    return frozenset(found)
