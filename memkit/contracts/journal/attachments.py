"""The bytes of images and files that messages bring along."""

from __future__ import annotations

from collections.abc import Sequence


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
