"""Texts cut into words, runs of scripts without spaces, and symbols."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from memkit.text.marks import bounded

# Han, Kana, Bopomofo, Hangul, Thai, Lao, Khmer, Myanmar.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3031-\u3035"
    "\u3040-\u30ff\u3100-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U000323af"
)
# Vowel signs and joiners of the Indic and neighbouring scripts, which stand inside words, and
# accents that no letter is written with in one character.
_MARKS = "\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u0f71-\u0fbc\u1a00-\u1cff\ua800-\uabff"
_LETTER = rf"[^\W_{UNSPACED}]"
# An apostrophe parts words (l'eau, Oslo'da), except before the ending of an English contraction.
_TOKEN = re.compile(
    rf"[{UNSPACED}]+|{_LETTER}(?:{_LETTER}|[{_MARKS}])*(?:['’](?:s|t|ll|re|ve|m|d)(?!{_LETTER}))?"
)
# The same for a text of ASCII alone, in a third of the time.
_ASCII_TOKEN = re.compile("[a-z0-9]+(?:'(?:s|t|ll|re|ve|m|d)(?![a-z0-9]))?")
STARTS_UNSPACED = re.compile(rf"[{UNSPACED}]")
# Accents of Latin, Greek and Cyrillic, and the points of Hebrew and Arabic, which most leave out.
_POINTS = re.compile("[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_ACCENTS = re.compile("[\u0300-\u036f\u0653-\u0655]")
_WITHOUT_ACCENTS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
# The apostrophe inside Ukrainian words is no mark between words.
_APOSTROPHE = re.compile("(?<=[\u0400-\u04ff])['’\u02bc](?=[\u0400-\u04ff])")

# Only a text with one of these is looked through for symbols, or for numbers of parts. A set of
# characters is found ten times as fast as a choice of patterns.
_ODD = re.compile(r"[^a-z0-9\s.,!?'\"()/\-]")
_DIGITS = re.compile(r"[^\x00-/:-?A-\x7f]")
_PLAIN = r"\w\s.,;:!?'\"()\-–—…“”„‘’«»¿¡\[\]/"
_SYMBOL = rf"[^{_PLAIN}{_MARKS}{UNSPACED}_\u200b-\u200f\ufe00-\ufe0f\u20e3\U000e0020-\U000e007f]"
_TONES = "\U0001f3fb-\U0001f3ff"
_AFTER = rf"[\ufe00-\ufe0f\u20e3{_TONES}\U000e0020-\U000e007f]*"
_EMOJI = re.compile(rf"[\U0001f1e6-\U0001f1ff]{{2}}|{_SYMBOL}{_AFTER}(?:\u200d{_SYMBOL}{_AFTER})*")
_FACE = re.compile(r"[:;=](?<!\w.)[-']?[()dpo/\\|*3](?!\w)|<3+(?!\w)")
_CODE = re.compile(r"(?<![^\W\d_])[^\W\d_][^\W_]*(?:\+\+(?![^\W\d])|#(?!\w))")
_PREFIXED = re.compile(r"[.#@](?<![^\s(\"'].)[^\W\d]\w*")
# Versions, numbers of parts, dates and addresses, which are also found as a whole.
_CHAIN = re.compile(r"(?<![^\W_])[^\W_]+(?:(?:[-./_@+]|(?<=\d)[,:'’](?=\d))[^\W_]+)+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’]\d{3})+")
_DROPPED = re.compile(rf"[\ufe00-\ufe0f\u20e3{_TONES}]")
# Punctuation that means something by itself. The rest of it is in every text.
_MEANT = frozenset("%&#*@§¶†‡‰°")
_ALONE_ONLY = frozenset("&*@+=<>|~^#")


def normal(text: str) -> str:
    """Return a text in one case and one form, with its accents."""
    if text.isascii():
        return text.lower()
    one_case = unicodedata.normalize("NFKC", bounded(text)).casefold()
    composed = unicodedata.normalize("NFC", one_case).replace("i\u0307", "i")
    return _APOSTROPHE.sub("", _POINTS.sub("", composed))


def split(normal_text: str) -> list[str]:
    """Return the words of a text, and its runs of scripts that are written without spaces."""
    pattern = _ASCII_TOKEN if normal_text.isascii() else _TOKEN
    found: list[str] = pattern.findall(normal_text)
    return found


def folded(token: str) -> str:
    """Return a word without its accents."""
    if token.isascii():
        return token
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", token))
    return unicodedata.normalize("NFC", bare).translate(_WITHOUT_ACCENTS)


def symbols(normal_text: str) -> list[str]:
    """Return what a text is found by beside its words: emoji, signs, names and numbers of parts."""
    found: list[str] = []
    if _ODD.search(normal_text):
        found.extend(face.replace("'", "") for face in _FACE.findall(normal_text))
        if "+" in normal_text or "#" in normal_text:
            found.extend(_CODE.findall(normal_text))
        for cluster in _EMOJI.findall(normal_text):
            found.extend(_parts(cluster))
    if _may_be_prefixed(normal_text):
        found.extend(_PREFIXED.findall(normal_text))
    if _DIGITS.search(normal_text):
        for piece in normal_text.split():
            if not piece.isalnum() and _DIGITS.search(piece):
                found.extend(whole for chain in _CHAIN.findall(piece) for whole in _wholes(chain))
    return found


def _may_be_prefixed(text: str) -> bool:
    return "#" in text or "@" in text or " ." in text or text.startswith(".")


def is_incidental(symbol: str) -> bool:
    """Tell whether a symbol counts in a query only when there is nothing else in it."""
    return symbol in _ALONE_ONLY


def _parts(cluster: str) -> Iterator[str]:
    """Yield an emoji without its skin tones, and what it is joined from; or a sign."""
    whole = _DROPPED.sub("", cluster)
    parts = [part for part in whole.split("\u200d") if part]
    if len(parts) > 1:
        yield "\u200d".join(parts)
    for part in parts:
        if part in _MEANT or unicodedata.category(part[0]).startswith("S"):
            yield part


def _wholes(chain: str) -> Iterator[str]:
    if not any(character.isdigit() for character in chain):
        if "@" in chain:
            yield chain
        return
    if "'" not in chain and "’" not in chain:
        if chain[0] == "v" and chain[1].isdigit():
            chain = chain[1:]
            yield chain.partition(".")[0]
        yield chain
    if _THOUSANDS.fullmatch(chain):
        yield re.sub(r"\D", "", chain)
