"""The options that providers of hosted models have in common."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr, field_validator

from memkit.contracts.llm import MAX_TOKENS
from memkit.domain.records import Price
from memkit.plugins.configs import ProviderConfig
from memkit.plugins.from_file import FromFile
from memkit.redaction import keys_in

# How an LLM is asked for an object: by a schema that its server keeps to, by a JSON mode with the
# schema in the prompt, or by the prompt alone.
ObjectMode = Literal["json_schema", "json_object", "prompt"]

_MOST_SECONDS_TO_CONNECT = 10.0


class HostedConfig(ProviderConfig):
    """Base of the config of a model behind an API."""

    model: FromFile[str] = Field(
        min_length=1, description="The model's name, as its provider knows it."
    )
    api_key: SecretStr | None = Field(default=None, description="The provider's key.")
    base_url: str | None = Field(
        default=None, description="Where the API is, if not at the provider's own address."
    )
    timeout: FromFile[float] = Field(
        default=60.0, gt=0, description="Seconds that one request may take."
    )
    max_concurrency: FromFile[int] = Field(
        default=8, ge=1, description="How many requests may be under way at once."
    )
    headers: dict[str, SecretStr] = Field(
        default_factory=dict, description="Headers to send with each request."
    )
    price: FromFile[Price | None] = Field(
        default=None,
        description="US dollars per million tokens, {'input': 0.02, 'output': 0}, and per "
        "thousand calls ('call'), for the cost in m.usage.",
    )

    @property
    def seconds_to_connect(self) -> float:
        """How long a connection may take; who is there at all answers soon."""
        return min(self.timeout, _MOST_SECONDS_TO_CONNECT)

    @field_validator("base_url")
    @classmethod
    def _no_key_in_it(cls, url: str | None) -> str | None:
        if url is not None and keys_in(url):
            raise ValueError("must not hold a password or a key: give api_key=... or headers=...")
        return url

    def plain_headers(self) -> dict[str, str]:
        """Return the headers as an SDK takes them."""
        return {name: value.get_secret_value() for name, value in self.headers.items()}


class HostedEmbedderConfig(HostedConfig):
    """Base of the config of an embedder behind an API."""

    dimensions: FromFile[int | None] = Field(
        default=None, ge=1, description="Length of a vector, of models that can shorten theirs."
    )
    query_prefix: FromFile[str] = Field(
        default="", description="Text before each query, for models that were trained with one."
    )
    document_prefix: FromFile[str] = Field(default="", description="Text before each document.")
    text_weight: FromFile[float] = Field(
        default=1.0, ge=0, description="How much BM25 counts beside a cosine of one."
    )


_MOST_TOKENS = (
    "The most tokens of an answer, thinking included, where a call does not say; None for no bound."
)


class HostedLLMConfig(HostedConfig):
    """Base of the config of an LLM behind an API.

    A config that has another base before this one declares `timeout` anew.
    """

    timeout: FromFile[float] = Field(
        default=300.0,
        gt=0,
        description="Seconds that one request may take; an answer comes when it is whole.",
    )
    max_tokens: FromFile[int | None] = Field(default=MAX_TOKENS, ge=1, description=_MOST_TOKENS)
    context: FromFile[int | None] = Field(
        default=None,
        ge=1,
        description="The model's window in tokens, question and answer together, if you know it.",
    )


class OwnServerLLMConfig(HostedLLMConfig):
    """Base of the config of an LLM on a server of one's own.

    It may have a window of 4,096 tokens, and refuse a bound that does not fit in beside the prompt;
    on a CPU it may write ten tokens a second.
    """

    max_tokens: FromFile[int | None] = Field(default=2048, ge=1, description=_MOST_TOKENS)
