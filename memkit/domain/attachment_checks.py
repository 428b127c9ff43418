"""What is given as an image or a file, checked: its size, its media type, its name, its address."""

from __future__ import annotations

import base64
import binascii
import mimetypes
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from memkit.domain.attachments import SHOWN_IMAGES, Attachment, content_digest
from memkit.domain.image_headers import image_header
from memkit.domain.validation import checked_text, whole_number
from memkit.domain.values import shown
from memkit.errors import ValidationError

MOST_BYTES: Final = 20 << 20
"""The most bytes of one attachment: 20 MB."""

UNKNOWN_TYPE: Final = "application/octet-stream"

_SIZES = ("size", "width", "height")
_LONGEST_NAME = 200
_LONGEST_URI = 8192
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_ANY_IMAGE = "image/*"
# Types as Python knows them, and not as a machine's own lists say.
_TYPES = mimetypes.MimeTypes()
_SAME = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png"}


def checked_digest(value: object) -> str:
    """Return the digest of an attachment, in lower case.

    Raises:
        ValidationError: It is none.
    """
    if isinstance(value, Attachment) and value.digest is not None:
        return value.digest
    if isinstance(value, str) and _DIGEST.match(value.strip().lower()):
        return value.strip().lower()
    raise ValidationError(
        f"The digest is {shown(value)}, which is not 64 hex digits.",
        fix="Give the digest of an attachment: record.attachments[0].digest.",
    )


def kept(
    content: bytes, *, media_type: str | None, name: str | None, what: str, image: bool = False
) -> Attachment:
    """Return the attachment that bytes are, after a look at their beginning.

    Args:
        content: The bytes.
        media_type: What they are said to be; None for nothing said.
        name: Of the file.
        what: Who they are, for errors.
        image: Whether they came as an image, and must be one.

    Raises:
        ValidationError: They are none or too many, or are not what they are said to be.
    """
    if not content:
        raise ValidationError(f"{what} has no bytes.", fix="Give its content, or leave it out.")
    check_size(len(content), what)
    header = image_header(content)
    name = _cleaned(name)
    said = checked_media_type(media_type, what) or _guessed(name)
    if header is not None and (said in (None, UNKNOWN_TYPE) or said in SHOWN_IMAGES):
        said = header.media_type
    said = said or UNKNOWN_TYPE
    if header is None and said in SHOWN_IMAGES:
        raise ValidationError(
            f"{what} is said to be {said}, and its bytes begin like no such image.",
            fix="Give the bytes of the image itself, or its real media type.",
        )
    _check_image(said, what, image=image)
    seen = header if header is not None and header.media_type == said else None
    return Attachment(
        media_type=said,
        digest=content_digest(content),
        name=name,
        size=len(content),
        width=None if seen is None else seen.width,
        height=None if seen is None else seen.height,
    )


def elsewhere(
    uri: object, *, media_type: str | None, name: str | None, what: str, image: bool = False
) -> Attachment:
    """Return the attachment that an address names.

    Raises:
        ValidationError: It is no address.
    """
    if not isinstance(uri, str) or not _SCHEME.match(uri) or len(uri) > _LONGEST_URI:
        raise ValidationError(
            f"{what} is at {shown(uri)}, which is no address.",
            fix="Give a URL, e.g. 'https://...' or 'data:image/png;base64,...'.",
        )
    name = _cleaned(name) or _last_part(uri)
    said = checked_media_type(media_type, what) or _guessed(name) or UNKNOWN_TYPE
    if image and not said.startswith("image/"):
        # An address need not say what is there.
        said = _ANY_IMAGE if media_type is None else said
    _check_image(said, what, image=image)
    return Attachment(media_type=said, uri=uri, name=name)


