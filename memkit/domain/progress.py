"""A progress bar, if it is wanted: text in a terminal, a widget in a notebook that has widgets."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any


@contextmanager
def progress_bar(
    what: str, *, unit: str, total: int | None, shown: bool
) -> Iterator[Callable[[int], object]]:
    """Yield a function that is told how many more are done.

    Args:
        what: What is being done.
        unit: What is counted.
        total: How many there are, if it is known.
        shown: Whether to show anything.
    """
    if not shown:
        yield lambda n: None
        return
    with _tqdm()(total=total, desc=what, unit=unit) as bar:
        yield bar.update


@contextmanager
def progress_towards(
    what: str, *, unit: str, shown: bool
) -> Iterator[Callable[[int, int | None], object]]:
    """Yield a function that is told how many are done, and of how many if that is known.

    The bar is made when it is told so for the first time: what was done before counts as such.

    Args:
        what, unit, shown: As for `progress_bar`.
    """
    if not shown:
        yield lambda completed, total: None
        return
    with ExitStack() as opened:
        bars: list[Any] = []

        def show(completed: int, total: int | None) -> None:
            if not bars:
                bar = _tqdm()(total=total, initial=completed, desc=what, unit=f" {unit}")
                bars.append(opened.enter_context(bar))
            bars[0].total = total
            bars[0].update(completed - bars[0].n)

        yield show


def _tqdm() -> Any:
    with warnings.catch_warnings():
        # A notebook without widgets gets a bar of text; that is no reason for a warning.
        warnings.filterwarnings("ignore", message="IProgress not found")
        from tqdm.auto import tqdm
    return tqdm
