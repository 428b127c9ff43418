"""A comparison as one HTML file that needs no kernel and no network."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memkit.comparison import content, reports
from memkit.domain.files import output_file, output_path
from memkit.web.pages import widget_page

if TYPE_CHECKING:
    from memkit.comparison import Comparison


def to_html(comparison: Comparison, path: str | PathLike[str]) -> Path:
    """Write a comparison as one file that any browser opens, offline.

    It holds the projections that were drawn so far, PCA among them. Queries need a kernel and are
    left out.

    Args:
        comparison: What to write.
        path: The file.

    Returns:
        The path.

    Raises:
        ValidationError: The file can't be written, or is part of a memory.
    """
    written = output_path(path)
    pictures = content.drawn(comparison)
    ways = comparison.trails()
    ends = {
        one: content.trail_ends(comparison, content.trails_in(comparison, one)) for one in pictures
    }
    key = content.key_of
    drawn = len(comparison) + len(comparison.placed)
    chosen = comparison.rows_of(comparison.selection)
    state: dict[str, Any] = {
        "basics": content.basics(comparison),
        "notes": list(comparison.notes),
        "colours": content.colours(comparison, (*content.QUICK, *content.LATER, *content.ASKED)),
        "pictures": {key(one): content.picture(comparison, one) for one in pictures},
        "rest": {
            key(one): content.rest(comparison, one, hidden=False)
            for one in pictures
            if comparison.placed
        },
        "clusters": content.clusters(comparison),
        "places": {key(one): content.cluster_places(comparison, one) for one in pictures},
        "badges": {key(one): content.badges(comparison, one) for one in pictures},
        "trails": {key(one): ends[one] for one in pictures} if ways else {},
        "changes": content.changes(comparison, ways),
        "neighbours": content.neighbours(comparison),
        "agreements": reports.agreements(comparison),
        "findings": reports.findings(comparison),
        "duplicates": reports.duplicates(comparison, reports.one_sided(comparison)),
        "evaluation": reports.evaluation(comparison.evaluation),
        "wanted": key(comparison._picture),
        "stage": {},
        "measuring": {},
        "chosen": content.to_bytes(chosen[chosen < drawn], "<i4"),
        "answer": {},
        "rated": {},
        "live": False,
    }
    # Only what is drawn is in the file.
    state["basics"]["hidden"] = 0
    page = widget_page("compare", state, title=f"Compare: {' | '.join(comparison.spaces)}")
    with output_file(path) as file:
        file.write(page.encode())
    return written
