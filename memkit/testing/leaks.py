"""Looking for secrets where none may be."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from memkit.plugins.secrets import SECRETS, is_secret
from memkit.plugins.specs import ProviderSpec

CANARY = "canary-6f1e0c57-must-not-be-seen"

# Words in a field's name that say it holds a secret.
_TELLING = {"key", "apikey", "token", "password", "secret", "credential", "credentials"}


def secret_fields(model: type[BaseModel]) -> list[str]:
    """Return the fields of a config that hold one secret."""
    return [
        name
        for name, info in model.model_fields.items()
        if is_secret(info.annotation) and not _is_container(info.annotation)
    ]


def unguarded_fields(spec: ProviderSpec, model: type[BaseModel]) -> list[str]:
    """Return the fields that should be secrets, by the spec or by their name, and are not."""
    telling = [
        name
        for name, info in model.model_fields.items()
        if _TELLING & set(name.lower().split("_")) and _is_text(info.annotation)
    ]
    named = [name for name in spec.secrets if name in model.model_fields]
    return sorted(
        {name for name in (*telling, *named) if not is_secret(model.model_fields[name].annotation)}
    )


def with_canaries(model: type[BaseModel], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options with a canary in each secret that they leave open."""
    canaries = {name: CANARY for name in secret_fields(model) if options.get(name) is None}
    return {**options, **canaries}


def values_of(config: BaseModel) -> list[str]:
    """Return the secrets that a config holds."""
    return sorted(set(_secrets_in({n: getattr(config, n) for n in type(config).model_fields})))


def text_fields(model: type[BaseModel]) -> list[str]:
    """Return the fields of a config that hold a text, and no secret."""
    return [
        name
        for name, info in model.model_fields.items()
        if _is_text(info.annotation) and not is_secret(info.annotation)
    ]


def shown_in(secrets: list[str], thing: object) -> list[str]:
    """Return the ways in which a thing shows a secret: "repr", "str", "format", "pickle"."""
    shows = {"repr": repr(thing), "str": str(thing), "format": f"{thing}"}
    if isinstance(thing, BaseModel):
        shows["model_dump_json"] = thing.model_dump_json(fallback=str)
    found = [way for way, text in shows.items() if any(secret in text for secret in secrets)]
    try:
        pickled = pickle.dumps(thing)
    except Exception:  # noqa: BLE001 - what can't be pickled shows nothing, however it says so
        return found
    if any(secret.encode() in pickled for secret in secrets):
        found.append("pickle")
    return found


def written(error: BaseException) -> str:
    """Return an exception and all its causes as a traceback shows them."""
    return "".join(traceback.format_exception(error))


def _secrets_in(value: Any) -> Iterator[str]:
    if isinstance(value, SECRETS):
        secret = value.get_secret_value()
        text = secret.decode(errors="replace") if isinstance(secret, bytes) else str(secret)
        if text:
            yield text
    elif isinstance(value, BaseModel):
        yield from _secrets_in({n: getattr(value, n) for n in type(value).model_fields})
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _secrets_in(item)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from _secrets_in(item)


def _is_container(annotation: Any) -> bool:
    if isinstance(annotation, type):
        return issubclass(annotation, (Mapping, list, tuple, set, frozenset))
    origin = getattr(annotation, "__origin__", None)
    if isinstance(origin, type) and issubclass(origin, (Mapping, list, tuple, set, frozenset)):
        return True
    return any(_is_container(part) for part in get_args(annotation))


def _is_text(annotation: Any) -> bool:
    return annotation is str or str in get_args(annotation) or is_secret(annotation)
