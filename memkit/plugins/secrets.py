"""Finding keys: argument, then environment, then keyring."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, get_args

import pydantic
from pydantic import SecretBytes, SecretStr

from memkit.plugins.specs import ProviderSpec

KEYRING_SERVICE = "memkit"

# The types of secrets.
SECRETS = (SecretStr, SecretBytes, pydantic.Secret)

_log = logging.getLogger(__name__)


def is_secret(annotation: Any) -> bool:
    """Tell whether a field's type is a secret, or holds one, such as `SecretStr | None`."""
    if isinstance(annotation, type) and issubclass(annotation, SECRETS):
        return True
    return any(map(is_secret, get_args(annotation)))


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
