"""JSON as models write it: in fences, amid prose, with slips, or cut off in the middle.

What is whole is taken, and nothing is completed: half a quote is no quote. (Packages that repair
JSON end what was cut, so that "I paid 20" of "I paid 200" would look like what was said.)
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

# Longer answers than any window asks for are read up to here.
MOST_CHARACTERS = 200_000
_LARGEST_ITEM = 20_000
_DEEPEST = 8

# What a model thinks before it answers is no answer; if it never ends, there is none.
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[^\s{}\[\],:\"'“”‘’]+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\Z")
_CONSTANTS = {"true": "true", "false": "false"}
_LONE_BACKSLASH = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_COMMENT = re.compile(r"//[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL)
# Marks of quotation, and those that end what they begin.
_MARKS = {'"': '"', "'": "'", "“": "”", "‘": "’"}
_OPEN, _CLOSED = "{[", "}]"
# After these a quotation mark begins a text, before these it ends one.
_BEFORE, _AFTER = frozenset("{[,:"), frozenset(",:]}")

# A token: where it begins and ends, and how JSON writes it.
_Token = tuple[int, int, str]


def values_in(answer: str) -> list[Any]:
    """Return the JSON values that an answer consists of: the whole, or the objects within.

    Args:
        answer: What a model wrote.

    Returns:
        One value if the answer is JSON, bare or in a fence; otherwise each whole object that
        stands in it and is in no other one that could be read; [] if there is none.
    """
    text = answer_in(answer)
    whole = _loaded(text)
    if isinstance(whole, str):
        # JSON within a text of JSON.
        whole = _loaded(whole)
    if isinstance(whole, (dict, list)):
        return [whole]
    for said in dict.fromkeys((text, text.replace('\\"', '"'), html.unescape(text))):
        if found := list(_objects_in(said)):
            return found
    return []


def answer_in(answer: str) -> str:
    """Return what a model says after it thought, as far as it is read at all."""
    return _THOUGHT.sub("", answer[:MOST_CHARACTERS]).strip()


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=lambda name: None)
    except (ValueError, RecursionError):
        return None


def _objects_in(text: str) -> Iterator[Any]:
    """Yield the objects of a text that can be read, outer ones before those in them."""
    tokens = list(_tokens(text))
    ends = _ends(tokens)
    place = 0
    while place < len(tokens):
        last = ends.get(place)
        if last is not None and tokens[last][1] - tokens[place][0] <= _LARGEST_ITEM:
            value = _loaded(_joined(tokens[place : last + 1]))
            if isinstance(value, dict):
                yield value
                place = last
        place += 1


def _ends(tokens: list[_Token]) -> dict[int, int]:
    """Return where the objects begin and end that have few others within each other."""
    ends: dict[int, int] = {}
    # Where each open one begins, and how many are within each other in it.
    opened: list[tuple[int, int]] = []
    for place, (_, _, said) in enumerate(tokens):
        if said == "{":
            opened.append((place, 0))
        elif said == "}" and opened:
            start, depth = opened.pop()
            if depth <= _DEEPEST:
                ends[start] = place
            if opened:
                opened[-1] = (opened[-1][0], max(opened[-1][1], depth + 1))
    return ends


def _joined(tokens: list[_Token]) -> str:
    """Return tokens as JSON: without commas before the end of a list, and with names quoted."""
    parts: list[str] = []
    for place, (_, _, said) in enumerate(tokens):
        following = tokens[place + 1][2] if place + 1 < len(tokens) else ""
        if said == "," and following in ("}", "]", ","):
            continue
        bare = said[0] not in '{}[],:"'
        parts.append(said if not bare else json.dumps(said) if following == ":" else _written(said))
    return "".join(parts)


def _tokens(text: str) -> Iterator[_Token]:
    """Yield what stands within braces and brackets; prose around them is passed over."""
    place, depth, before = 0, 0, ""
    while place < len(text):
        character = text[place]
        end, said = place + 1, ""
        if character in _OPEN or (depth and character in ",:"):
            said = character
            depth += character in _OPEN
        elif character in _CLOSED:
            depth = max(depth - 1, 0)
            said = character
        elif depth and (comment := _COMMENT.match(text, place)):
            end = comment.end()
        elif depth and character in _MARKS and before in _BEFORE:
            last = _end_of_text(text, place)
            if last is None:
                return
            end, said = last, _quoted(text[place + 1 : last - 1], character)
        elif depth and (word := _WORD.match(text, place)):
            end, said = word.end(), word[0]
        if said:
            yield place, end, said
            before = said
        place = end


def _end_of_text(text: str, start: int) -> int | None:
    """Return where the text that begins at a quotation mark ends; None if it was cut.

    A mark that nothing of JSON follows stands within the text: many models forget to escape it.
    """
    mark, place = _MARKS[text[start]], start + 1
    while (place := _next(text, mark, place)) >= 0:
        space = _SPACE.match(text, place + 1)
        after = place + 1 if space is None else space.end()
        if after == len(text):
            return None
        if text[after] in _AFTER:
            return place + 1
        place += 1
    return None


def _next(text: str, mark: str, place: int) -> int:
    """Return where a mark stands next that no backslash escapes; -1 for nowhere."""
    while place < len(text):
        character = text[place]
        if character == mark:
            return place
        place += 2 if character == "\\" else 1
    return -1


def _quoted(inside: str, mark: str) -> str:
    if mark == "'":
        inside = inside.replace("\\'", "'")
    escaped = re.sub(r'(?<!\\)((?:\\\\)*)"', r'\1\\"', _LONE_BACKSLASH.sub(r"\\\\", inside))
    try:
        return json.dumps(json.loads(f'"{escaped}"', strict=False))
    except ValueError:
        return json.dumps(inside)


def _written(word: str) -> str:
    if _NUMBER.match(word):
        try:
            return json.dumps(json.loads(word))
        except ValueError:
            return "null"
    return _CONSTANTS.get(word.lower(), "null")
