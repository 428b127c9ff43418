"""The options of the embedder and the LLM."""

from __future__ import annotations

from pydantic import Field, SecretStr

from memkit.plugins import FromFile, HubModel
from memkit.providers.hosted import (
    HostedConfig,
    HostedEmbedderConfig,
    ObjectMode,
    OwnServerLLMConfig,
)


class HuggingFaceConfig(HostedConfig):
    """What both have in common."""

    model: HubModel[str] = Field(
        min_length=1,
        description="Name of the model on the hub, 'BAAI/bge-small-en-v1.5'. With base_url: what "
        "the server there runs.",
    )
    api_key: SecretStr | None = Field(
        default=None,
        description="A token from https://huggingface.co/settings/tokens, or the key of the "
        "inference provider. It goes to base_url as well; '' sends none.",
    )
    base_url: str | None = Field(
        default=None,
        pattern="^https?://",
        description="An Inference Endpoint or a server of your own; serverless if None.",
    )
    inference_provider: str | None = Field(
        default=None,
        description="Who runs the model, serverless: 'hf-inference', 'together', 'auto', ...",
    )
    bill_to: str | None = Field(default=None, description="The organization that pays.")


class EmbedderConfig(HuggingFaceConfig, HostedEmbedderConfig):
    """Options of the embedder `huggingface`."""

    inference_provider: str | None = Field(
        default="hf-inference",
        description="Who runs the model, serverless: 'hf-inference', 'scaleway', 'auto', ...",
    )
    query_prompt_name: FromFile[str | None] = Field(
        default=None, description="Which of the model's own prompts stands before each query."
    )
    document_prompt_name: FromFile[str | None] = Field(
        default=None, description="Which of the model's own prompts stands before each document."
    )
    most_texts: FromFile[int] = Field(
        default=32, ge=1, description="The most texts of a request; TEI takes 32 by default."
    )


class LLMConfig(HuggingFaceConfig, OwnServerLLMConfig):
    """Options of the LLM `huggingface`."""

    timeout: FromFile[float] = Field(
        default=300.0,
        gt=0,
        description="Seconds that one request may take; an answer comes when it is whole.",
    )
    temperature: FromFile[float | None] = Field(
        default=None, ge=0, le=2, description="How random answers are; the model's own if None."
    )
    structured_output: FromFile[ObjectMode] = Field(
        default="json_schema",
        description='How objects are asked for: "json_schema" where the server keeps to a schema, '
        '"json_object" for its JSON mode, "prompt" for words alone.',
    )
