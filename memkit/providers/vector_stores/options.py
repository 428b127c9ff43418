"""Options of an index that is there already: what stands, and what a user asks for."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Mapping
from typing import Any

from pydantic import BaseModel

from memkit.domain import fixes
from memkit.errors import MemkitWarning, Wording


def differing(config: BaseModel, standing: Mapping[str, object]) -> dict[str, Any]:
    """Return the options that a user gave and an index has otherwise.

    Only what was given counts: a default would undo what an administrator set.

    Args:
        config: The store's.
        standing: What the index has, by names of the config.
    """
    given = {name: getattr(config, name) for name in standing if name in config.model_fields_set}
    return {name: wanted for name, wanted in given.items() if wanted != standing[name]}


def tell_what_stands(
    where: str,
    standing: Mapping[str, object],
    wanted: Mapping[str, object],
    *,
    because: str = "",
    fix: str = fixes.REMADE,
) -> None:
    """Warn that an index goes by other options than those that a user gave.

    Args:
        where: What does so, such as "Weaviate at 'http://127.0.0.1:8080'".
        standing: What it has; `wanted`: what was asked for, at least one.
        because: Why they were not changed, if not because that can't be done.
        fix: What to do about it.
    """
    options = ", ".join(
        f"{name}={standing[name]!r} (not {asked!r})" for name, asked in sorted(wanted.items())
    )
    reason = because or "for that can't be changed in an index that is there"
    said = f"{where} goes by {options}, {reason}."
    told = fix.after(said) if isinstance(fix, Wording) else f"{said} {fix}"
    warnings.warn(MemkitWarning(told), stacklevel=2)


def fit(
    config: BaseModel,
    standing: Mapping[str, object],
    change: Callable[[Mapping[str, Any]], Collection[str]],
    *,
    may_not: Callable[[Exception], bool],
    where: str,
) -> None:
    """Give an index that was there the options that a user gave, and warn of those that it keeps.

    Args:
        config: The store's.
        standing: What the index has, by names of the config.
        change: Gives the index other options, and returns the names of those that it took.
        may_not: Tells whether an error of it says that the key may not.
        where: See `tell_what_stands`.
    """
    wanted = differing(config, standing)
    if not wanted:
        return
    because = ""
    try:
        changed = change(wanted)
    except Exception as error:
        if not may_not(error):
            raise
        changed, because = (), "for this key may not change them"
    kept = {name: asked for name, asked in wanted.items() if name not in changed}
    if kept:
        tell_what_stands(where, standing, kept, because=because)
