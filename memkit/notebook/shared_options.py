"""The options that several magics share, and how what is typed is read."""

from __future__ import annotations

import json
import re
from typing import Any

from memkit.notebook.options import Command, Option
from memkit.text import typed


def whole(text: str) -> int:
    """Return a whole number above zero."""
    if not re.fullmatch(r"[0-9]+", text) or int(text) < 1:
        raise ValueError("Give a whole number above zero.")
    return int(text)


def event(text: str) -> int:
    """Return the number of an event."""
    if not re.fullmatch(r"[0-9]+", text):
        raise ValueError("Give an event's number; %history ID shows them.")
    return int(text)


def number(text: str) -> float:
    """Return a number."""
    try:
        return float(text)
    except ValueError:
        raise ValueError("Give a number, such as 0.5.") from None


def share(text: str) -> float:
    """Return a share of the exact answer, above 0 and at most 1."""
    given = number(text)
    if not 0 < given <= 1:
        raise ValueError("Give a share of the exact answer, such as 0.99.")
    return given


def pair(text: str) -> tuple[str, Any]:
    """Return a key and its value."""
    try:
        return typed.pair(text)
    except ValueError:
        raise ValueError("Write key=value, such as category=food.") from None


def weight(text: str) -> tuple[str, Any]:
    """Return a role and its share."""
    try:
        return typed.pair(text)
    except ValueError:
        raise ValueError("Write role=share, such as assistant=0.5.") from None


def filter_of(text: str) -> Any:
    """Return a filter, as text or JSON."""
    if text.startswith("{"):
        try:
            return json.loads(text)
        except ValueError:
            raise ValueError(
                'A filter in braces is JSON; a string such as "priority >= 3" will do too.'
            ) from None
    return text


def moment(text: str) -> int | str:
    """Return a moment: the number of an event, or a date."""
    return int(text) if text.isdecimal() else text


def variable(text: str) -> str:
    """Return the name of a variable."""
    if not text.isidentifier():
        raise ValueError("Give the name of a variable.")
    return text


SHOW_CODE = Option(flags=("--show-code",), help="Show the Python that does the same.")
HELP = Option(flags=("--help", "-h"), help="Show this.")
YES = Option(flags=("--yes", "-y"), help="Do it; without this, show what would go.")
OUT = Option(flags=("--out", "-o"), value="VAR", read=variable, complete="variables",
             help="Put the result in a variable, too.")  # fmt: skip
EVERYONE = Option(flags=("--everyone",), help="In every scope, not the default one.")
SCOPE = (
    Option(flags=("--user", "-u"), value="ID", complete="users", help="Of this user."),
    Option(flags=("--agent",), value="ID", complete="agents", help="Of this agent."),
    Option(flags=("--app",), value="ID", complete="apps", help="Of this app."),
    Option(flags=("--run",), value="ID", complete="runs", help="Of this run or session."),
)
WHERE = Option(flags=("--where", "-w"), value="FILTER", read=filter_of, complete="filters",
               help='Which memories: "priority >= 3 and category = \'food\'".')  # fmt: skip
SPACE = Option(flags=("--space", "-s"), value="NAME", complete="spaces",
               help="The embedding space; the default one if not given.")  # fmt: skip
COUNT = Option(flags=("--k", "-k", "--limit"), value="N", read=whole, help="How many at most.")
LIMIT = Option(flags=("--limit", "-n", "--k", "-k"), value="N", read=whole,
               help="How many at most.")  # fmt: skip
NEIGHBOURS = Option(flags=("--k", "-k"), value="N", read=whole,
                    help="How many neighbours count; 10 if not given.")  # fmt: skip
SCHEMA = Option(flags=("--schema",), value="NAME", complete="schemas",
                help="A class of the notebook, Meeting, Person, Preference, or module:Class, whose "
                "fields the LLM fills in.")  # fmt: skip
SAMPLE = Option(flags=("--sample",), value="N", read=whole,
                help="Of how many memories; 100 if not given.")  # fmt: skip
WHEN = Option(flags=("--when",), value="HOW", choices=("prefer", "only", "ignore"),
              help="What becomes of a time that is asked for, such as last spring.")  # fmt: skip
FOLLOW_UP = (
    Option(flags=("--rewrite",),
           help="Let the LLM make a follow-up understood alone, after %chat or --history."),
    Option(flags=("--history",), value="VAR", read=variable, complete="variables",
           help="Of a follow-up: a variable with the messages before it; rewrites it, too."),
)  # fmt: skip
THRESHOLD = Option(
    flags=("--threshold",), value="SCORE", read=number, help="The least score of a hit."
)


def command_of(
    name: str, summary: str, *, options: tuple[Option, ...] = (), **rest: Any
) -> Command:
    """Return a command that shows its code and its help, too."""
    return Command(name=name, summary=summary, options=(*options, SHOW_CODE, HELP), **rest)
