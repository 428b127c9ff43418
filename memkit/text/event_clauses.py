"""The event by which a question names its time: "before she moved", "nach der Hochzeit".

Rules find the clause; what the event is, only memories can tell. Where a clause is the question
itself ("When did she move?"), an idiom ("after all", "before I forget"), or of every day ("when it
rains"), there is none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from memkit.text import languages
from memkit.text.event_words import (
    TABLES,
    UNSPACED_TABLES,
    Connective,
    EventRelation,
    UnspacedTable,
)
from memkit.text.sentences import Span
from memkit.text.tokens import normal, split
from memkit.text.when.tense import is_past, tense

# What is longer is no question with a clause in it.
_LONGEST = 1000
_KANA = re.compile("[\u3040-\u30ff]")
_HAN = re.compile("[\u3400-\u9fff]")
# A comma before a number parts a date: "April 10, 2023".
_END = re.compile(r",(?!\s*\d)|[;:?!\n]|\.(?:\s|$)")
_ASKS = re.compile(r"[?？][\s\"'”’»)]*\Z")
_LONGEST_PHRASE = 7
# Of a sentence without signs the clause at its beginning ends where the question begins.
_LEAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class EventClause:
    """A clause that names a time by an event.

    Attributes:
        words: The clause, as it stands in the question.
        event: What of it says which event.
        relation: How what is asked for stands to the event.
        language: Its language.
        joins: Where the words stand in the question that join the two, such as "before".
    """

    words: str
    event: str
    relation: EventRelation
    language: str
    joins: Span


def event_clause(question: str) -> EventClause | None:
    """Return the clause that names the time of a question by an event; None if not just one does.

    Args:
        question: In English, German, Spanish, French, Portuguese, Chinese or Japanese.
    """
    if len(question) > _LONGEST:
        return None
    for language in _languages(question):
        found = list(_clauses(question, language))
        if found:
            return found[0] if len(found) == 1 else None
    return None


def has_content(text: str, language: str) -> bool:
    """Tell whether a text in a language has words of substance."""
    stop = languages.stop_words(language)
    return any(token not in stop for token in split(normal(text)))


def states(sentence: str) -> bool:
    """Tell whether a sentence states that something is or was so: no question, denial or plan."""
    if _ASKS.search(sentence):
        return False
    language = _languages(sentence)[0]
    return not _denies(language).search(sentence) and tense(sentence, language) != "future"


def _languages(question: str) -> tuple[str, ...]:
    """Return the languages of which the question may be, the likeliest first."""
    if _KANA.search(question):
        return ("ja",)
    if _HAN.search(question):
        return ("zh",)
    tokens = split(normal(question))
    if languages.is_english(tokens):
        return ("en",)
    found = languages.evidence(tokens)
    certain = [code for code in languages.certain(found) if code in TABLES]
    return tuple(certain or sorted(TABLES, key=lambda code: -found.get(code, 0.0)))


def _clauses(question: str, language: str) -> Iterator[EventClause]:
    if language in UNSPACED_TABLES:
        yield from _unspaced(question, language, UNSPACED_TABLES[language])
        return
    until = 0
    for match, connectives in _joined(question, language):
        if match.start() < until:
            continue
        end = _end_of(question, match, language)
        rest = f"{question[: match.start()]} {question[end:]}"
        event = question[match.end() : end].strip()
        if language == "de" and connectives[0].follows == "phrase":
            event = _without_verb(event)
        asks = has_content(rest, language) or _patterns(language).asks.search(rest)
        if not (asks and has_content(event, language)) or _is_hidden(question, match, language):
            continue
        for connective in connectives:
            initial = not question[: match.start()].strip(" ¿¡\"'")
            if _follows(event, rest, connective, language, initial=initial):
                words = question[match.start() : end].strip()
                said = event if connective.follows == "clause" else _bare(event, language)
                yield EventClause(words, said, connective.relation, language, match.span())
                until = end
                break


def _joined(question: str, language: str) -> Iterator[tuple[re.Match[str], list[Connective]]]:
    """Yield where words that join events stand, with what these may be, in their order."""
    found: dict[tuple[int, int], tuple[re.Match[str], list[Connective]]] = {}
    for connective, pattern in _patterns(language).connectives:
        for match in pattern.finditer(question):
            found.setdefault(match.span(), (match, []))[1].append(connective)
    # The longest of those that begin alike.
    for _, one in sorted(found.items(), key=lambda item: (item[0][0], -item[0][1])):
        yield one


def _end_of(question: str, match: re.Match[str], language: str) -> int:
    """Return where the clause ends: at a sign, or before the question that follows it."""
    sign = _END.search(question, match.end())
    end = sign.start() if sign else len(question)
    if not question[: match.start()].strip(" ¿¡\"'"):
        for asks in _patterns(language).asks.finditer(question, match.end(), end):
            if len(question[match.end() : asks.start()].split()) >= _LEAST_WORDS:
                return asks.start()
    return end


def _is_hidden(question: str, match: re.Match[str], language: str) -> bool:
    """Tell whether the words mean something else: an idiom, a question, what somebody knows."""
    patterns = _patterns(language)
    following = question[match.end() :].lstrip()
    return bool(
        patterns.idioms.match(question, match.start())
        or patterns.asks.match(following)
        or patterns.hidden.search(question[: match.start()])
    )


def _follows(
    event: str, rest: str, connective: Connective, language: str, *, initial: bool
) -> bool:
    """Tell whether what stands behind a connective is what it needs to name a time."""
    table, patterns = TABLES[language], _patterns(language)
    there = bool(patterns.past.search(event)) or is_past(event, language)
    anywhere = there or bool(patterns.past.search(rest)) or is_past(rest, language)
    named = bool(patterns.articles.match(event))
    if connective.follows == "clause":
        return anywhere if table.past_anywhere else there or (anywhere and _is_without_verb(event))
    if connective.follows == "either":
        return anywhere or named
    short = len(event.split()) <= _LONGEST_PHRASE
    # "Since my sister likes wine, ..." gives a reason.
    return named and short and not (initial and connective.relation == "since")


def _bare(event: str, language: str) -> str:
    """Return a named event without its article, which says nothing of it."""
    first, _, rest = event.partition(" ")
    is_article = first.casefold() in languages.stop_words(language)
    return rest if is_article and has_content(rest, language) else event


def _is_without_verb(event: str) -> bool:
    """Tell whether a clause has no verb of its own, as "while in Berlin" and "while living"."""
    return re.match(r"(?:\w{3,}ing|in|at|on)\b", event, re.IGNORECASE) is not None


def _without_verb(phrase: str) -> str:
    """Return a German phrase without what stands behind its last noun: the verb of the question."""
    nouns = list(re.finditer(r"(?<=\s)[^\W\d_a-zäöüß]\w+", phrase))
    return phrase[: nouns[-1].end()] if nouns else phrase


def _unspaced(question: str, language: str, table: UnspacedTable) -> Iterator[EventClause]:
    for relation, pattern in _endings(language):
        match = pattern.search(question)
        if match is None:
            continue
        event = re.sub(rf"\A{table.begins}", "", match["event"].strip())
        rest = (question[: match.start()] + question[match.end() :]).strip(" 、，,。？?！!")
        if len(event) < 2 or len(rest) < 2 or re.fullmatch(table.idioms, event):
            continue
        words = match[0].strip("，,、 ")
        yield EventClause(words, event, relation, language, (match.end("event"), match.end()))
        return


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns of a table, ready to search with."""

    connectives: tuple[tuple[Connective, re.Pattern[str]], ...]
    articles: re.Pattern[str]
    asks: re.Pattern[str]
    idioms: re.Pattern[str]
    hidden: re.Pattern[str]
    past: re.Pattern[str]


