"""Images and files among the parts of a message, in the shapes that chat APIs give them.

OpenAI's ("image_url", "input_image", "file", "input_file", "input_audio"), Anthropic's ("image",
"document" with a "source"), those of LangChain, and Gemini's "inline_data" and "file_data".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from memkit.domain.attachment_checks import check_size, decoded, elsewhere, kept
from memkit.domain.attachments import Attachment
from memkit.domain.values import fields_of, is_missing, shown
from memkit.errors import ValidationError

# What a part that holds an image or a file says of itself. Those of the first kind are images.
IMAGE_PARTS = frozenset({"image", "image_url", "input_image"})
FILE_PARTS = frozenset(
    {"file", "input_file", "document", "audio", "input_audio", "video", "video_url"}
)
# Where a part keeps what belongs to it.
_INNER_KEYS = (
    "source", "file", "image_url", "input_audio", "audio", "video", "video_url", "image",
    "file_data", "fileData", "inline_data", "inlineData",
)  # fmt: skip
# Parts of Gemini say by such a key alone what they are.
_UNTYPED_KEYS = ("inline_data", "inlineData", "file_data", "fileData")
_DATA_KEYS = ("data", "base64", "file_data", "bytes")
_URI_KEYS = ("url", "uri", "image_url", "video_url", "file_url", "file_uri", "fileUri", "image")
_ID_KEYS = ("file_id", "fileId")
_TYPE_KEYS = ("media_type", "mime_type", "mediaType", "mimeType")
_NAME_KEYS = ("filename", "file_name", "fileName", "name", "title")
_HOLDING_KEYS = ("content", "parts")
_DATA_URL = re.compile(r"data:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment, and its bytes unless it is elsewhere."""

    attachment: Attachment
    content: bytes | None = None


def attached_in(content: object, name: str = "The content") -> Iterator[Attached]:
    """Yield the images and files that a content holds, in their order.

    Args:
        content: A text, parts, or one part.
        name: What it is called, for errors.

    Raises:
        ValidationError: One can't be read, is not what it is said to be, or is too large.
    """
    if isinstance(content, (str, bytes, bytearray)) or is_missing(content):
        return
    fields = fields_of(content)
    if fields is None:
        if isinstance(content, Iterable):
            for at, part in enumerate(content):
                yield from attached_in(part, f"{name}[{at}]")
        return
    kind = str(fields.get("type") or "")
    if kind in IMAGE_PARTS | FILE_PARTS or any(_holds(fields, key) for key in _UNTYPED_KEYS):
        found = _attached(fields, kind, name)
        if found is not None:
            yield found
        return
    if kind in ("tool_result", "tool_use", "thinking"):
        return
    for key in _HOLDING_KEYS:
        if key in fields:
            yield from attached_in(fields[key], f"{name}.{key}")


def _holds(fields: Mapping[str, Any], key: str) -> bool:
    return isinstance(fields.get(key), Mapping)


def _attached(fields: Mapping[str, Any], kind: str, what: str) -> Attached | None:
    """Return what a part holds; None for one that holds nothing."""
    told = _flat(fields)
    told_kind = str(told.get("source_type") or "")
    media_type, name = _first_text(told, _TYPE_KEYS), _first_text(told, _NAME_KEYS)
    if media_type is None and isinstance(told.get("format"), str):
        media_type = f"audio/{told['format']}"
    common: dict[str, Any] = {"name": name, "what": what, "image": kind in IMAGE_PARTS}
    data = next((told[key] for key in _DATA_KEYS if _given(told.get(key))), None)
    uri = next((told[key] for key in _URI_KEYS if _given(told.get(key))), None)
    if told_kind == "text" and data is None:
        data = told.get("text")
    if data is not None and (told_kind == "text" or not isinstance(data, (str, bytes, bytearray))):
        content = _text_bytes(data, what)
        return Attached(kept(content, media_type=media_type or "text/plain", **common), content)
    if data is None and isinstance(uri, (bytes, bytearray)):
        data, uri = uri, None
    if data is not None:
        return _of_data(data, media_type, common)
    if uri is not None:
        if isinstance(uri, str) and _DATA_URL.match(uri):
            return _of_data(uri, media_type, common)
        return Attached(elsewhere(uri, media_type=media_type, **common))
    if told_kind == "content" and "content" in told:
        return _of_text(told["content"], common)
    id_ = _first_text(told, _ID_KEYS)
    if id_ is not None:
        return Attached(elsewhere(f"file-id:{id_}", media_type=media_type, **common))
    return None


def _flat(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a part and of what it wraps; those within count first.

    The kind of an Anthropic source, or of LangChain's data, is `source_type`.
    """
    told = {key: value for key, value in fields.items() if key != "type"}
    for key in _INNER_KEYS:
        inner = fields_of(fields.get(key)) if not isinstance(fields.get(key), str) else None
        if inner is None:
            continue
        told.pop(key, None)
        if inner.get("type") in ("text", "content"):
            told["source_type"] = inner["type"]
        told |= {name: value for name, value in inner.items() if name != "type"}
    return told


def _of_data(data: object, media_type: str | None, common: dict[str, Any]) -> Attached:
    what = common["what"]
    if isinstance(data, (bytes, bytearray)):
        check_size(len(data), what)
        content = bytes(data)
    elif isinstance(data, str) and _DATA_URL.match(data):
        own, content = _read_data_url(data, what)
        media_type = own or media_type
    else:
        content = decoded(str(data), what)
    return Attached(kept(content, media_type=media_type, **common), content)


def _read_data_url(url: str, what: str) -> tuple[str | None, bytes]:
    """Return the media type, if it says one, and the bytes of a data URL (RFC 2397)."""
    head, comma, rest = url[len("data:") :].partition(",")
    if not comma:
        raise ValidationError(
            f"{what} has a data URL without a comma: {shown(url[:60])}.",
            fix="Write it as data:image/png;base64,...",
        )
    own, *options = [part.strip() for part in head.split(";")]
    if any(option.lower() == "base64" for option in options):
        return own or None, decoded(rest, what)
    check_size(len(rest) // 3, what)
    return own or "text/plain", unquote_to_bytes(rest)


def _text_bytes(data: object, what: str) -> bytes:
    if isinstance(data, (bytes, bytearray)):
        return bytes(data)
    if not isinstance(data, str):
        raise ValidationError(
            f"{what} holds {shown(data)}, which is neither base64 nor bytes.",
            fix="Give base64.b64encode(content).decode().",
        )
    return data.encode("utf-8", "replace")


def _of_text(content: object, common: dict[str, Any]) -> Attached | None:
    """Return a document that was given as parts: its texts, as a file."""
    texts: list[str] = []
    given: Sequence[Any] = [content] if isinstance(content, str) else list(_each(content))
    for part in given:
        text = part if isinstance(part, str) else (fields_of(part) or {}).get("text")
        if isinstance(text, str):
            texts.append(text)
    if not texts:
        return None
    found = "\n".join(texts).encode("utf-8", "replace")
    return Attached(kept(found, media_type="text/plain", **common), found)


def _each(content: object) -> Iterable[Any]:
    return content if isinstance(content, Iterable) else ()


def _given(value: object) -> bool:
    if isinstance(value, (str, bytes, bytearray)):
        return True
    return value is not None and not isinstance(value, Mapping)


def _first_text(told: Mapping[str, Any], keys: Sequence[str]) -> str | None:
    found = (told.get(key) for key in keys)
    return next((value for value in found if isinstance(value, str) and value.strip()), None)
