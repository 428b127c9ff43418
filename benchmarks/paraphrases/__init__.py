"""Facts and questions that share no content word with them, in eleven languages.

`en.tsv` has sixty facts of personal memories with a question each. The first twenty are there in
the other languages too, line by line, with a question in that language. A search by words finds
none of them; what finds them knows what they mean. All of it was written for memkit.

`en-2.tsv` and `de-2.tsv` are further ones, sixty and thirty, by which parameters of the search were
chosen; the sets above check them.

`check` fails where a question has a content word of its fact. Words are compared by their stem
(Snowball's; English by Porter's), Chinese and Japanese by their characters and words in katakana
(hiragana is left out), Korean by the first two syllables of a word, because what follows is mostly
a particle.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import snowballstemmer

HERE = Path(__file__).parent

LANGUAGES = {
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "ru": "Russian",
    "tr": "Turkish",
    "ar": "Arabic",
    "hi": "Hindi",
    "zh": "Chinese",
    "ja": "Japanese",
    "ko": "Korean",
}
"""The languages beside English, by their code."""

TUNING = {"en-2": "English", "de-2": "German"}
"""The sets by which parameters were chosen, by the name of their file."""

_STEMMERS = {
    "en": "porter",
    "de": "german",
    "es": "spanish",
    "fr": "french",
    "ru": "russian",
    "tr": "turkish",
    "ar": "arabic",
    "hi": "hindi",
}

# Words without content; in Chinese and Japanese characters.
_FUNCTION_WORDS = {
    "en": "a after an and are as at be by for from how i in is it my of on or our out should than "
    "that the their them they to we what when where which while who why with would him his her "
    "she he does did do so don't can't has had have was me one",
    "de": "als an auf bekomme das dem den der die ein eine er es für haben hat ich ihn im in ist "
    "mein mit nach nicht oder sie sind und uns unser von war was wegen wie wir zu zur",
    "es": "a al como con de del desde el ella en es está la las le lo los me mi más no nos para "
    "por que qué se su un una y ya el",
    "fr": "a au aux avec c ce contre d dans de des du elle en est et il ils je l la le les leur m "
    "ma me mes ne nous on ont ou pas pour qu quel quelle qui s sa se son sont sur t un une",
    "ru": "в во и из за на не он она они с со у что мы я мне как наш её его ли от по к чем",
    "tr": "bir bu da de mi mı ne o onu ona ve için ile olarak çok",
    "ar": "أن أو أي إلى التي الذي ب على عن عند في لا لي ما من هل هو و كان كل أم",
    "hi": "और का की के को में से है हैं था थे थी ने पर या वह मैं मुझे हम हमने उसे उसका उसकी कौन सी सा "
    "क्या नहीं न हो जाते जाता गई गया आती करना करते एक हुआ",
    "zh": "我他她你们的了是在有不什么哪谁为上个一这里着",
    "ja": "何彼女人中",
    "ko": "",
}

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’][^\W_]|[\u0900-\u0963\u064b-\u065f])*")
_CJK = re.compile(r"[\u30a1-\u30fa\u30fc]+|[\u3400-\u4dbf\u4e00-\u9fff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")


@dataclass(frozen=True)
class Pair:
    """A fact, and a question about it."""

    fact: str
    question: str


def read(language: str) -> list[Pair]:
    """Return the pairs of a language by its code, "en" or one of `LANGUAGES`, or of `TUNING`."""
    lines = (HERE / f"{language}.tsv").read_text("utf-8").splitlines()
    return [Pair(*line.split("\t")) for line in lines]


def shared(pair: Pair, language: str) -> set[str]:
    """Return the content words, as they are compared, that a question has of its fact."""
    split = _splitter(language)
    return (split(pair.fact) & split(pair.question)) - split(_FUNCTION_WORDS[language])


def check(languages: Iterable[str]) -> None:
    """Compare every question with its fact.

    Raises:
        ValueError: One has a content word of it.
    """
    for language in languages:
        for pair in read(language):
            if found := shared(pair, language.removesuffix("-2")):
                raise ValueError(f"{pair} share {sorted(found)}; ask without these words.")


def _splitter(language: str) -> Callable[[str], set[str]]:
    if language in ("zh", "ja"):
        return lambda text: set(_CJK.findall(text))
    if language == "ko":
        return lambda text: {word[:2] for word in _HANGUL.findall(text)}
    stemmer = snowballstemmer.stemmer(_STEMMERS[language])
    return lambda text: set(stemmer.stemWords(_words(text)))


def _words(text: str) -> Sequence[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())
