"""What may vouch for an item: its quote, the words around it, and the lines just before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from memkit.extraction.gate.times import times
from memkit.extraction.gate.words import LIKELY, content, language_of, script_of, speaks
from memkit.extraction.windows.lines import Line
from memkit.text.own_blocks import unmarked
from memkit.text.sentences import around, clauses, sentences
from memkit.text.tokens import normal, split

# So many lines before may name whom a line speaks of.
_EARLIER = 3
_WORDS_OF_A_FRAGMENT = 3
# So few words may be taken for those of another language; words are alike by so many letters.
_FEW = 14
_HEAD = 4
_ALIKE = 0.4
_SMALL_WORD = re.compile(rf"[^\W\d_]{{{_HEAD},}}")
_REACH = 600
_DURATION = re.compile(r"\W*(?:since|for|seit|desde|depuis|há|da|al|od|уже|منذ)\b", re.IGNORECASE)
_ASKS = re.compile(r"[?？؟]|(?:吗|呢|か|습니까|나요|까요)[。.]?\s*$")
_YES = (
    "yes|yeah|yep|yup|sure|exactly|right|correct|indeed|absolutely|definitely|of course|true"
    "|ja|genau|stimmt|klar|jawohl|doch"
    "|sí|claro|exacto|así es|oui|ouais|exactement|bien sûr|sim|isso|exato|com certeza|certo"
    "|esatto|klopt|inderdaad|zeker"
    "|tak|dokładnie|zgadza się|да|ага|верно|конечно|именно|так|авжеж|звичайно|evet|doğru"
    "|aynen|نعم|أجل|صحيح|بالضبط|हाँ|हां|जी|सही"
    "|是的|对|對|没错|是啊|嗯|はい|うん|ええ|そうです|そう|네|예|응|맞아요|맞아|그래요"
)
_NO = (
    "no|nope|nah|never|nein|nö|niemals|nunca|non|jamais|não|nee|nooit|nie|нет|никогда|ні|ніколи"
    "|hayır|asla|لا|أبدا|कभी नहीं|नहीं|不是|没有|不|いいえ|いや|ううん|아니요|아니|아뇨"
)
_ANSWER = re.compile(
    rf"^\W*(?:(?P<yes>{_YES})|(?P<no>{_NO}))(?![\w\u0900-\u094f\u4e00-\u9fff])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What may vouch for an item.

    Attributes:
        line: The line of the quote; `text`: its text without blocks of memkit's own.
        quote, sentence, wide: The quote, its sentences, and those with one on each side.
        asked: What the line before asked, where the quote is in the answer to it; else "".
        answer: Whether that answer begins with a yes or a no.
        earlier: The texts of some lines before, the last one first.
        language: The language of the line, if that can be told.
    """

    line: Line
    window: Sequence[Line]
    text: str
    quote: str
    sentence: str
    wide: str
    asked: str = ""
    answer: bool | None = None
    earlier: tuple[str, ...] = ()
    language: str | None = None

    @property
    def said(self) -> str:
        """What numbers and dates may come from."""
        return f"{self.wide}\n{self.asked}" if self.asked else self.wide

    @property
    def named(self) -> str:
        """What names may come from, but for those of speakers."""
        return "\n".join([self.text, *self.earlier])

    def language_of(self, fact: str) -> str | None:
        """Return the language of a fact: that of its evidence unless it can't be."""
        is_short = len(fact.split()) <= _WORDS_OF_A_FRAGMENT + 1
        same_script = script_of(fact) == script_of(self.text)
        if self.language and ((is_short and same_script) or speaks(fact, self.language)):
            return self.language
        return language_of(fact) or self.language

    @property
    def pieces(self) -> list[str]:
        """The clauses of the quote's sentences."""
        return joined_clauses(self.sentence)

    def meant(self, text: str) -> list[str]:
        """Return the clauses of the quote's sentences that a text speaks of, the nearest first.

        Where no clause shares a word with the text, all are. A question that is answered counts
        where it shares more.
        """
        wanted = content(text, self.language)
        own = [(len(wanted & content(piece, self.language)), piece) for piece in self.pieces]
        best = max((count for count, _ in own), default=0)
        asked = [
            piece
            for piece in clauses(self.asked)
            if len(wanted & content(piece, self.language)) > best
        ]
        return asked or [piece for count, piece in own if count == best]


