"""Stems: the English one that every word has, and those of other languages."""

from __future__ import annotations

import functools
import re
import sys
import threading
from collections import defaultdict
from importlib import metadata
from typing import Any

from memkit.domain import forks
from memkit.text import compounds
from memkit.text.function_words import ENGLISH
from memkit.text.tokens import folded

_ALGORITHMS = {
    "de": "german", "es": "spanish", "fr": "french", "it": "italian", "nl": "dutch",
    "pl": "polish", "pt": "portuguese", "tr": "turkish", "ru": "russian", "fa": "persian",
    "hi": "hindi", "el": "greek",
}  # fmt: skip
# Snowball has none for Ukrainian: the endings of verbs, nouns and adjectives.
_UKRAINIAN = re.compile(
    "(?:[аеиіїоуюя](?:тися|ться|лася|лися|вся|ти|ть|в|ла|ло|ли)"
    "|[ая]?(?:ють|ємо|єте|єш|є|ю)|уть|ать|ять"
    "|ість|ості|істю|ями|ами|ові|еві|ього|ього|ому|ого|ими|іми|ій|ої|их|іх|ою|ею|єю|ам|ям|ах|ях|ів|їв|ей"
    "|а|е|и|і|ї|о|у|ь|й|я)$"
)
# Light stemming as Larkey, Ballesteros and Connell describe it ("Improving stemming for Arabic
# information retrieval", 2002), with the endings that say whose something is.
_ARABIC_LETTERS = str.maketrans("أإآى", "اااي")
_ARABIC_START = re.compile("^(?:وال|بال|كال|فال|ال|لل|و)(?=...)")
_ARABIC_END = re.compile(
    "(?<=..)(?:تها|تهم|تنا|تكم|تي|ته|تك|ات|ان|ون|ين|ها|هم|نا|كم|ية|يه|ه|ة|ي|ت)$"
)
# Snowball's Turkish takes a last consonant for an ending.
_TURKISH_END = re.compile("[aeıioöuü]$")
_CACHE_LIMIT = 200_000
# What is longer is no word, and stemmers take long for it.
_LONGEST = 60
_FUNCTION_WORDS = frozenset(ENGLISH.split())
# Porter's stemmer makes such words of "one", "used" and "ate", which would meet them anywhere.
_SHORT_WORDS = frozenset(word for word in _FUNCTION_WORDS if len(word) == 2)
# The stemmers are not safe for threads, and a cache that outgrows this is emptied.
_lock = threading.Lock()
forks.renew(sys.modules[__name__], _lock=threading.Lock)
english_stems: dict[str, str] = {}
_terms: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)


@functools.cache
def stemmers() -> str:
    """Return the version of the stemmers: another one may make other stems."""
    return metadata.version("snowballstemmer")


def english(token: str) -> str:
    """Return the stem that a word has in any language, without accents."""
    stem = english_stems.get(token)
    if stem is None:
        bare = folded(token).replace("’", "'").removesuffix("'s").replace("'", "")
        stem = (_snowball("porter", bare) if bare.isalpha() else bare) or token
        if stem in _SHORT_WORDS and token not in _FUNCTION_WORDS:
            stem += "e"
        if len(english_stems) >= _CACHE_LIMIT:
            english_stems.clear()
        english_stems[token] = stem
    return stem


def stem(token: str, language: str) -> str:
    """Return the stem of a word in a language, without accents."""
    if language == "uk":
        return folded(_UKRAINIAN.sub("", token) if len(token) > 3 else token)
    if language == "ar":
        return _arabic(token)
    if language == "nl":
        # The stemmer knows no ending with a diaeresis, which only parts vowels.
        token = folded(token.removesuffix("ën"))
    found = folded(_snowball(_ALGORITHMS[language], token))
    return found if len(found) > 1 else folded(token)


def terms_in(language: str, token: str) -> tuple[str, ...]:
    """Return what a word is found by in a language: its stem, then those of its parts.

    They carry the language's name, so that no word is taken for another language's.
    """
    known = _terms[language].get(token)
    if known is None:
        known = _terms[language][token] = _terms_in(language, token)
        if len(_terms[language]) >= _CACHE_LIMIT:
            _terms[language].clear()
    return known


def query_forms(language: str, token: str) -> tuple[str, ...]:
    """Return the terms of which a text in a language holds one if it holds a word."""
    found = terms_in(language, token)[:1]
    if language == "tr" and found:
        return (*found, f"tr·{folded(token)}", f"tr·{folded(_TURKISH_END.sub('', token))}")
    return found


def parts_in(language: str, token: str, *, certain: bool) -> list[str]:
    """Return the stems of a compound's parts.

    Args:
        language: Which; of most there are none.
        token: The word.
        certain: Whether it is in this language. If not, all of its parts must be known ones.
    """
    found = [part.partition("·")[2] for part in terms_in(language, token)[1:]]
    known = certain or compounds.are_frequent(found, language, stemmed=_stemmed(language))
    return found if known else []


def _arabic(token: str) -> str:
    bare = _ARABIC_START.sub("", token.translate(_ARABIC_LETTERS))
    return _ARABIC_END.sub("", bare) if len(bare) > 3 else bare


def _terms_in(language: str, token: str) -> tuple[str, ...]:
    bare = token.replace("’", "'").partition("'")[0]
    if len(bare) > _LONGEST or not (bare.isalpha() or language == "hi"):
        return ()
    own = stem(bare, language)
    parts: tuple[str, ...] = ()
    if language in compounds.LANGUAGES:
        parts = compounds.parts(own, language, stemmed=_stemmed(language))
    return tuple(f"{language}·{part}" for part in (own, *parts) if part)


@functools.cache
def _stemmed(language: str) -> compounds.Stem:
    return functools.partial(stem, language=language)


def _snowball(algorithm: str, word: str) -> str:
    with _lock:
        found: str = _stemmer(algorithm).stemWord(word)
    return found


@functools.cache
def _stemmer(algorithm: str) -> Any:
    # Importing it takes as long as importing all of memkit.
    import snowballstemmer

    return snowballstemmer.stemmer(algorithm)
