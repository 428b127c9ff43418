"""Images and files that a message brings along beside its words.

Their bytes are held once each, by digest; a memory names them. What is somewhere else is named by
its address, and never fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from memkit.domain.public import public

SHOWN_IMAGES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Images that browsers show and that run nothing: what a notebook shows, and models are sent."""


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """An image or a file that a message brought along; `Memory.attachment` returns its bytes.

    Attributes:
        media_type: What it is, e.g. "image/png"; of images, as their first bytes say.
        digest: SHA-256 of its bytes, 64 hex digits; None if only its address was given.
        uri: Where it is, if only that was given; nobody looks there.
        name: Of the file, if it had one.
        size: In bytes.
        width, height: In pixels, as the image's header says.
        description: What a model says that it shows, in a memory that was derived from it.
    """

    media_type: str
    digest: str | None = None
    uri: str | None = None
    name: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    description: str | None = None

    @property
    def is_image(self) -> bool:
        """Whether it is an image, of any format."""
        return self.media_type.startswith("image/")

    def __str__(self) -> str:
        kind = self.media_type.partition("/")[0]
        kind = kind if kind in ("image", "audio", "video") else "file"
        return f"[{kind}: {self.name}]" if self.name else f"[{kind}]"


def content_digest(content: bytes) -> str:
    """Return the digest that an attachment of these bytes has."""
    return hashlib.sha256(content).hexdigest()


def joined(some: Sequence[Attachment], others: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Return attachments of both, each bytes and each address once."""
    by_place = {one.digest or one.uri: one for one in (*others, *some)}
    return tuple(
        by_place[place]
        for place in dict.fromkeys(one.digest or one.uri for one in (*some, *others))
    )


def with_stand_ins(text: str, attachments: Sequence[Attachment]) -> str:
    """Return the text of a message with a line for each attachment that words can find.

    That is one that has a name. One without is told of only where nothing else is said: such lines
    are alike, and would make the texts alike that they stand under.
    """
    named = dict.fromkeys(str(one) for one in attachments if one.name)
    if text.strip() or named:
        return "\n".join([text, *named] if text.strip() else named)
    return "\n".join(dict.fromkeys(map(str, attachments)))
