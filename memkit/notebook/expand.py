"""`{expression}` and `$name` in a magic's line, as IPython expands them, but one by one.

IPython leaves the whole line as it is when one of them can't be evaluated, and reads `$5` as 5. In
a line that is stored as a memory neither will do: here each stands for itself if it does not name
something that is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_PLACES = re.compile(
    r"""
      (?P<open>\{\{) | (?P<close>\}\})
    | (?P<field>\{(?:[^{}'"]|'[^']*'|"[^"]*"|\{[^{}]*\})+\})
    | (?P<dollars>\$\$)
    | \$(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
    """,
    re.VERBOSE,
)


def expander(namespace: Mapping[str, Any]) -> Callable[[str], str]:
    """Return what puts the values of variables into a text.

    Args:
        namespace: The variables; the innermost scope wins already.
    """

    def expand(text: str) -> str:
        return _PLACES.sub(lambda place: _value(place, namespace), text)

    return expand


def _value(place: re.Match[str], namespace: Mapping[str, Any]) -> str:
    if place["open"] or place["close"] or place["dollars"]:
        return place[0][0]
    template = place["field"] or f"{{{place['name']}}}"
    from IPython.utils.text import EvalFormatter, FullEvalFormatter

    if not _names_something(template):
        return place[0]
    # The first knows slices, `{text[:8]}`, the second formats, `{number:.2f}`.
    for formatter in (FullEvalFormatter(), EvalFormatter()):
        try:
            return str(formatter.vformat(template, (), dict(namespace)))
        except Exception:  # noqa: BLE001 - it runs what the user wrote; text has braces, too
            continue
    return place[0]


def _names_something(template: str) -> bool:
    """Tell whether an expression has a name in it: `{1, 2}` and `{"a": 1}` are just text."""
    return re.search(r"[^\W\d]\w*", re.sub(r"'[^']*'|\"[^\"]*\"", "", template)) is not None
