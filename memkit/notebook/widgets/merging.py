"""Merging duplicates from the comparison's widget, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memkit.comparison.content import Json
from memkit.errors import MemkitError, said_by
from memkit.text.clean import cut

if TYPE_CHECKING:
    from memkit.comparison import Comparison
    from memkit.comparison.findings import OneSided

_MOST_OF_A_TEXT = 60


class Merging:
    """Merges pairs of memories in the journal.

    Args:
        comparison: Where they were found.

    Attributes:
        pairs: The pairs, in the order in which they are shown.
    """

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._done: dict[int, list[int]] = {}
        self.pairs: list[OneSided] = []

    def merge(self, place: int) -> Json:
        """Keep the first memory of a pair and delete the second; return what is shown of it."""
        memory = self._comparison.memory
        if memory is None:
            return _failed("This comparison has no open memory, so nothing can be merged.")
        pair = self.pairs[place]
        try:
            results = memory.merge(
                pair.first.id, [pair.second.id], reason=f"duplicates in space {pair.space}"
            )
            changed = [result.id for result in results if result.event != "NONE"]
            self._done[place] = [memory.history(id_)[-1].seq for id_ in changed]
        except MemkitError as error:
            return _failed(said_by(error, "widget"))
        kept, gone = (cut(one.memory, _MOST_OF_A_TEXT) for one in (pair.first, pair.second))
        return {"merged": True, "failed": False, "said": f"Kept “{kept}”, deleted “{gone}”."}

    def unmerge(self, place: int) -> Json:
        """Bring both memories of a pair back; return what is shown of it."""
        memory = self._comparison.memory
        events = self._done.get(place)
        if memory is None or events is None:
            return _failed("There is nothing to undo.")
        try:
            memory.undo_many(events)
        except MemkitError as error:
            return _failed(said_by(error, "widget"))
        del self._done[place]
        return {"merged": False, "failed": False, "said": "Undone: both are there again."}


def _failed(trouble: str) -> Json:
    return {"failed": True, "said": trouble}
