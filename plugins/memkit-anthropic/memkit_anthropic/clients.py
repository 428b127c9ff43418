"""The SDK's clients for a config."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from memkit_anthropic.config import AnthropicConfig

if TYPE_CHECKING:
    from anthropic import Anthropic, AsyncAnthropic

T = TypeVar("T")


def blocking(config: AnthropicConfig) -> Anthropic:
    """Return a client for threads."""
    # Importing it takes a while.
    import anthropic

    return _staying(anthropic.Anthropic(**_options(config)))


def asynchronous(config: AnthropicConfig) -> AsyncAnthropic:
    """Return a client for the event loop that runs."""
    import anthropic

    return _staying(anthropic.AsyncAnthropic(**_options(config)))


def _staying(client: T) -> T:
    # Whoever is told to ask elsewhere would take the texts there, and the key, which is in a header
    # of its own. A client of HTTP of our own would not be closed with the SDK's.
    inner: Any = client
    inner._client.follow_redirects = False
    return client


def _options(config: AnthropicConfig) -> dict[str, Any]:
    import httpx2

    return {
        "api_key": config.api_key.get_secret_value(),
        "base_url": config.base_url,
        "timeout": httpx2.Timeout(config.timeout, connect=config.seconds_to_connect),
        # Whoever calls the model decides how patient to be.
        "max_retries": 0,
        "default_headers": config.plain_headers(),
    }
