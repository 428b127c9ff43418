"""The prompts: a file each, whose first line says its version, which is sent with it."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from typing import Literal

PromptName = Literal[
    "extract", "select", "decide", "fill", "answer", "summarise", "procedure", "rewrite", "describe"
]

_HEAD = re.compile(r"\[memkit (?P<version>\w+ \d+)\]\n")


@dataclass(frozen=True, slots=True)
class Prompt:
    """The fixed part of what a model is sent.

    Attributes:
        version: Its name and number, such as "extract 1"; each change of a file has a new number.
        text: What is sent: the file, whose first line is the version.
    """

    version: str
    text: str


@functools.cache
def prompt(name: PromptName, *, full: bool = False) -> Prompt:
    """Return a prompt.

    Args:
        name: What for.
        full: Whether a large model is to list names and categories as well.
    """
    text = _file(name)
    head = _HEAD.match(text)
    assert head is not None, f"{name}.txt does not begin with its version"
    version = head["version"]
    if not full:
        return Prompt(version, text)
    return Prompt(f"{version} full", f"{text}\n{_file(f'{name}_full')}")


def _file(name: str) -> str:
    return (resources.files(__name__) / f"{name}.txt").read_text("utf-8").strip()
