"""Filters written as a string: a tokenizer and a recursive-descent parser.

filter     = part { "or" part }
part       = condition { "and" condition }
condition  = "not" condition | "(" filter ")" | field test
test       = sign value
           | [ "not" ] "in" "(" [ value { "," value } ] ")"
           | [ "not" ] ( "contains" | "icontains" ) value
           | [ "not" ] "exists"
           | "is" [ "not" ] "null"
sign       = "=" | "==" | "!=" | "<>" | "<" | "<=" | ">" | ">="
value      = string | number | "true" | "false" | "null" | "date" string
field      = name { "." name }        a name is a word, or anything in backticks
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from memkit.domain.times import read_instant
from memkit.errors import FilterError
from memkit.filters.fields import RESERVED, Field, Instant, Scalar, resolve, split_field
from memkit.filters.operators import SIGNS, Misfit, Op, suggestion
from memkit.filters.tree import (
    MAX_DEPTH,
    TOO_DEEP,
    TOO_DEEP_FIX,
    Compare,
    Not,
    Where,
    all_of,
    any_of,
    is_too_deep,
)

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<name>(?:[^\W\d]\w*|`(?:[^`]|``)*`)(?:\.(?:\w+|`(?:[^`]|``)*`))*)
    | (?P<bare_date>[0-9]{4}-[0-9]{2}-[0-9]{2}[0-9T:.Z+-]*)
    | (?P<number>[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<string>'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")
    | (?P<sign>==|!=|<>|<=|>=|=|<|>)
    | (?P<mark>[()\[\],])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)|''|\"\"", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'", '"': '"', "/": "/"}
_CLOSING = {"(": ")", "[": "]"}
_LITERALS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_TESTS = (*SIGNS, "in", "not in", "contains", "icontains", "exists", "not exists", "is null")
_HINTS = {
    "&": "Write 'and' between conditions.",
    "|": "Write 'or' between conditions.",
    "!": "Write 'not' before a condition.",
    "'": "Close the string with the quote it began with.",
    '"': "Close the string with the quote it began with.",
    "`": "Close the name with a backtick.",
    "$": "In a string, write operators as signs and words: =, >=, in, contains, ...",
}
_ODD = (
    f"Put names with odd characters in backticks, and texts in quotes; operators are "
    f"{', '.join(_TESTS)}."
)
_LONGEST_INTEGER = 1000
_SHOWN = 100

TokenKind = Literal["name", "bare_date", "number", "string", "sign", "mark", "end"]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: TokenKind
    text: str
    position: int

    @property
    def word(self) -> str:
        """The keyword this may be, or an empty string."""
        return self.text.lower() if self.kind == "name" and self.text.isascii() else ""

    def __str__(self) -> str:
        return repr(self.text) if self.text else "the end"


def parse_text(text: str) -> Where:
    """Return the tree of a filter string that is not blank.

    Raises:
        FilterError: See `parse`; `position` is the offset of the mistake in characters.
    """
    parser = _Parser(text)
    tree = parser.disjunction()
    rest = parser.peek()
    if rest.kind != "end":
        raise parser.error(
            rest,
            f"Expected 'and', 'or' or the end, but found {rest}.",
            "Join conditions by 'and' or 'or'.",
        )
    if is_too_deep(tree):
        raise _error(text, 0, TOO_DEEP, TOO_DEEP_FIX)
    return tree


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._index = 0
        self._depth = 0

    def peek(self) -> _Token:
        return self._tokens[self._index]

    def error(self, token: _Token, problem: str, fix: str) -> FilterError:
        return _error(self._text, token.position, problem, fix)

    def disjunction(self) -> Where:
        parts = [self._conjunction()]
        while self._accept("or"):
            parts.append(self._conjunction())
        return any_of(parts)

    def _conjunction(self) -> Where:
        parts = [self._condition()]
        while self._accept("and"):
            parts.append(self._condition())
        return all_of(parts)

    def _condition(self) -> Where:
        token = self.peek()
        if token.word != "not" and token.text != "(":
            return self._comparison()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.error(token, TOO_DEEP, TOO_DEEP_FIX)
        self._next()
        tree: Where
        if token.text == "(":
            tree = self.disjunction()
            self._expect(")")
        else:
            tree = Not(self._condition())
        self._depth -= 1
        return tree

    def _comparison(self) -> Where:
        field = self._field()
        token = self._next()
        if token.kind == "sign":
            return self._compare(field, SIGNS[token.text], token, *self._value())
        if token.word == "is":
            negated = self._accept("not")
            self._expect("null")
            return Compare(field, "$ne" if negated else "$eq", None)
        negated = token.word == "not"
        if negated:
            token = self._next()
        if token.word == "in":
            return self._compare(field, "$nin" if negated else "$in", token, *self._values())
        if token.word == "exists":
            return Compare(field, "$exists", not negated)
        if token.word in {"contains", "icontains"}:
            op: Op = "$contains" if token.word == "contains" else "$icontains"
            tree = self._compare(field, op, token, *self._value())
            return Not(tree) if negated else tree
        if token.kind == "name":
            raise self.error(token, f"Unknown operator {token}.", suggestion(token.text, _TESTS))
        raise self.error(
            token,
            f"Expected an operator after the field, but found {token}.",
            suggestion(token.text, _TESTS),
        )

    def _field(self) -> Field:
        token = self._next()
        if token.kind != "name" or token.word in RESERVED:
            raise self.error(
                token,
                f"Expected a field, but found {token}.",
                "A condition is a field, an operator and a value, for example category = 'food'; "
                "put a field in backticks if it is not a plain word.",
            )
        try:
            return resolve(split_field(token.text))
        except FilterError as error:
            raise self.error(token, error.problem, error.fix) from error

    def _value(self) -> tuple[Scalar, list[_Token]]:
        token = self._next()
        if token.kind == "string":
            return self._string(token), [token]
        if token.kind == "number":
            return self._number(token), [token]
        if token.word in _LITERALS:
            return _LITERALS[token.word], [token]
        if token.word == "date" and self.peek().kind == "string":
            return self._date(self._next()), [token]
        fix = "Give a string in quotes, a number, true, false, null, or date '2025-03-01'."
        if token.kind in {"name", "bare_date"}:
            fix = f"Put it in quotes if it is meant as text or as a date: '{token.text}'."
        elif token.text in _CLOSING:
            fix = "Give one value, or use 'in' to match any of several."
        raise self.error(token, f"Expected a value, but found {token}.", fix)

    def _values(self) -> tuple[tuple[Scalar, ...], list[_Token]]:
        opening = self._next()
        if opening.text not in _CLOSING:
            raise self.error(
                opening,
                f"Expected a list in parentheses, but found {opening}.",
                "Write the values as ('food', 'home').",
            )
        closing = _CLOSING[opening.text]
        values: list[Scalar] = []
        tokens: list[_Token] = []
        while not self._accept(closing):
            value, at = self._value()
            values.append(value)
            tokens += at
            if not self._accept(","):
                self._expect(closing)
                break
        return tuple(values), tokens or [opening]

    def _compare(
        self, field: Field, op: Op, op_token: _Token, value: Any, tokens: list[_Token]
    ) -> Where:
        try:
            return Compare(field, op, value)
        except Misfit as error:
            token = op_token if error.part == "operator" else tokens[error.item or 0]
            raise self.error(token, error.problem, error.fix) from error

    def _string(self, token: _Token) -> str:
        quote = token.text[0]

        def unescape(match: re.Match[str]) -> str:
            code = match[1]
            if code is None:  # a doubled quote, as in SQL
                return quote if match[0][0] == quote else match[0]
            if len(code) > 1:
                return chr(int(code[1:], 16))
            if code not in _ESCAPED:
                raise _error(
                    self._text,
                    token.position + 1 + match.start(),
                    f"Unknown escape \\{code} in a string.",
                    "Write a backslash as \\\\.",
                )
            return _ESCAPED[code]

        return _ESCAPE.sub(unescape, token.text[1:-1])

    def _number(self, token: _Token) -> int | float:
        if not token.text.lstrip("+-").isdigit():
            return float(token.text)
        # Python refuses to read integers of thousands of digits.
        if len(token.text) > _LONGEST_INTEGER:
            raise self.error(
                token, "The number does not fit into 64 bits.", "Give a smaller number."
            )
        return int(token.text)

    def _date(self, token: _Token) -> Instant:
        instant = read_instant(self._string(token))
        if instant is None:
            raise self.error(
                token,
                f"{token.text} is not a date.",
                "Write it as '2025-03-01' or '2025-03-01T10:00:00Z'.",
            )
        try:
            return Instant(instant)
        except FilterError as error:
            raise self.error(token, error.problem, error.fix) from error

    def _next(self) -> _Token:
        token = self.peek()
        if token.kind != "end":
            self._index += 1
        return token

    def _accept(self, text: str) -> bool:
        token = self.peek()
        found = token.word == text or (token.kind == "mark" and token.text == text)
        self._index += found
        return found

    def _expect(self, text: str) -> None:
        token = self.peek()
        if not self._accept(text):
            raise self.error(token, f"Expected {text!r}, but found {token}.", f"Put {text!r} here.")


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            mark = text[position]
            raise _error(text, position, f"Unexpected {mark!r}.", _HINTS.get(mark, _ODD))
        kind: Any = match.lastgroup
        if kind != "space":
            tokens.append(_Token(kind, match[0], position))
        position = match.end()
    tokens.append(_Token("end", "", len(text)))
    return tokens


def _error(text: str, position: int, problem: str, fix: str) -> FilterError:
    return FilterError(f"{problem}\n{_pointer(text, position)}", fix=fix, position=position)


def _pointer(text: str, position: int) -> str:
    """Return the line of the text that holds a position, and a caret under it."""
    begin = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line, column = text[begin : len(text) if end < 0 else end], position - begin
    if len(line) > _SHOWN:
        cut = max(0, column - _SHOWN // 2)
        line, column = line[cut : cut + _SHOWN], column - cut
    # Characters that print as none or several columns would move the caret.
    line = "".join(character if character.isprintable() else " " for character in line)
    return f"  {line}\n  {' ' * column}^"
