"""The gate: what code checks of an item before it is believed.

An item is supported if its quote stands in the line that it names and all of its text's numbers,
dates, names and denials come from there. The checks know no model, and read no more than a window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from memkit.extraction.gate.evidence import Evidence, answers_yes_or_no, asks, evidence
from memkit.extraction.gate.figures import foreign_numbers, foreign_times
from memkit.extraction.gate.moods import is_only_supposed
from memkit.extraction.gate.names import foreign_names
from memkit.extraction.gate.negation import change_of
from memkit.extraction.gate.orders import is_ordered
from memkit.extraction.gate.quotes import Span, located, proves_nothing
from memkit.extraction.gate.speakers import wrong_speaker
from memkit.extraction.gate.verdicts import Code, Problem, Verdict
from memkit.extraction.gate.words import content, language_of, script_of, speaks
from memkit.extraction.tasks.items import Item
from memkit.extraction.windows.lines import Line
from memkit.text.own_blocks import unmarked
from memkit.text.sentences import around
from memkit.text.tokens import STARTS_UNSPACED, split

# What is longer is no sentence that can be checked word by word.
LONGEST = 2000
# Shorter texts may be in any language: "Lisbon, 2019".
_WORDS_OF_A_LANGUAGE = 4
_SIGNS_OF_A_LANGUAGE = 6
# Lists in Japanese may have no kana; these signs stand in Chinese sentences alone.
_CHINESE_ONLY = re.compile("[的了是我你他她们們吗嗎呢这這那在没沒很也都把被给給]")


def check(item: Item, lines: Sequence[Line], *, language: str | None = None) -> Verdict:
    """Check an item against the window that it was written of.

    A line that was only shown so that others are understood (`Line.handled`) is no evidence: its
    facts were found when it was read. A quote that stands in another new line of the window is a
    problem that names that line; `moved` gives the item of that line.

    Args:
        item: What a model wrote.
        lines: The window, in the order of its numbers.
        language: The ISO 639-1 code of the language that facts were asked for in; None for that
            of their quotes.
    """
    line = next((other for other in lines if other.number == item.line), None)
    empty = _no_fact(item)
    if empty:
        return Verdict(item=item, line=item.line, problems=(empty,))
    elsewhere = _standing(item, lines)
    if line is None or line.handled:
        problem = _wrong_line(item, line, elsewhere)
        return Verdict(item=item, line=item.line, problems=(problem,))
    span = located(item.quote, line.text)
    if span is None:
        return Verdict(item=item, line=line.number, problems=(_no_quote(item, line, elsewhere),))
    if _in_own_block(span, line.text):
        problem = Problem(
            code="echo",
            sentence=f"The quote stands in what memkit itself put into line {line.number}, "
            "which is no evidence.",
        )
        return Verdict(item=item, line=line.number, problems=(problem,))
    found = evidence(line, lines, *span, fact=item.text)
    problems = tuple(_problems(item, found, span, language=language))
    support, chance = _support(item, found)
    start, end = span
    return Verdict(
        item=item, line=line.number, start=start, end=end, problems=problems, support=support,
        chance=chance,
    )  # fmt: skip


def moved(item: Item, lines: Sequence[Line]) -> Item | None:
    """Return an item of the new line in which its quote stands, or None if there is none.

    Who said it is then whoever said that line.
    """
    standing = _standing(item, lines)
    return replace(item, line=standing[0].number) if standing else None


def quote_as_fact(item: Item, lines: Sequence[Line]) -> Item | None:
    """Return an item whose text is its quote, for where a repair failed; None where that is none.

    The text is the quote as the line has it, in the words of who said it. A quote of less than
    four words, one in a question, one that stands nowhere and one of pages make no fact.
    """
    if len(item.quote) > LONGEST:
        return None
    chosen = item if located(item.quote, _text_of(item.line, lines)) else moved(item, lines)
    if chosen is None:
        return None
    line = next(other for other in lines if other.number == chosen.line)
    span = located(chosen.quote, line.text)
    if span is None or line.handled or _in_own_block(span, line.text):
        return None
    said = line.text[span[0] : span[1]].strip()
    begin, stop = around(line.text, *span)
    if _is_short(said) or asks(line.text[begin:stop]):
        return None
    # Whoever says it in the first person is its subject; the model's may have been another.
    own = replace(chosen, quote=said, text=said, about=line.name or line.role, when="")
    return own if check(own, lines).supported else None


def _problems(
    item: Item, found: Evidence, span: Span, *, language: str | None
) -> Iterator[Problem]:
    """Yield what speaks against an item whose quote stands in its line."""
    nothing = _proves_nothing(item, found)
    if nothing:
        yield nothing
        return
    wrong = wrong_speaker(item, found)
    if wrong:
        who = wrong if isinstance(wrong, str) else wrong.name or wrong.role
        speaker = found.line.name or found.line.role
        yield Problem(
            code="speaker",
            sentence=f"It is about {who}, but line {found.line.number} is said by {speaker}, who "
            f"doesn't speak of {who} there.",
            found=who,
        )
    if is_ordered(item.kind, found):
        yield Problem(
            code="order",
            sentence="The quote gives an order: at most that is an instruction, and what it orders "
            "is no fact.",
        )
    yield from _foreign(item, found)
    change = change_of(item.text, found)
    if change:
        sentence = (
            "The quote denies what the text says." if change == "dropped"
            else "The text denies something that the quote doesn't deny."
        )  # fmt: skip
        yield Problem(code="negation", sentence=sentence)
    if is_only_supposed(item.text, item.kind, found):
        yield Problem(
            code="hypothetical",
            sentence="The quote only asks or supposes what the text says as if it were so.",
        )
    if not _same_language(item.text, found, language):
        yield Problem(code="language", sentence="The text isn't in the language of the quote.")


def _foreign(item: Item, found: Evidence) -> Iterator[Problem]:
    for number in foreign_numbers(item.text, found):
        yield _missing("number", f"the number {number!r}", number, found)
    for when in foreign_times(item.text, found):
        yield _missing("date", f"the time {when!r}", when, found)
    if item.when.strip() and located(item.when, found.said) is None:
        yield _missing("date", f"the words of time {item.when!r}", item.when, found)
    for name in foreign_names(item.text, item.about, found):
        yield _missing("name", f"the name {name!r}", name, found)


def _missing(code: Code, what: str, words: str, found: Evidence) -> Problem:
    return Problem(
        code=code,
        sentence=f"Line {found.line.number} doesn't have {what} around the quote.",
        found=words,
    )


def _no_fact(item: Item) -> Problem | None:
    if not item.text.strip():
        return Problem(code="empty", sentence="It has no text.")
    if not any(character.isalnum() for character in item.quote):
        return Problem(code="empty", sentence="It has no quote.")
    longest = max(len(item.text), len(item.quote))
    if longest > LONGEST:
        return Problem(
            code="long",
            sentence=f"It has a text or a quote of {longest:,} characters; a fact is a sentence, "
            f"and has at most {LONGEST:,}.",
        )
    return None


def _proves_nothing(item: Item, found: Evidence) -> Problem | None:
    if found.asked and answers_yes_or_no(found.quote):
        return None
    if not proves_nothing(item.quote, whole=found.sentence):
        return None
    return Problem(
        code="empty", sentence=f"The quote {item.quote!r} is too short to prove anything.",
        found=item.quote,
    )  # fmt: skip


def _standing(item: Item, lines: Sequence[Line]) -> list[Line]:
    """Return the new lines in which a quote stands: of who the item is about before others."""
    standing = [line for line in lines if not line.handled and located(item.quote, line.text)]
    return sorted(standing, key=lambda line: (line.role == "assistant", line.number))


def _wrong_line(item: Item, line: Line | None, elsewhere: Sequence[Line]) -> Problem:
    found = "was handled before" if line else "is none of the window"
    return Problem(
        code="line",
        sentence=f"Line {item.line} {found}{_where(elsewhere)}.",
        stands_in=elsewhere[0].number if elsewhere else None,
    )


def _no_quote(item: Item, line: Line, elsewhere: Sequence[Line]) -> Problem:
    return Problem(
        code="quote",
        sentence=f"The quote doesn't stand in line {line.number}{_where(elsewhere)}.",
        found=item.quote,
        stands_in=elsewhere[0].number if elsewhere else None,
    )


def _where(elsewhere: Sequence[Line]) -> str:
    return f", but in line {elsewhere[0].number}" if elsewhere else ""


def _text_of(number: int, lines: Sequence[Line]) -> str:
    return next((line.text for line in lines if line.number == number and not line.handled), "")


def _in_own_block(span: Span, text: str) -> bool:
    return any(start < span[1] and span[0] < end for start, end in unmarked(text).spans)


def _is_short(text: str) -> bool:
    words = split(text.lower())
    if any(STARTS_UNSPACED.match(word) for word in words):
        return sum(map(len, words)) < _SIGNS_OF_A_LANGUAGE
    return len(words) < _WORDS_OF_A_LANGUAGE


def _same_language(text: str, found: Evidence, wanted: str | None) -> bool:
    """Tell whether a fact is in the language of its quote, or in the one that was asked for."""
    if _is_short(text):
        return True
    if wanted:
        return language_of(text) in (None, wanted)
    # Kana may be missing in a short Japanese text, and names in Latin letters are in any.
    if _is_short(found.sentence) and script_of(text) == script_of(found.sentence):
        # One word is of many languages.
        return True
    if script_of(text) == "ja" and script_of(found.sentence) == "zh":
        return _CHINESE_ONLY.search(found.sentence) is None
    scripts = {script_of(text), script_of(found.sentence)} | {script_of(found.text)}
    if len(scripts - {None}) > 1:
        return script_of(text) == script_of(found.sentence)
    return found.language is None or speaks(text, found.language)


def _support(item: Item, found: Evidence) -> tuple[float, float]:
    """Return the share of a text's words that stand in its line, and in others as a mean."""
    wanted = content(item.text, found.language)
    if not wanted:
        return 0.0, 0.0
    own = content("\n".join([found.text, *found.earlier[:1]]), found.language)
    others = [
        len(wanted & content(line.text, found.language)) / len(wanted)
        for line in found.window
        if line.number != found.line.number
    ]
    chance = sum(others) / len(others) if others else 0.0
    return len(wanted & own) / len(wanted), chance
