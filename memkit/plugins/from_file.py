"""What a file may say about a provider: its options are data, and most need the user's word.

A memory records which embedder each of its spaces was made with. Who made the file need not be who
opens it, so an option is taken from a file only if its field says that this is harmless:

    class Config(ProviderConfig):
        model: FromFile[str] = "small"
        base_url: str | None = None  # Where a question and a key go: the user's word alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined, to_jsonable_python

from memkit.plugins.addresses import addresses_in
from memkit.plugins.secrets import is_secret

T = TypeVar("T")

# Stricter than URLs are: what two parsers might read differently is no address.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+(?:/[A-Za-z0-9._~/-]*)?", re.ASCII)
_HUB_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)?", re.ASCII)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Harmless:
    """Marks a config's field whose value may come from a file.

    Attributes:
        only: Tells of a value whether it is harmless; None if every one is.
    """

    only: Callable[[Any], bool] | None = None


def is_hub_name(value: Any) -> bool:
    """Tell whether a model is one of a hub, "owner/name": no address, and no folder that is here.

    Libraries run code that lies beside a model in a folder.
    """
    return isinstance(value, str) and bool(_HUB_NAME.fullmatch(value)) and not os.path.exists(value)


# A field that may come from a file, and one that names a model of a hub.
FromFile = Annotated[T, Harmless()]
HubModel = Annotated[T, Harmless(only=is_hub_name)]


@dataclass(frozen=True, slots=True)
class RecordedOptions:
    """The options of a provider as a file has them.

    Attributes:
        options: Those that differ from the defaults, by field; secrets are never among them.
        questionable: Those of them that need the user's word.
    """

    options: Mapping[str, Any]
    questionable: Mapping[str, Any]


def recorded_options(model: type[BaseModel], options: Mapping[str, Any]) -> RecordedOptions:
    """Sort the options that a file has for a provider, which may be anything at all.

    Args:
        model: The provider's config.
        options: JSON values, by field or alias.
    """
    fields = {**{info.alias: name for name, info in model.model_fields.items() if info.alias}}
    differing: dict[str, Any] = {}
    for name, value in options.items():
        info = model.model_fields.get(fields.get(name, name))
        if info is None or not (is_secret(info.annotation) or value == _default(info)):
            differing[name] = value
    own: tuple[str, ...] = getattr(model, "own_addresses", tuple)()
    questionable = {
        name: value
        for name, value in differing.items()
        if not _is_harmless(model.model_fields.get(fields.get(name, name)), value)
        and not are_within(value, own)
    }
    return RecordedOptions(differing, questionable)


def is_within(value: Any, address: str) -> bool:
    """Tell whether a value is an address of HTTP, and the same as another or a path below it."""
    one, other = _parts(value), _parts(address)
    if one is None or other is None or one[0] != other[0]:
        return False
    return one[1] == other[1] or one[1].startswith(f"{other[1]}/") or not other[1]


def are_within(value: Any, addresses: Iterable[str]) -> bool:
    """Tell whether each address of an option, one or several, is within one of some others."""
    known = tuple(addresses)
    named = addresses_in(value)
    return bool(named) and all(any(is_within(one, other) for other in known) for one in named)


def _parts(value: Any) -> tuple[tuple[str, str, int], str] | None:
    """Return the origin and the path of an address, None for what is none or is unclear."""
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value):
        return None
    try:
        parts = urlsplit(value)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    if parts.hostname is None or ".." in parts.path:
        return None
    return (parts.scheme, parts.hostname, port), parts.path.rstrip("/")


def _is_harmless(info: FieldInfo | None, value: Any) -> bool:
    marks = [] if info is None else [one for one in info.metadata if isinstance(one, Harmless)]
    return bool(marks) and all(mark.only is None or mark.only(value) for mark in marks)


def _default(info: FieldInfo) -> Any:
    default = info.get_default(call_default_factory=True)
    # A required field has no default; None would be a value that a file may have.
    return default if default is PydanticUndefined else to_jsonable_python(default, fallback=str)
