"""Which languages a text is in: by its script, its function words, and how words are written.

It is enough to find the languages whose stems are worth having. A word keeps its English stem in
any case, so a text that is taken for another language loses nothing.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from memkit.text import function_words, marker_words
from memkit.text.tokens import folded

Evidence = Mapping[str, float]

# From so much on a language is certain. What another one has less than a share of is chance.
_CERTAIN = 0.9
_SHARE = 0.45
_MIXED = 0.6
_FAINT = 0.2
_AMBIGUOUS = 0.3
# So much of what speaks for English are words of other languages in an English text.
_BESIDE_ENGLISH = 0.3

_ENGLISH = frozenset(function_words.ENGLISH.split())
_ELSEWHERE = frozenset(word for words in function_words.OTHERS.values() for word in words.split())
# What shows by itself that a text is in English, or that it is not.
ENGLISH_ONLY = _ENGLISH - _ELSEWHERE - function_words.AMBIGUOUS
FOREIGN_ONLY = _ELSEWHERE - _ENGLISH - function_words.AMBIGUOUS

_LETTERS = {
    "ä": "de", "ö": "de tr", "ü": "de tr", "ñ": "es", "ç": "fr pt tr", "ã": "pt",
    "õ": "pt", "ê": "fr pt", "è": "fr it", "à": "fr it", "ù": "fr it", "ò": "it", "ì": "it",
    "é": "fr es pt", "á": "es pt", "í": "es pt", "ó": "es pt pl", "ú": "es pt", "â": "fr pt",
    "î": "fr", "û": "fr", "ë": "fr nl", "ï": "fr nl", "œ": "fr", "ı": "tr", "ğ": "tr", "ş": "tr",
    "ł": "pl", "ą": "pl", "ę": "pl", "ż": "pl", "ź": "pl", "ń": "pl", "ś": "pl", "ć": "pl",
    "і": "uk", "ї": "uk", "є": "uk", "ґ": "uk", "ы": "ru", "э": "ru", "ъ": "ru", "ё": "ru",
    "پ": "fa", "چ": "fa", "ژ": "fa", "گ": "fa", "ک": "fa", "ی": "fa", "ة": "ar", "ي": "ar",
    "ك": "ar", "ى": "ar", "أ": "ar", "إ": "ar",
}  # fmt: skip
_ENDINGS = {
    "en": "ing tion ness ould ght ies ally ments",
    "de": "ung ungen keit heit lich liche lichen isch ische schaft chen erin schen tzt cht zeug",
    "nl": "heid tje tjes lijk lijke ijk aar aan eeld oord ijd uur ijn oek",
    "es": "ción ciones dad idad mente amos ando iendo illo illa ero eros oso",
    "pt": "ção ções dade mente ando endo inho inha eiro eira agem",
    "it": "zione zioni ità mente ando endo ino etto etta aggio ccio",
    "fr": "eux euse euses ement ette eau eaux aient ille ière ique iques oir",
    "pl": "ów ach ami owie ski ska ego ość cja cji nie owy owa czy iem",
    "tr": "lar ler ları leri ında inde dan den yor dım dim tım tim mak mek lık lik cı ci",
}
# Last letters, and letters in a row, that are rare in English: each says little.
_LAST = {"a": "es it pl pt", "i": "it", "o": "es it pt"}
_IN_A_ROW = re.compile(
    "(?P<pl>sz|cz|rz|dz|kcj|uje|owa)|(?P<nl>ij|aa|uu|sch(?=e|a|o)|oei)|(?P<pt>lh|nh|oes)|(?P<it>cch|zi[oa]|gli[oae]?$)"
    "|(?P<fr>eau|oux|[aeiou]is$|ier$)|(?P<es>rr|ll[aoe]|ue[srnv])|(?P<de>sch|tz|ei[nt]|[aou]cht?)|(?P<tr>[aeiou]y[aeiou]r|[ly][ae]r)"
)
_SCRIPTS = {"latin": "de es fr it nl pl pt tr", "cyrillic": "ru uk", "arabic": "ar fa",
            "devanagari": "hi", "greek": "el"}  # fmt: skip
OF_SCRIPT = {script: tuple(languages.split()) for script, languages in _SCRIPTS.items()}
_USUAL = {"cyrillic": ("ru", "uk"), "arabic": ("ar",), "devanagari": ("hi",), "greek": ("el",)}
_STARTS = re.compile(
    "(?P<latin>[a-z\u00aa-\u024f\u1e00-\u1eff])|(?P<cyrillic>[\u0400-\u052f])"
    "|(?P<arabic>[\u0620-\u077f\u08a0-\u08ff])|(?P<devanagari>[\u0900-\u097f])"
    "|(?P<greek>[\u0370-\u03ff\u1f00-\u1fff])"
)
_NOTHING: Evidence = MappingProxyType({})
_CACHE_LIMIT = 200_000
_seen: dict[str, Evidence] = {}


def script_of(token: str) -> str | None:
    """Return the script of a word, if its languages have stems."""
    if token.isascii():
        return None if token[0].isdigit() else "latin"
    found = _STARTS.match(token)
    return found.lastgroup if found else None


def is_english(tokens: Collection[str]) -> bool:
    """Tell whether a text is certainly in English, and in nothing else."""
    return not ENGLISH_ONLY.isdisjoint(tokens) and FOREIGN_ONLY.isdisjoint(tokens)


def evidence(tokens: Iterable[str]) -> dict[str, float]:
    """Return what speaks for each language, "en" included."""
    total: dict[str, float] = {}
    for token in tokens:
        of_token = _seen.get(token)
        if of_token is None:
            if len(_seen) >= _CACHE_LIMIT:
                _seen.clear()
            of_token = _seen[token] = _evidence(token)
        for language, weight in of_token.items():
            total[language] = total.get(language, 0.0) + weight
    return total


def likely(found: Mapping[str, float], *, script: str = "latin") -> tuple[str, ...]:
    """Return the languages of a script that a text may be in, the likeliest first.

    Without any evidence these are the usual ones of the script; of Latin, none but English.
    """
    weights = {language: found.get(language, 0.0) for language in OF_SCRIPT[script]}
    best = max(weights.values())
    if script == "latin" and best < _BESIDE_ENGLISH * found.get("en", 0.0):
        return ()
    if best < _FAINT:
        return _USUAL.get(script, ())
    ordered = sorted(weights, key=lambda language: (-weights[language], language))
    return tuple(language for language in ordered if weights[language] >= _SHARE * best)


def certain(found: Mapping[str, float]) -> tuple[str, ...]:
    """Return the languages that a text is certainly in, the one with most of it first."""
    if not found:
        return ()
    best = max(found.values())
    ordered = sorted(found, key=lambda language: (-found[language], language))
    return tuple(
        language
        for language in ordered
        if found[language] >= _CERTAIN and found[language] >= _MIXED * best
    )


def is_unambiguous(word: str) -> bool:
    """Tell whether a function word is none of substance in another language."""
    return word not in function_words.AMBIGUOUS


@functools.cache
def stop_words(language: str) -> frozenset[str]:
    """Return the function words of a language, with and without their accents."""
    if language == "en":
        return _ENGLISH
    words = function_words.OTHERS.get(language, "").split()
    return frozenset(words) | frozenset(folded(word) for word in words)


def _evidence(token: str) -> Evidence:
    token = token.replace("’", "'")
    known = _known().get(token)
    if known is not None:
        return known
    found: dict[str, float] = {}
    for letter in set(token) if not token.isascii() else ():
        languages = _LETTERS.get(letter, "").split()
        for language in languages:
            found[language] = found.get(language, 0.0) + 0.8 / len(languages)
    if len(token) > 3:
        for language, weight in _of_form(token):
            found[language] = found.get(language, 0.0) + weight
    return found or _NOTHING


def _of_form(token: str) -> Iterator[tuple[str, float]]:
    """Yield what the ending of a word and its letters in a row say."""
    yield from _of_ending(token).items()
    last = _LAST.get(token[-1], "").split()
    yield from ((language, 0.15 / len(last)) for language in last)
    for match in _IN_A_ROW.finditer(token):
        yield str(match.lastgroup), 0.15


def _of_ending(token: str) -> Evidence:
    for length in (6, 5, 4, 3, 2):
        if len(token) >= length + 2:
            found = _endings().get(token[-length:])
            if found:
                return found
    return _NOTHING


@functools.cache
def _endings() -> Mapping[str, Evidence]:
    by_ending: defaultdict[str, set[str]] = defaultdict(set)
    for language, endings in _ENDINGS.items():
        for ending in endings.split():
            by_ending[ending].add(language)
    return {
        ending: dict.fromkeys(languages, 0.35 / len(languages))
        for ending, languages in by_ending.items()
    }


@functools.cache
def _known() -> Mapping[str, Evidence]:
    """Return what each word of the lists says: less if it is in several."""
    exact: defaultdict[str, set[str]] = defaultdict(set)
    bare: defaultdict[str, set[str]] = defaultdict(set)
    lists = [("en", function_words.ENGLISH), *function_words.OTHERS.items()]
    for language, words in [*lists, *marker_words.OTHERS.items(), ("en", marker_words.ENGLISH)]:
        for word in words.split():
            exact[word].add(language)
            bare[folded(word)].add(language)
    return {
        word: dict.fromkeys(languages, _weight(word, len(languages), word in exact))
        for word, languages in {**bare, **exact}.items()
    }


def _weight(word: str, languages: int, is_exact: bool) -> float:
    weight = (1.0 if is_exact else 0.7) / languages
    return weight * _AMBIGUOUS if word in function_words.AMBIGUOUS else weight
