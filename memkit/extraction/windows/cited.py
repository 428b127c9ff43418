"""Which line of a window a model means by a number and a quote."""

from __future__ import annotations

from collections.abc import Mapping

from memkit.extraction.windows.lines import Line
from memkit.extraction.windows.transcript import without_speaker
from memkit.text.safe_text import place_of


def line_of(quote: str, named: Line, lines: Mapping[int, Line]) -> Line:
    """Return the line that was named, or the only one in which the quote stands, if it is another.

    Small models copy rightly and count wrongly.
    """
    if stands_in(quote, named):
        return named
    others = [line for line in lines.values() if stands_in(quote, line)]
    return others[0] if len(others) == 1 else named


def stands_in(quote: str, line: Line) -> bool:
    """Tell whether words were copied from a line as it was shown."""
    return place_of(without_speaker(quote, line), line.text) is not None
