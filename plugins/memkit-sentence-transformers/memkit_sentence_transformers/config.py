"""What can be set on the embedders."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator

from memkit.plugins import FromFile, HubModel, ProviderConfig

Dtype = Literal["auto", "float32", "float16", "bfloat16"]

MINILM_DIM = 384


class ModelConfig(ProviderConfig):
    """Options of every model."""

    device: FromFile[str | None] = Field(
        default=None,
        description='Where it computes: "cpu", "cuda", "cuda:1", "mps"; the best there is if None.',
    )
    batch_size: FromFile[int] = Field(
        default=32, ge=1, description="Texts in one pass through the model."
    )
    dtype: FromFile[Dtype | None] = Field(
        default=None,
        description='Precision of the weights; "auto" is the stored one. If None, float32 on a '
        "CPU, where half precision is slow, and the stored one elsewhere.",
    )
    truncate_dim: FromFile[int | None] = Field(
        default=None,
        ge=1,
        description="Keep only so many numbers of a vector; for Matryoshka models.",
    )
    normalize: FromFile[bool] = Field(default=True, description="Scale vectors to length one.")
    cache_folder: Path | None = Field(
        default=None, description="Where models from the hub are kept; the hub's own place if None."
    )
    local_files_only: FromFile[bool] = Field(
        default=False, description="Never ask the hub: use what the cache holds."
    )
    text_weight: FromFile[float] = Field(
        default=1.0, ge=0, description="How much BM25 counts beside a cosine of one."
    )

    @field_validator("cache_folder")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        # A journal keeps the config, and may be opened from another folder.
        return value and Path(os.path.abspath(value.expanduser()))


class SentenceTransformerConfig(ModelConfig):
    """Options of the embedder `sentence-transformers`."""

    model: HubModel[str] = Field(
        min_length=1, description="A folder, or a name on the hub such as 'BAAI/bge-small-en-v1.5'."
    )
    revision: FromFile[str | None] = Field(
        default=None, description="Branch, tag or commit of a model on the hub."
    )
    query_prompt: FromFile[str | None] = Field(
        default=None, description="Text before each query; the model's own if None."
    )
    document_prompt: FromFile[str | None] = Field(
        default=None, description="Text before each document; the model's own if None."
    )
    query_prompt_name: FromFile[str | None] = Field(
        default=None, description="Which of the model's own prompts stands before each query."
    )
    document_prompt_name: FromFile[str | None] = Field(
        default=None, description="Which of the model's own prompts stands before each document."
    )
    trust_remote_code: bool = Field(
        default=False, description="Run Python code that the model brings. Read it first."
    )
    token: SecretStr | None = Field(
        default=None, description="For private and gated models on the hub."
    )

    @field_validator("model")
    @classmethod
    def _absolute_folder(cls, value: str) -> str:
        path = os.path.expanduser(value)
        return os.path.abspath(path) if is_folder(path) else value

    @model_validator(mode="after")
    def _one_prompt_a_kind(self) -> Self:
        for kind in ("query", "document"):
            text, name = getattr(self, f"{kind}_prompt"), getattr(self, f"{kind}_prompt_name")
            if text is not None and name is not None:
                raise ValueError(f"{kind}_prompt and {kind}_prompt_name exclude each other")
        return self


class MiniLMConfig(ModelConfig):
    """Options of the embedder `minilm`."""

    truncate_dim: FromFile[int | None] = Field(
        default=None,
        ge=1,
        le=MINILM_DIM,
        description="Keep only so many numbers of a vector. The model was not trained for it.",
    )
    text_weight: FromFile[float] = Field(
        default=1.2, ge=0, description="How much BM25 counts beside a cosine of one."
    )


def is_folder(model: str) -> bool:
    """Tell whether a model is meant as a folder: it is there, or its name can't be on the hub."""
    return (
        os.path.isdir(model)
        or os.path.isabs(model)
        or model.startswith((".", "~"))
        or model.count("/") > 1
        or "\\" in model
    )
