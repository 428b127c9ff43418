"""Finding keys: argument, then environment, then keyring."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import Any, NoReturn, get_args

import pydantic
from pydantic import BaseModel, SecretBytes, SecretStr

from memkit.errors import MemkitError
from memkit.plugins.specs import ProviderSpec
from memkit.redaction import HIDDEN, is_telling, keys_in, redacted, without_keys

KEYRING_SERVICE = "memkit"

# The types of secrets.
SECRETS = (SecretStr, SecretBytes, pydantic.Secret)
# A shorter one is a placeholder ("EMPTY"), and taking it out of a message would garble it.
_SHORTEST = 8

_log = logging.getLogger(__name__)


def is_secret(annotation: Any) -> bool:
    """Tell whether a field's type is a secret, or holds one, such as `SecretStr | None`."""
    if isinstance(annotation, type) and issubclass(annotation, SECRETS):
        return True
    return any(map(is_secret, get_args(annotation)))


def secrets_in(value: Any) -> list[str]:
    """Return the secrets of a config or of options that no error may show.

    Those of a secret type, those under a telling name ({"extra": {"api_key": ...}}), and those of
    addresses. One of fewer than eight characters is taken for a placeholder.
    """
    return [secret for secret in _found_in(value) if len(secret) >= _SHORTEST]


def holds_secrets(value: Any) -> bool:
    """Tell whether a value holds any secret, a placeholder too."""
    return any(_found_in(value))


def raise_without(
    failure: MemkitError, secrets: Iterable[str], *, cause: BaseException | None
) -> NoReturn:
    """Raise an error without secrets in it, from its cause if that shows none of them."""
    secrets = list(secrets)
    for secret in secrets:
        failure.replace_in_text(secret, HIDDEN)
    shown = "".join(traceback.format_exception(cause)) if cause is not None and secrets else ""
    raise failure from None if any(secret in shown for secret in secrets) else cause


def guarded(value: Any, *, shown: bool) -> Any:
    """Return a value of a config without what is secret in it, by type, name or form.

    Args:
        value: A field's value.
        shown: Whether people see it, who are told where something was; what is written down
            lacks it.
    """
    if isinstance(value, BaseModel):
        return guarded(
            {name: getattr(value, name) for name in type(value).model_fields}, shown=shown
        )
    if isinstance(value, Mapping):
        kept = {
            key: item
            for key, item in value.items()
            if shown or not (isinstance(item, SECRETS) or is_key(key, item))
        }
        return {
            key: HIDDEN if is_key(key, item) else guarded(item, shown=shown)
            for key, item in kept.items()
        }
    if isinstance(value, (list, tuple, set, frozenset)):
        return [
            guarded(item, shown=shown) for item in value if shown or not isinstance(item, SECRETS)
        ]
    if isinstance(value, (str, pydantic.AnyUrl)):
        return redacted(str(value)) if shown else without_keys(str(value))
    return value


def is_key(name: Any, value: Any) -> bool:
    """Tell whether an entry of a dict is a secret, by its name."""
    return isinstance(name, str) and isinstance(value, str) and is_telling(name)


def _found_in(value: Any) -> Iterator[str]:
    if isinstance(value, SECRETS):
        secret = value.get_secret_value()
        yield secret.decode(errors="replace") if isinstance(secret, bytes) else str(secret)
    elif isinstance(value, BaseModel):
        yield from _found_in([getattr(value, name) for name in type(value).model_fields])
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from [item] if is_key(name, item) else _found_in(item)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from _found_in(item)
    elif isinstance(value, (str, pydantic.AnyUrl)):
        yield from keys_in(str(value))


def find_secrets(
    spec: ProviderSpec, given: Mapping[str, object], environ: Mapping[str, str]
) -> dict[str, str]:
    """Return the spec's secrets that no argument gives, by config field, where they are found.

    In the keyring they stand under the service "memkit", by the name of the environment variable:
    `keyring set memkit OPENAI_API_KEY`.

    Args:
        spec: The provider; `spec.secrets` names the fields and their variables.
        given: The options of the call; a field that is there and not None is left alone.
        environ: The environment.
    """
    found: dict[str, str] = {}
    for field, variables in spec.secrets.items():
        if given.get(field) is not None:
            continue
        value = next((environ[name] for name in variables if environ.get(name)), None)
        if value is None:
            value = next(filter(None, map(_from_keyring, variables)), None)
        if value is not None:
            found[field] = value
    return found


def _from_keyring(variable: str) -> str | None:
    if find_spec("keyring") is None:
        return None
    import keyring  # type: ignore[import-not-found, unused-ignore]  # optional, slow to import
    from keyring.errors import KeyringError  # type: ignore[import-not-found, unused-ignore]

    try:
        value = keyring.get_password(KEYRING_SERVICE, variable)
    except KeyringError as error:
        # A machine without a keyring daemon is an ordinary place to work.
        _log.debug("The keyring can't be read for %s: %s", variable, error)
        return None
    return str(value) if value else None
