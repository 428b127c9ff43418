"""The SDK's clients for a config."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

from memkit.errors import ValidationError
from memkit.providers.hosted import Clients
from memkit_openai.config import OnAzure, ServiceConfig
from memkit_openai.services import AZURE, OPENAI

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI

# A server without keys ignores it. The SDK takes none for "look into OPENAI_API_KEY".
_NO_KEY = "none"
_ENDPOINT = str(AZURE.endpoint)
T = TypeVar("T")

_FOR_OPENAI = ("OpenAI-Organization", "OpenAI-Project")


def clients_of(config: ServiceConfig) -> Clients:
    """Return the clients of a model.

    Raises:
        ValidationError: Nobody says where the resource is on Azure. It is told before a call.
    """
    if isinstance(config, OnAzure):
        _endpoint(config)
    return Clients(lambda: _blocking(config), lambda: _asynchronous(config))


def model_of(config: ServiceConfig) -> str:
    """Return what to ask for: the model, or its deployment on Azure."""
    return (isinstance(config, OnAzure) and config.deployment) or config.model


def _blocking(config: ServiceConfig) -> OpenAI:
    # Importing it takes a while.
    import openai

    make: type[OpenAI] = openai.AzureOpenAI if isinstance(config, OnAzure) else openai.OpenAI
    return _staying(make(**_options(config)))


def _asynchronous(config: ServiceConfig) -> AsyncOpenAI:
    import openai

    azure = isinstance(config, OnAzure)
    make: type[AsyncOpenAI] = openai.AsyncAzureOpenAI if azure else openai.AsyncOpenAI
    return _staying(make(**_options(config)))


def _staying(client: T) -> T:
    # Whoever is told to ask elsewhere would take the texts there, and keys that are in other
    # headers than the usual one. A client of HTTP of our own would not be closed with the SDK's.
    inner: Any = client
    inner._client.follow_redirects = False
    return client


def _options(config: ServiceConfig) -> dict[str, Any]:
    from openai import Timeout

    key = config.api_key.get_secret_value() if config.api_key else _NO_KEY
    options: dict[str, Any] = {
        "api_key": key,
        "timeout": Timeout(config.timeout, connect=config.seconds_to_connect),
        # Whoever calls the model decides how patient to be.
        "max_retries": 0,
        "default_headers": _headers(config, key),
    }
    if isinstance(config, OnAzure):
        options["azure_endpoint"] = _endpoint(config)
        options["azure_deployment"] = model_of(config)
        options["api_version"] = config.api_version
    else:
        options["base_url"] = config.base_url or config.service.base_url
    return options


def _endpoint(config: OnAzure) -> str:
    endpoint = config.base_url or os.environ.get(_ENDPOINT)
    if endpoint is None:
        raise ValidationError(
            "Nobody says where the resource is on Azure.",
            fix=f"Give base_url='https://NAME.openai.azure.com', or set {_ENDPOINT}.",
        )
    return endpoint


def _headers(config: ServiceConfig, key: str) -> dict[str, Any]:
    """Return the headers of each request.

    The SDK sends what the variables OPENAI_ORG_ID, OPENAI_PROJECT_ID and OPENAI_CUSTOM_HEADERS
    hold to whatever address it is given. They are meant for OpenAI, and nobody else gets them.
    """
    from openai import omit

    headers: dict[str, Any] = {}
    if config.service is not OPENAI:
        custom = os.environ.get("OPENAI_CUSTOM_HEADERS", "")
        names = [line.partition(":")[0].strip() for line in custom.splitlines()]
        headers = dict.fromkeys([*_FOR_OPENAI, *filter(None, names)], omit)
        if isinstance(config, OnAzure):
            headers |= {"Authorization": omit, "api-key": key}
        else:
            headers["Authorization"] = f"Bearer {key}"
    return headers | config.plain_headers()
