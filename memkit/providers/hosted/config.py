"""The options that providers of hosted models have in common."""

from __future__ import annotations

from pydantic import Field, SecretStr

from memkit.domain.records import Price
from memkit.plugins.configs import ProviderConfig


class HostedConfig(ProviderConfig):
    """Base of the config of a model behind an API."""

    api_key: SecretStr | None = Field(default=None, description="The provider's key.")
    base_url: str | None = Field(
        default=None, description="Where the API is, if not at the provider's own address."
    )
    timeout: float = Field(default=60.0, gt=0, description="Seconds that one request may take.")
    max_concurrency: int = Field(
        default=8, ge=1, description="How many requests may be under way at once."
    )
    headers: dict[str, SecretStr] = Field(
        default_factory=dict, description="Headers to send with each request."
    )
    price: Price | None = Field(
        default=None,
        description="US dollars per million tokens, {'input': 0.02, 'output': 0}, and per "
        "thousand calls ('call'), for the cost in m.usage.",
    )
