"""From options to a provider's config, and from a config to what may be written down."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from typing import Any

import pydantic
from pydantic import BaseModel, ConfigDict, SecretBytes, SecretStr
from pydantic_core import to_jsonable_python

from memkit.errors import AuthenticationError, MemkitError, PluginError, ValidationError
from memkit.plugins.references import Reference
from memkit.plugins.secrets import (
    SECRETS,
    find_secrets,
    guarded,
    holds_secrets,
    is_key,
    is_secret,
    raise_without,
    secrets_in,
)
from memkit.plugins.specs import ProviderSpec
from memkit.redaction import looks_like_key, without_keys


class ProviderConfig(BaseModel):
    """Base of a provider's config: frozen, strict about names, and careful with secrets.

    Secrets are fields of the type `SecretStr`. They do not show in a repr, an error or a JSON
    dump, and a pickle holds empty ones: whoever loads it has to give them anew.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @classmethod
    def own_addresses(cls) -> tuple[str, ...]:
        """Return where the provider is by itself, or by its environment: a file may name these."""
        return ()

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        for name, value in super().__repr_args__():
            yield name, guarded(value, shown=True) if holds_secrets(value) else value

    def __getstate__(self) -> dict[Any, Any]:
        state = super().__getstate__()
        return {**state, "__dict__": _emptied(state["__dict__"])}


def _emptied(value: Any) -> Any:
    if isinstance(value, SecretStr):
        return SecretStr("")
    if isinstance(value, SecretBytes):
        return SecretBytes(b"")
    if isinstance(value, pydantic.Secret):
        return None
    if isinstance(value, str):
        return without_keys(value)
    if isinstance(value, dict):
        return {k: "" if is_key(k, item) else _emptied(item) for k, item in value.items()}
    if type(value) in (list, tuple, set, frozenset):
        return type(value)(_emptied(item) for item in value)
    return value


def fields_of(model: type[BaseModel]) -> dict[str, str]:
    """Return the names that options of a config may have, each with the field it stands for."""
    names: dict[str, str] = {}
    for field, info in model.model_fields.items():
        if info.alias is None or model.model_config.get("populate_by_name"):
            names[field] = field
        if info.alias is not None:
            names[info.alias] = field
    return names


