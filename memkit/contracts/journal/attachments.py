"""The bytes of images and files that messages bring along."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.contracts.store import Selection
from memkit.domain.records import MemoryRecord


class Attachments:
    """Bytes by digest; needs the capability "attachments".

    They come with the states that name them (`State.contents`), are written in the transaction of
    the memory, once however often they are named, and go when nothing names them any more: no
    memory, and no event of one. A state that names bytes that are neither there nor given ends the
    transaction with a `ValidationError`.
    """

    def contents(self, digests: Sequence[str]) -> dict[str, bytes]:
        """Return bytes by their digests; those that are not there are absent."""
        raise NotImplementedError(f"{type(self).__name__} keeps no attachments")

    def attached(
        self, selection: Selection, *, limit: int, after: int = 0
    ) -> list[tuple[int, MemoryRecord]]:
        """Return up to `limit` memories of a selection that have attachments, as `page` does.

        Messages from which nothing is ever to be drawn (`infer=False`) are left out.
        """
        raise NotImplementedError(f"{type(self).__name__} keeps no attachments")
