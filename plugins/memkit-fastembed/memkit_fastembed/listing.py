"""FastEmbed's lists of models: what it knows of a model, and how to add one."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from memkit.domain import forks
from memkit_fastembed.config import EmbedderConfig, RerankerConfig
from memkit_fastembed.failures import unknown_model

_DEFAULT_FILE = "onnx/model.onnx"
_POOLING_NAMES = {"mean": "MEAN", "cls": "CLS", "last_token": "LAST_TOKEN", "none": "DISABLED"}

# One list for the whole process.
_adding = threading.Lock()
forks.renew(sys.modules[__name__], _adding=threading.Lock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A model of the list.

    Attributes:
        name: By which FastEmbed finds it.
        source: Its name on the hub.
        files: What it needs besides the tokenizer.
    """

    name: str
    source: str
    files: tuple[str, ...]


def embedder_listed(config: EmbedderConfig) -> Listed:
    """Return the entry of an embedding model, which is added if it is the user's own.

    Raises:
        ValidationError: FastEmbed does not list the model, and how to use it is not told.
    """
    from fastembed import TextEmbedding
    from fastembed.common.model_description import ModelSource, PoolingType

    pooling = config.pooling
    if pooling is None:
        entries = TextEmbedding.list_supported_models()
        found = _found(entries, config.model)
        if found is None:
            raise unknown_model(config, [entry["model"] for entry in entries])
        return found
    file = config.model_file or _DEFAULT_FILE
    name = f"{config.model} ({pooling}, {file})"

    def add() -> None:
        TextEmbedding.add_custom_model(
            name,
            pooling=PoolingType[_POOLING_NAMES[pooling]],
            # The embedder does it, for all models.
            normalization=False,
            sources=ModelSource(hf=config.model),
            # For FastEmbed's listing alone: the first vector tells the length.
            dim=1,
            model_file=file,
        )

    return _added(name, add, TextEmbedding.list_supported_models)


def reranker_listed(config: RerankerConfig) -> Listed:
    """Return the entry of a cross-encoder, which is added if it is the user's own."""
    from fastembed.common.model_description import ModelSource
    from fastembed.rerank.cross_encoder import TextCrossEncoder

    found = _found(TextCrossEncoder.list_supported_models(), config.model)
    if found is not None and config.model_file is None:
        return found
    file = config.model_file or _DEFAULT_FILE
    name = f"{config.model} ({file})"

    def add() -> None:
        TextCrossEncoder.add_custom_model(
            name, sources=ModelSource(hf=config.model), model_file=file
        )

    return _added(name, add, TextCrossEncoder.list_supported_models)


def _added(
    name: str, add: Callable[[], None], entries: Callable[[], list[dict[str, Any]]]
) -> Listed:
    with _adding:
        if _found(entries(), name) is None:
            add()
        found = _found(entries(), name)
    assert found is not None
    return found


def _found(entries: Sequence[dict[str, Any]], name: str) -> Listed | None:
    for entry in entries:
        if entry["model"].lower() == name.lower():
            files = (entry["model_file"], *entry["additional_files"])
            return Listed(name=entry["model"], source=entry["sources"]["hf"], files=files)
    return None
