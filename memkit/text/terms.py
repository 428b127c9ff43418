"""How texts become terms: what a memory is found by, and what a query asks for.

Every word stands under its English stem, whatever its language, and under its stem in the
languages that the text seems to be in ("de·haus"). A query asks for a word in all of its forms at
once, so that a question of two words needs no language of its own to meet a text that has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from memkit.text import compounds, languages, unspaced
from memkit.text.stems import english, english_stems, parts_in, query_forms, terms_in
from memkit.text.tokens import STARTS_UNSPACED, is_incidental, normal, split, symbols

# Raised whenever a text gets other terms than before: indexes of an earlier one are made anew.
ANALYSER = 2

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class Document(NamedTuple):
    """What a text is found by.

    Attributes:
        terms: With repeats. A word may stand under several.
        length: How many words the text has.
    """

    terms: list[str]
    length: int


class QueryTerm(NamedTuple):
    """What a query asks for.

    Attributes:
        name: How it is shown.
        forms: The terms of which a text must hold one; the first is the one of any language.
    """

    name: str
    forms: tuple[str, ...]


def document(text: str) -> Document:
    """Return what a text is found by."""
    lowered = normal(text)
    tokens = split(lowered)
    terms = _plain(tokens)
    length = len(terms)
    if not (text.isascii() and languages.is_english(tokens)):
        terms.extend(_foreign(tokens))
    terms.extend(symbols(lowered))
    return Document(terms, length)


def terms(text: str) -> list[str]:
    """Return the terms of a document, with repeats; those of any language come first."""
    return document(text).terms


def plain_terms(text: str) -> list[str]:
    """Return the terms that words have in any language."""
    return _plain(split(normal(text)))


def first_term(word: str) -> str:
    """Return the term that a word has in any language."""
    found = plain_terms(word)
    return found[0] if found else word


def query_terms(text: str) -> list[QueryTerm]:
    """Return what a query asks for, in order, without function words of its languages.

    A query of function words alone keeps them: there is nothing else to find it by.
    """
    lowered = normal(text)
    tokens = split(lowered)
    if text.isascii() and languages.is_english(tokens):
        return _asked_in_english(tokens, symbols(lowered))
    asked = _Asked()
    _ask_in_any_language(tokens, asked)
    for symbol in symbols(lowered):
        asked.add(QueryTerm(symbol, (symbol,)), counts=not is_incidental(symbol))
    return asked.terms()


def _asked_in_english(tokens: Sequence[str], signs: Sequence[str]) -> list[QueryTerm]:
    stop_words = languages.stop_words("en")
    content = dict.fromkeys(english(token) for token in tokens if token not in stop_words)
    content.update(dict.fromkeys(sign for sign in signs if not is_incidental(sign)))
    asked = content or dict.fromkeys([*map(english, tokens), *signs])
    return [QueryTerm(term, (term,)) for term in asked]


def _plain(tokens: Sequence[str]) -> list[str]:
    try:
        return [english_stems[token] for token in tokens]
    except KeyError:
        return list(_plain_one_by_one(tokens))


def _plain_one_by_one(tokens: Sequence[str]) -> Iterator[str]:
    for token in tokens:
        if token not in english_stems and STARTS_UNSPACED.match(token):
            yield from token
            yield from unspaced.pairs(token)
        else:
            yield english(token)


def _foreign(tokens: Sequence[str]) -> Iterator[str]:
    """Yield the stems of words in the languages that a text seems to be in."""
    for script, words in _by_script(tokens).items():
        if script != "latin" or not languages.is_english(words):
            for language in languages.likely(languages.evidence(words), script=script):
                for word in words:
                    yield from terms_in(language, word)
    for token in tokens:
        if not token.isascii():
            yield from _spelled_out(token)


def _by_script(tokens: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for token in tokens:
        script = languages.script_of(token)
        if script is not None:
            found.setdefault(script, []).append(token)
    return found


def _spelled_out(word: str) -> Iterator[str]:
    """Yield "mueller" for "müller"."""
    spelled = word.translate(_UMLAUTS)
    if spelled != word:
        yield english(spelled)


def _query_term(name: str, *forms: str) -> QueryTerm:
    return QueryTerm(name, tuple(dict.fromkeys(forms)))


class _Asked:
    """What a query asks for: words of substance, and those that count only without these."""

    def __init__(self) -> None:
        self._content: dict[str, QueryTerm] = {}
        self._function: dict[str, QueryTerm] = {}
        # A form belongs to one term alone, or a text that holds it would be found for two.
        self._owners: dict[tuple[bool, str], str] = {}

    def add(self, term: QueryTerm, *, counts: bool) -> None:
        into = self._content if counts else self._function
        owner = next((o for f in term.forms if (o := self._owners.get((counts, f)))), term.forms[0])
        known = into.get(owner)
        new = tuple(form for form in term.forms if (counts, form) not in self._owners)
        into[owner] = QueryTerm(known.name, known.forms + new) if known else term
        self._owners.update(((counts, form), owner) for form in new)

    def terms(self) -> list[QueryTerm]:
        return list((self._content or self._function).values())


def _ask_in_any_language(tokens: Sequence[str], asked: _Asked) -> None:
    query = _Query(tokens)
    for token in tokens:
        if STARTS_UNSPACED.match(token):
            content, rest = unspaced.query_terms(token)
            for term in (*content, *rest):
                asked.add(QueryTerm(term, (term,)), counts=term in content)
        else:
            counts = not query.is_function_word(token)
            for of_word in query.of_word(token):
                asked.add(of_word, counts=counts)


class _Query:
    """The words of a query, and what their languages are as far as one can tell."""

    def __init__(self, tokens: Sequence[str]) -> None:
        scripts = _by_script(tokens)
        self._english = languages.is_english(scripts.get("latin", ()))
        # Evidence is of words in any script, and one text may be in several languages.
        self._evidence = languages.evidence(token for words in scripts.values() for token in words)
        self._certain = languages.certain(self._evidence)
        self._possible = dict(languages.OF_SCRIPT)
        if self._certain and self._certain[0] in languages.OF_SCRIPT["latin"]:
            # Of many languages, stems of those that it can't be in cost time.
            self._possible["latin"] = languages.likely(self._evidence)

    def is_function_word(self, token: str) -> bool:
        token = token.replace("’", "'")
        if not self._certain:
            return token in languages.stop_words("en") or self._is_function_word_anyway(token)
        of = [code for code in self._certain if token in languages.stop_words(code)]
        # Where languages are mixed, a word may be one of substance in the other.
        return bool(of) and (len(self._certain) == 1 or languages.is_unambiguous(token))

    def _is_function_word_anyway(self, token: str) -> bool:
        """Tell whether a word is one in each language that the query may be in."""
        likely = languages.likely(self._evidence, script=languages.script_of(token) or "latin")
        return (
            bool(likely)
            and languages.is_unambiguous(token)
            and all(token in languages.stop_words(code) for code in likely)
        )

    def of_word(self, token: str) -> Iterator[QueryTerm]:
        """Yield what a word asks for: itself in all forms, and the parts of a compound."""
        script = languages.script_of(token)
        if script is None or (script == "latin" and self._english):
            yield _query_term(english(token), english(token), *_spelled_out(token))
            return
        of_language = {code: terms_in(code, token) for code in self._possible[script]}
        own = [form for code in of_language for form in query_forms(code, token)]
        name = self._name(of_language, english(token))
        yield _query_term(name, english(token), *_spelled_out(token), *own)
        yield from self._of_parts(token)

    def _name(self, of_language: dict[str, tuple[str, ...]], otherwise: str) -> str:
        for code in self._certain:
            if of_language.get(code):
                return of_language[code][0].partition("·")[2]
        return otherwise

    def _of_parts(self, token: str) -> Iterator[QueryTerm]:
        for code in compounds.LANGUAGES:
            if code in self._certain or not self._certain:
                for part in parts_in(code, token, certain=code in self._certain):
                    yield QueryTerm(part, (english(part), f"{code}·{part}"))