def build_config(
    spec: ProviderSpec,
    model: type[BaseModel],
    options: Mapping[str, Any],
    *,
    text: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> BaseModel:
    """Return a provider's config.

    Args:
        spec: The provider.
        model: The class that `spec.config` names.
        options: Config fields.
        text: What stands after the colon of a reference; fills the field `spec.shorthand`.
        environ: Where to look for secrets; the process's environment by default.

    Raises:
        ValidationError: An unknown option, or a value that does not fit.
        AuthenticationError: A secret that the provider needs is nowhere to be found.
    """
    values = dict(options)
    known = fields_of(model)
    unknown = [name for name in values if name not in known]
    if unknown and model.model_config.get("extra") != "allow":
        raise _unknown_option(spec, unknown[0], sorted(known))
    if text is not None:
        values = _with_text(spec, values, text)
    _check_for_keys(spec, model, values)
    values |= find_secrets(spec, values, os.environ if environ is None else environ)
    for field in spec.secrets:
        # Wrapped before pydantic sees it, so that no message of pydantic can show it.
        if isinstance(values.get(field), str):
            values[field] = SecretStr(values[field])
    try:
        return model(**values)
    except pydantic.ValidationError as error:
        # pydantic's own error shows what was given, and a key may be among that; a validator's
        # message may quote it, and so may the way to a field of a dict.
        given = secrets_in({name: values[name] for name in values if name in spec.secrets})
        raise_without(_mistake(spec, error), [*given, *secrets_in(values)], cause=None)


def public_config(spec: ProviderSpec, config: BaseModel) -> dict[str, Any]:
    """Return a config as JSON values without its secrets, fit to be written down."""
    values = {name: getattr(config, name) for name in type(config).model_fields}
    kept = {
        name: guarded(value, shown=False)
        for name, value in values.items()
        if name not in spec.secrets and not isinstance(value, SECRETS)
    }
    public: dict[str, Any] = to_jsonable_python(kept, fallback=str)
    return public


def _with_text(spec: ProviderSpec, values: dict[str, Any], text: str) -> dict[str, Any]:
    reference = Reference(spec.name, text=text)
    if spec.shorthand is None:
        raise ValidationError(
            f"{str(reference)!r} has text after the colon, but {spec.name!r} takes none.",
            fix=f"Write {spec.name!r} and give options by name.",
        )
    if spec.shorthand in values:
        raise ValidationError(
            f"{spec.shorthand!r} of {spec.name!r} is given twice: as {text!r} after the colon "
            f"and as an option.",
            fix="Give it once.",
        )
    return {**values, spec.shorthand: text}


def _check_for_keys(spec: ProviderSpec, model: type[BaseModel], values: Mapping[str, Any]) -> None:
    """Refuse a key where a model's name should stand: it would be shown, and written down."""
    for name, value in values.items():
        info = model.model_fields.get(fields_of(model).get(name, name))
        secret = name in spec.secrets or (info is not None and is_secret(info.annotation))
        if isinstance(value, str) and not secret and looks_like_key(value):
            field = next(iter(spec.secrets), None)
            raise ValidationError(
                f"The option {name!r} of the {spec.kind} {spec.name!r} holds what looks like a "
                "key.",
                fix=f"Give the key as {field}=..."
                + (f", or set {spec.secrets[field][0]}." if spec.secrets[field] else ".")
                if field
                else "Give a name there, and keep the key to yourself.",
            )


def _unknown_option(spec: ProviderSpec, name: str, known: list[str]) -> ValidationError:
    close = difflib.get_close_matches(name, known, n=1)
    options = f"Its options are {', '.join(known)}." if known else "It has no options."
    fix = f"Did you mean {close[0]!r}?" if close else f"Leave {name!r} out, or use one of these."
    if not known:
        fix = f"Leave {name!r} out."
    return ValidationError(
        f"The {spec.kind} {spec.name!r} has no option {name!r}. {options}", fix=fix
    )


def _mistake(spec: ProviderSpec, error: pydantic.ValidationError) -> MemkitError:
    details = error.errors(include_url=False, include_context=False, include_input=False)
    missing = [
        str(detail["loc"][0])
        for detail in details
        if detail["type"] == "missing" and detail["loc"] and detail["loc"][0] in spec.secrets
    ]
    if missing:
        return _no_secret(spec, missing[0])
    sentences = [
        f"{'.'.join(map(str, detail['loc'])) or 'the options together'}: {_message(spec, detail)}"
        for detail in details
    ]
    fields = sorted({str(detail["loc"][0]) for detail in details if detail["loc"]})
    named = f" {', '.join(fields)}" if fields else " the options"
    return ValidationError(
        f"The options of the {spec.kind} {spec.name!r} do not fit. {'; '.join(sentences)}.",
        fix=f"Correct{named}.",
    )


def _message(spec: ProviderSpec, detail: Any) -> str:
    if detail["loc"] and detail["loc"][0] in spec.secrets:
        return "is not a valid secret"
    return str(detail["msg"]).rstrip(".")


def _no_secret(spec: ProviderSpec, field: str) -> AuthenticationError:
    variables = spec.secrets[field]
    fix = f"Give {field}=..."
    if variables:
        fix = f"Set the environment variable {variables[0]}, give {field}=..., or run: "
        fix += f"keyring set memkit {variables[0]}"
    return AuthenticationError(
        f"The {spec.kind} {spec.name!r} needs {field!r}, and there is none.",
        fix=fix,
        provider=spec.name,
    )


def check_model(spec: ProviderSpec, model: object, origin: str) -> type[BaseModel]:
    """Return the config class if it is one.

    Raises:
        PluginError: It is no pydantic model.
    """
    if isinstance(model, type) and issubclass(model, BaseModel):
        return model
    raise PluginError(
        f"{spec.config!r}, the config of the {spec.kind} {spec.name!r} from {origin}, is no "
        f"pydantic model.",
        fix=f"Update {origin.split()[0]}, or report this to its authors.",
    )
