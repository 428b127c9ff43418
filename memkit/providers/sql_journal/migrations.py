"""Numbered migrations of a database: `NNNN_name.sql`, or `mNNNN_name.py` with a `migrate` function.

Each runs once, in order, and all that a file lacks run in one transaction: if the process dies, the
file is as it was. A function is given the connection inside that transaction, and must not commit.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from typing import Any

_NAME = re.compile(r"(?:(\d{4})_\w+\.sql|m(\d{4})_\w+\.py)\Z")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step from a form of a database to the next.

    Attributes:
        number: From 1, without gaps; the number of the form it leads to.
        step: SQL, or a function of the connection.
    """

    number: int
    step: str | Callable[[Any], None]

    def run(self, connection: Any, *, execute: Callable[[str], object]) -> None:
        """Take the step, inside a transaction.

        Args:
            connection: What a function is given.
            execute: Runs a script of SQL, without a commit.
        """
        if isinstance(self.step, str):
            execute(self.step)
        else:
            self.step(connection)


@functools.cache
def migrations(package: str) -> tuple[Migration, ...]:
    """Return all migrations of a package, in order."""
    found = []
    for entry in resources.files(package).iterdir():
        match = _NAME.match(entry.name)
        if match is None:
            continue
        if match[1]:
            found.append(Migration(int(match[1]), entry.read_text("utf-8")))
        else:
            module = importlib.import_module(f"{package}.{entry.name.removesuffix('.py')}")
            found.append(Migration(int(match[2]), module.migrate))
    return tuple(sorted(found, key=lambda migration: migration.number))
