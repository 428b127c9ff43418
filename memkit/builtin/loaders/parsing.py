"""JSON of strangers, parsed: whatever it holds, what comes out can be stored and walked through."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from memkit.errors import ProviderError

MOST_NESTED = 100
# Longer numbers are texts: Python takes minutes to read one of millions of digits, and refuses to.
_LONGEST_NUMBER = 300
# An escape of JSON: a pair of surrogates, half of one, the character 0, or any other.
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<none>u[dD][89a-fA-F][0-9a-fA-F]{2}|u0000)|.)",
    re.DOTALL,
)
_RISKY = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")


class NotJSONError(ValueError):
    """A text is not JSON, or not such that it can be read: what is wrong with it."""


def parse(text: str) -> Any:
    """Return what a text of JSON holds.

    Half characters (lone surrogates) and the character 0 are replaced, numbers that no type holds
    are texts.

    Raises:
        NotJSONError: It is not JSON, or nested too deeply.
    """
    if _RISKY.search(text):
        text = _ESCAPE.sub(lambda found: "\\ufffd" if found["none"] else found[0], text)
    try:
        value = json.loads(
            text, parse_int=_integer, parse_float=_real, parse_constant=lambda name: name
        )
    except json.JSONDecodeError as error:
        raise NotJSONError(f"{error.msg} at line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise NotJSONError(f"it is nested more than {MOST_NESTED} deep") from error
    _check_depth(value)
    return value


def parsed(text: str, error: Callable[..., ProviderError]) -> Any:
    """Return what a file of JSON holds.

    Args:
        text: Its characters.
        error: Makes an error that names the file, of a problem and its fix.

    Raises:
        ProviderError: It is not JSON.
    """
    try:
        return parse(text)
    except NotJSONError as problem:
        said = "is empty" if not text.strip() else f"is no JSON that can be read: {problem}"
        raise error(f"{said}.", fix="Mend it, or give another file.") from problem


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _real(digits: str) -> float | str:
    value = float(digits) if len(digits) <= _LONGEST_NUMBER else math.inf
    return value if math.isfinite(value) else digits


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(MOST_NESTED):
        level = [below for one in level for below in _below(one)]
        if not level:
            return
    raise NotJSONError(f"it is nested more than {MOST_NESTED} deep")


def _below(value: Any) -> Iterator[Any]:
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (one for one in held if isinstance(one, (dict, list)))
