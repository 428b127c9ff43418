"""Forms of one name: cases of letters, possessives, and endings of languages that inflect names."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence

from memkit.extraction.gate.words import script_of
from memkit.text.tokens import folded, normal

# What stands behind an apostrophe: "Ana's", "Ankara'da".
_POSSESSIVE = re.compile(r"['’][^\W\d_]{0,8}$")
_SHORTEST_STEM = 3
# Endings of names in languages that inflect them, the longer ones first; their stemmers know words.
_ENDINGS = {
    "cyrillic": re.compile(
        "(?:иями|ией|иею|иям|иях|ия|ию|ии|ием|ами|ями|ого|ому|ой|ою|ей|ею|ом|ем|ам|ям|ах|ях|ым|ых"
        "|а|я|о|е|и|ы|у|ю|ь|й|і|ї|є)$"
    ),
    "pl": re.compile(
        "(?:iami|iach|iom|iego|iemu|ami|ach|owi|iem|em|om|ego|emu|ia|ie|ii|io|iu|ią|ię"
        "|a|e|i|o|u|y|ą|ę)$"
    ),
}


def shown(words: Sequence[str]) -> str:
    """Return a name as it is listed: without what its place in the sentence adds to it."""
    bare = [without_possessive(word) for word in words]
    return " ".join(bare)


@functools.lru_cache(maxsize=65_536)
def key_of(name: str, language: str | None = None) -> str:
    """Return what the forms of a name have in common.

    Args:
        name: The name.
        language: The language of the text that has it; None for one that can't be told.
    """
    words = re.split(r"[\s\-–]+", name.strip())
    return " ".join(key_of_word(word, language) for word in words if word)


def best(forms: Counter[str]) -> str:
    """Return the form that a name is listed by: the most frequent, of equal ones the shortest."""
    return min(forms, key=lambda form: (-forms[form], len(form), form))


@functools.lru_cache(maxsize=65_536)
def key_of_word(word: str, language: str | None) -> str:
    """Return what the forms of one word of a name have in common."""
    plain = normal(without_possessive(word))
    # Short texts in Russian and Ukrainian may be taken for each other.
    ending = _ENDINGS.get("cyrillic" if script_of(plain) == "cyrillic" else language or "")
    short = plain if ending is None else ending.sub("", plain)
    return folded(short if len(short) >= _SHORTEST_STEM else plain)


def without_possessive(word: str) -> str:
    """Return a word without what stands behind its apostrophe, unless that is a part of a name."""
    match = _POSSESSIVE.search(word)
    # "O'Neil" is a name, "d'Or" the half of one.
    if match is None or match[0][1:2].isupper() or match.start() < 2:
        return word[:-1] if word.endswith(("'", "’")) else word
    return word[: match.start()]
