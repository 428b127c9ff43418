"""Loading a model: having its files, starting ONNX Runtime."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memkit.errors import MemkitError
from memkit_fastembed.config import EmbedderConfig, ModelConfig, RerankerConfig
from memkit_fastembed.failures import loading_failed, no_folder, not_to_be_had
from memkit_fastembed.listing import Listed, embedder_listed, reranker_listed
from memkit_fastembed.presets import filled_in

if TYPE_CHECKING:
    from fastembed import TextEmbedding
    from fastembed.rerank.cross_encoder import TextCrossEncoder

_log = logging.getLogger(__name__)


def load_embedder(config: EmbedderConfig) -> TextEmbedding:
    """Return FastEmbed's embedder.

    Raises:
        ValidationError: FastEmbed does not list the model, and how to use it is not told.
        PluginError, ProviderError: It can't be had, or can't be loaded.
    """
    with _translating(config):
        config = filled_in(config)
        # Importing it takes seconds.
        from fastembed import TextEmbedding

        listed = embedder_listed(config)
        return TextEmbedding(listed.name, **_options(config, listed))


def load_reranker(config: RerankerConfig) -> TextCrossEncoder:
    """Return FastEmbed's cross-encoder.

    Raises:
        PluginError, ProviderError: It can't be had, or can't be loaded.
    """
    with _translating(config):
        from fastembed.rerank.cross_encoder import TextCrossEncoder

        listed = reranker_listed(config)
        return TextCrossEncoder(listed.name, **_options(config, listed))


@contextmanager
def _translating(config: ModelConfig) -> Iterator[None]:
    _log.info("Loading %s", config.model)
    try:
        yield
    except MemkitError:
        raise
    # A model brings files of others: it can fail in any way.
    except Exception as error:
        raise loading_failed(config, error) from error


def _options(config: ModelConfig, listed: Listed) -> dict[str, Any]:
    return {
        "specific_model_path": _folder(config, listed),
        "threads": config.threads,
        "providers": None if config.providers is None else list(config.providers),
    }


def _folder(config: ModelConfig, listed: Listed) -> str:
    """Return the folder of a model's files, which are downloaded if need be.

    FastEmbed would do it when it makes the model, but it tries for 39 seconds, writes to the
    terminal, and does not say why it failed.
    """
    if config.path is not None:
        if not config.path.is_dir():
            raise no_folder(config)
        return str(config.path)
    from fastembed.common.model_management import ModelManagement
    from fastembed.common.utils import define_cache_dir
    from huggingface_hub.errors import LocalEntryNotFoundError

    cache = define_cache_dir(str(config.cache_folder) if config.cache_folder else None)

    def files(*, local: bool) -> str:
        folder: str = ModelManagement.download_files_from_huggingface(
            listed.source,
            cache_dir=str(cache),
            extra_patterns=list(listed.files),
            local_files_only=local,
        )
        return folder

    with _progress_as_before():
        try:
            folder = files(local=True)
            # What was begun and not ended is there in part.
            if all(Path(folder, file).exists() for file in listed.files):
                return folder
            raise FileNotFoundError(f"{folder} lacks one of {', '.join(listed.files)}")
        except (LocalEntryNotFoundError, ValueError, OSError) as error:
            if config.local_files_only:
                raise not_to_be_had(config, error, cache=cache) from error
        try:
            return files(local=False)
        # What can't be reached fails in the ways of the hub's client and of what it stands on.
        except Exception as error:
            raise not_to_be_had(config, error, cache=cache) from error


@contextmanager
def _progress_as_before() -> Iterator[None]:
    """Keep FastEmbed from switching off the hub's progress bars for the whole process."""
    from huggingface_hub.utils.tqdm import (
        are_progress_bars_disabled,
        disable_progress_bars,
        enable_progress_bars,
    )

    hidden = are_progress_bars_disabled()
    try:
        yield
    finally:
        (disable_progress_bars if hidden else enable_progress_bars)()
