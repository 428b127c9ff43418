"""A progress bar, if it is wanted: text in a terminal, a widget in a notebook that has widgets."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager


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
    with warnings.catch_warnings():
        # A notebook without widgets gets a bar of text; that is no reason for a warning.
        warnings.filterwarnings("ignore", message="IProgress not found")
        from tqdm.auto import tqdm
    with tqdm(total=total, desc=what, unit=unit) as bar:
        yield bar.update