@functools.cache
def _patterns(language: str) -> _Patterns:
    table = TABLES[language]

    def words(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)

    def joining(pattern: str) -> re.Pattern[str]:
        # What is elided ends with its apostrophe.
        return re.compile(rf"(?<![\w-])(?:{pattern})(?:(?<=['’])|(?![\w-]))", re.IGNORECASE)

    return _Patterns(
        connectives=tuple((one, joining(one.words)) for one in table.connectives),
        articles=words(table.articles),
        asks=words(table.asks),
        idioms=re.compile(rf"(?:{table.idioms})(?!\w)", re.IGNORECASE),
        hidden=re.compile(rf"(?<!\w)(?:{table.hidden})[\s,]*\Z", re.IGNORECASE),
        past=re.compile(rf"(?<!\w)(?:{table.past})(?!\w)", re.IGNORECASE),
    )


@functools.cache
def _denies(language: str) -> re.Pattern[str]:
    if language in UNSPACED_TABLES:
        return re.compile(UNSPACED_TABLES[language].denies)
    return re.compile(rf"(?<!\w)(?:{TABLES[language].denies})(?!\w)", re.IGNORECASE)


@functools.cache
def _endings(language: str) -> tuple[tuple[EventRelation, re.Pattern[str]], ...]:
    return tuple(
        (relation, re.compile(pattern)) for relation, pattern in UNSPACED_TABLES[language].endings
    )
