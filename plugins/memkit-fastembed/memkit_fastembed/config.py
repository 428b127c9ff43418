"""What can be set on the embedder and the reranker."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from memkit.plugins import FromFile, HubModel, ProviderConfig

PROVIDER = "fastembed"

# How the vectors of a text's tokens become one; "none" for models that do it themselves.
Pooling = Literal["mean", "cls", "last_token", "none"]


class ModelConfig(ProviderConfig):
    """Options of every model."""

    model: HubModel[str] = Field(
        min_length=1, description="A name that FastEmbed lists, or your own."
    )
    path: Path | None = Field(
        default=None,
        description="The folder that holds the model's files; nothing is downloaded then.",
    )
    model_file: str | None = Field(
        default=None,
        description="The ONNX file in the folder, of models that FastEmbed does not list; "
        "'onnx/model.onnx' if None.",
    )
    cache_folder: Path | None = Field(
        default=None,
        description="Where downloaded models are kept; FASTEMBED_CACHE_PATH, or a folder of the "
        "system's temporary files, if None.",
    )
    local_files_only: FromFile[bool] = Field(
        default=False, description="Never ask the hub: use what the cache holds."
    )
    threads: FromFile[int | None] = Field(
        default=None,
        ge=1,
        description="Threads that one pass may use; ONNX Runtime's choice if None.",
    )
    providers: tuple[str, ...] | None = Field(
        default=None,
        description="Where ONNX Runtime computes, such as ['CPUExecutionProvider']; a GPU if its "
        "package is there, else the CPU, if None.",
    )
    batch_size: FromFile[int] = Field(
        default=32, ge=1, description="Texts in one pass through the model."
    )

    @field_validator("path", "cache_folder")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        # A journal keeps the config, and may be opened from another folder.
        return value and Path(os.path.abspath(value.expanduser()))


class EmbedderConfig(ModelConfig):
    """Options of the embedder `fastembed`."""

    model: HubModel[str] = Field(
        default="BAAI/bge-small-en-v1.5",
        min_length=1,
        description="'minilm', a name that FastEmbed lists, or, with pooling, one of your own or "
        "of the hub.",
    )
    pooling: FromFile[Pooling | None] = Field(
        default=None,
        description="How token vectors become one, of models that FastEmbed does not list.",
    )
    query_prefix: FromFile[str] = Field(
        default="", description="Text before each query, for models that were trained with one."
    )
    document_prefix: FromFile[str] = Field(default="", description="Text before each document.")
    text_weight: FromFile[float | None] = Field(
        default=None,
        ge=0,
        description="How much BM25 counts beside a cosine of one; 1.0, or for 'minilm' 1.2, if "
        "None.",
    )


class RerankerConfig(ModelConfig):
    """Options of the reranker `fastembed`."""

    model: HubModel[str] = Field(
        default="Xenova/ms-marco-MiniLM-L-6-v2",
        min_length=1,
        description="A cross-encoder that FastEmbed lists, or one of your own or of the hub.",
    )