def checked_attachment(
    told: Mapping[str, Any], content: object, what: str
) -> tuple[Attachment, bytes | None]:
    """Return an attachment that a file tells of, and its bytes if they are told.

    Args:
        told: Fields of an `Attachment`, without those that are None.
        content: Its bytes in base64, or None.
        what: What it is, for errors.

    Raises:
        ValidationError: It can't be kept, or its bytes are not those of its digest.
    """
    media_type, name = told["media_type"], told.get("name")
    name = checked_text(name, f"{what}.name") if name is not None else None
    said = told.get("description")
    description = None if said is None else checked_text(said, f"{what}.description")
    if "digest" not in told:
        found = elsewhere(told.get("uri"), media_type=media_type, name=name, what=what)
        return replace(found, description=description), None
    digest = checked_digest(told["digest"])
    if content is None:
        sizes: dict[str, Any] = {key: _number(told.get(key), f"{what}.{key}") for key in _SIZES}
        known = checked_media_type(media_type, what) or UNKNOWN_TYPE
        bare = Attachment(
            media_type=known, digest=digest, name=_cleaned(name), description=description, **sizes
        )
        return bare, None
    found_bytes = decoded(content, what)
    found = kept(found_bytes, media_type=media_type, name=name, what=what)
    if found.digest != digest:
        raise ValidationError(
            f"{what} has other bytes than its digest {digest} says.", fix="Export it again."
        )
    return replace(found, description=description), found_bytes


def decoded(text: object, what: str) -> bytes:
    """Return the bytes that base64 stands for.

    Raises:
        ValidationError: It is none, or they are too many.
    """
    said = text if isinstance(text, str) else ""
    # Before anything of it is copied; line breaks may stand in it.
    if len(said) // 4 * 3 > 2 * MOST_BYTES:
        check_size(len(said) // 4 * 3, what)
    try:
        return base64.b64decode("".join(said.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValidationError(
            f"{what} is no base64: {error}.",
            fix="Give base64.b64encode(content).decode(), or a data URL of it.",
        ) from error


def _number(value: object, name: str) -> int | None:
    return None if value is None else whole_number(value, name, least=0)


def checked_media_type(value: object, what: str) -> str | None:
    """Return a media type in lower case without its parameters; None for none.

    Raises:
        ValidationError: It is none.
    """
    if value is None or value == "":
        return None
    said = value.partition(";")[0].strip().lower() if isinstance(value, str) else ""
    if said != _ANY_IMAGE and not _TYPE.match(said):
        raise ValidationError(
            f"{what} has the media type {shown(value)}.", fix="Give one such as 'image/png'."
        )
    return _SAME.get(said, said)


def check_size(size: int, what: str) -> None:
    """Make sure that an attachment is not too large.

    Raises:
        ValidationError: It is.
    """
    if size > MOST_BYTES:
        raise ValidationError(
            f"{what} has {size / (1 << 20):,.1f} MB; an attachment has {MOST_BYTES >> 20} MB at "
            "most.",
            fix="Make it smaller, or keep it elsewhere and give its URL.",
        )


def _check_image(media_type: str, what: str, *, image: bool) -> None:
    if image and not media_type.startswith("image/"):
        raise ValidationError(
            f"{what} is given as an image, and is {media_type}.",
            fix="Give it as a file: {'type': 'file', 'file': {'filename': ..., 'file_data': ...}}.",
        )


def _cleaned(name: str | None) -> str | None:
    """Return the name of a file on one line, without its folders."""
    if name is None:
        return None
    last = re.split(r"[/\\]", name)[-1]
    words = "".join(one if one.isprintable() else " " for one in last).split()
    said = " ".join(words)
    if len(said) <= _LONGEST_NAME:
        return said or None
    stem, ending = posixpath.splitext(said)
    ending = ending if len(ending) <= 10 else ""
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}…{ending}"


def _last_part(uri: str) -> str | None:
    try:
        path = unquote(urlsplit(uri).path)
    except ValueError:
        return None
    last = _cleaned(path)
    return last if last is not None and posixpath.splitext(last)[1] else None


def _guessed(name: str | None) -> str | None:
    found = None if name is None else _TYPES.guess_type(name)[0]
    return None if found is None else _SAME.get(found, found)
