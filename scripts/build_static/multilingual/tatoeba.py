"""Pairs of sentences from Tatoeba: the first 500 lines of a language are for training."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

TRAINING_LINES = 500
ENGLISH = "eng"

NAMED = "deu spa fra por ita nld pol rus ukr tur ara hin cmn jpn kor".split()
"""The languages that the table is for, beside English."""


def languages(folder: Path) -> list[str]:
    """Return the codes of the languages in a folder."""
    return sorted({path.name.split(".")[1].split("-")[0] for path in folder.glob("tatoeba.*")})


def pairs(folder: Path, code: str) -> Iterator[tuple[str, str]]:
    """Yield the training pairs of a language: a sentence in it, and the same in English."""
    sides = [_lines(folder / f"tatoeba.{code}-{ENGLISH}.{side}") for side in (code, ENGLISH)]
    for strange, english in zip(*sides, strict=True):
        if strange and english:
            yield strange, english


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").split("\n")[:TRAINING_LINES]]