def _clipped(span: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """Return a span that goes no farther from a quote than sentences do: a list has no end."""
    return max(span[0], start - _REACH), min(span[1], end + _REACH)


def joined_clauses(text: str) -> list[str]:
    """Return the clauses of a text; a date or a number alone belongs to the one before."""
    joined: list[str] = []
    for piece in clauses(text):
        short = len(piece.split()) <= _WORDS_OF_A_FRAGMENT
        if (
            joined
            and short
            and (times(piece) or any(c.isdigit() for c in piece) or _DURATION.match(piece))
        ):
            joined[-1] = f"{joined[-1]} {piece}"
        else:
            joined.append(piece)
    return joined


def evidence(
    line: Line, window: Sequence[Line], start: int, end: int, *, fact: str = ""
) -> Evidence:
    """Return what may vouch for an item whose quote stands in a span of a line.

    Args:
        line, window: The line, and all that were shown.
        start, end: Where the quote stands.
        fact: The text to be checked, whose language stands in where the lines are too short.
    """
    text = unmarked(line.text).text
    begin, stop = _clipped(around(text, start, end), start, end)
    wide_begin, wide_stop = _clipped(around(text, start, end, more=1), start, end)
    before = [other for other in window if other.number < line.number][-_EARLIER:]
    asked = _asked(text, begin, before[-1]) if before else ""
    answers = _ANSWER.match(text[begin:stop]) if asked else None
    said = " ".join([text, *(unmarked(other.text).text for other in before[-1:])])
    return Evidence(
        line=line,
        window=window,
        text=text,
        quote=text[start:end],
        sentence=text[begin:stop],
        wide=text[wide_begin:wide_stop],
        asked=asked,
        answer=bool(answers["yes"]) if answers else None,
        earlier=tuple(unmarked(other.text).text for other in reversed(before)),
        language=_language_of_few(text, fact)
        or language_of(text)
        or language_of(said)
        or _language_of_all(window, line, fact),
    )


def _language_of_few(text: str, fact: str) -> str | None:
    """Return the language of a few words and of a fact that has them too, if they seem to differ.

    Few words are easily taken for those of another language; a translation has other words.
    """
    mine, its = language_of(text), language_of(fact)
    words = split(normal(text))
    if mine == its or its is None or len(words) > _FEW or script_of(text) != script_of(fact):
        return None
    heads = {word[:_HEAD] for word in words}
    # Names and numbers are the same in every language.
    own = [word for word in _SMALL_WORD.findall(fact) if word[0].islower()]
    shared = sum(normal(word)[:_HEAD] in heads for word in own)
    return its if own and shared >= _ALIKE * len(own) else None


def _language_of_all(window: Sequence[Line], line: Line, fact: str) -> str | None:
    """Return the language of all that a line's speaker says, or that of a fact in its script."""
    own = [other.text for other in window if (other.role, other.name) == (line.role, line.name)]
    said = language_of("\n".join(own))
    if said or script_of(fact) != script_of(line.text):
        return said
    return language_of(fact) or language_of(f"{line.text}\n{fact}", sure=LIKELY)


def answers_yes_or_no(text: str) -> bool:
    """Tell whether a text begins with a yes or a no in any language."""
    return _ANSWER.match(text) is not None


def asks(text: str) -> bool:
    """Tell whether a sentence is a question, by its sign or its last word."""
    return _ASKS.search(text.strip()[-4:]) is not None


def _asked(text: str, begin: int, before: Line) -> str:
    """Return the question that the line before ends with, if a span is near the answer's start."""
    first = sentences(text)[:2]
    if first and begin > first[-1][0]:
        return ""
    asked = unmarked(before.text).text
    found = [asked[start:end] for start, end in sentences(asked)][-2:]
    return " ".join(piece for piece in found if asks(piece))
