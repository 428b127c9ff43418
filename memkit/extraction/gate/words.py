"""The language of a text, and its words of substance, as far as the gate needs them."""

from __future__ import annotations

import functools
import re

from memkit.text import languages
from memkit.text.stems import english, terms_in
from memkit.text.terms import terms
from memkit.text.tokens import normal, split

# Scripts by what their letters stand for; kana makes a text Japanese, whatever else is in it.
_SCRIPTS = {
    "ja": re.compile("[\u3041-\u30fa\u30fc]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "zh": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "he": re.compile("[\u05d0-\u05ea]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "arabic": re.compile("[\u0620-\u077f]"),
    "devanagari": re.compile("[\u0900-\u097f]"),
    "greek": re.compile("[\u0370-\u03ff]"),
}
_UNSPACED = ("ja", "zh")
# A sign of Chinese or Japanese says as much as several letters.
_WEIGHT = {"ja": 2.5, "zh": 2.5, "ko": 2.0}
_SURE = 0.9
_APART = 1.6
_LONGEST_WORD = 60  # Stemmers take the square of the length.
LIKELY = 0.2  # Enough for the choice of a list of words, not for a refusal.


@functools.lru_cache(maxsize=1024)
def script_of(text: str) -> str | None:
    """Return the script of most of a text: "latin", "arabic", ..., or "ja", "zh", "ko"."""
    counts = {name: len(p.findall(text)) * _WEIGHT.get(name, 1.0) for name, p in _SCRIPTS.items()}
    if counts["ja"]:
        counts["ja"] += counts.pop("zh")
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None


@functools.lru_cache(maxsize=1024)
def language_of(text: str, *, sure: float = _SURE) -> str | None:
    """Return the language of a text by ISO 639-1 code, where it can be told from the others.

    Args:
        text: Any text.
        sure: How much must speak for it: about the number of its function words.
    """
    script = script_of(text)
    if script is None or script in ("ja", "zh", "ko", "th", "he"):
        return script
    weights = _weights(text, script)
    ordered = sorted(weights, key=lambda code: -weights[code])
    best, second = ordered[0], ordered[1] if len(ordered) > 1 else None
    if second is None:
        return best
    if weights[best] >= sure and weights[best] >= _APART * weights[second]:
        return best
    return {"arabic": "ar", "cyrillic": "ru"}.get(script) if not weights[best] else None


def speaks(text: str, language: str) -> bool:
    """Tell whether a text may be in a language: no other one is much likelier."""
    script = script_of(text)
    if script is None or script in ("ja", "zh", "ko", "th", "he"):
        return script in (None, language)
    weights = _weights(text, script)
    best = max(weights.values())
    return language in weights and (best < _SURE or weights[language] * _APART >= best)


def _weights(text: str, script: str) -> dict[str, float]:
    """Return what speaks for each of the languages of a script."""
    found = languages.evidence(split(normal(text)))
    codes = languages.OF_SCRIPT[script]
    return {code: found.get(code, 0.0) for code in (("en", *codes) if script == "latin" else codes)}


@functools.lru_cache(maxsize=4096)
def content(text: str, language: str | None) -> frozenset[str]:
    """Return the words of substance of a text, as stems; pairs of signs in Chinese and Japanese."""
    words = split(normal(text))
    if language in _UNSPACED:
        return frozenset(term for term in terms(" ".join(words)) if len(term) > 1)
    stop = languages.stop_words(language or "en")
    return frozenset(
        _stem(word, language)
        for word in words
        if word not in stop and word.replace("’", "'").partition("'")[0] not in stop
    )


def _stem(word: str, language: str | None) -> str:
    if len(word) > _LONGEST_WORD:
        return word
    if language in STEMMED:
        found = terms_in(language, word)
        if found:
            return found[0].partition("·")[2]
    return english(word)


STEMMED = frozenset("de es fr it nl pl pt tr ru uk ar hi el".split())
