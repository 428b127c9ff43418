"""Images of messages, for models that take them."""

from __future__ import annotations

import base64
from typing import NamedTuple

from memkit.domain.attachments import SHOWN_IMAGES
from memkit.domain.records import Message


class ImageData(NamedTuple):
    """An image as APIs take it: its media type, and its bytes in base64."""

    media_type: str
    data: str

    @property
    def url(self) -> str:
        """The same as a data URL."""
        return f"data:{self.media_type};base64,{self.data}"


def images_of(message: Message) -> list[ImageData]:
    """Return the images that a message brings along: PNG, JPEG, GIF, WebP.

    What is elsewhere is not sent: whoever is there may have put something else in its place.
    """
    return [
        ImageData(one.media_type, base64.b64encode(message.contents[one.digest]).decode())
        for one in message.attachments
        if one.media_type in SHOWN_IMAGES and one.digest is not None
        if one.digest in message.contents
    ]
