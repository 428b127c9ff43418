"""Loading a model, quietly."""

from __future__ import annotations

import importlib
import logging
import os
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from memkit.contracts import EmbedKind
from memkit.domain import forks
from memkit.errors import ValidationError
from memkit_sentence_transformers.config import SentenceTransformerConfig, is_folder
from memkit_sentence_transformers.failures import loading_failed, no_folder

# What models call the prompt of each kind, the first that is there wins.
_PROMPT_NAMES: dict[EmbedKind, tuple[str, ...]] = {
    "query": ("query",),
    "document": ("document", "passage", "corpus"),
}

_log = logging.getLogger(__name__)

# What is switched off while a model is loaded is switched off for the whole process.
_loading = threading.Lock()
forks.renew(sys.modules[__name__], _loading=threading.Lock)


def load(config: SentenceTransformerConfig) -> tuple[Any, Mapping[EmbedKind, str]]:
    """Return the `SentenceTransformer` and the prompt of each kind.

    Raises:
        PluginError, AuthenticationError, ProviderError: It can't be had.
        ValidationError: The model has no prompt of the name that was given.
    """
    local = is_folder(config.model)
    if local and not os.path.isdir(config.model):
        raise no_folder(config)
    _log.info("Loading %s", config.model)
    try:
        with _loading, _quietly():
            model = _load(config, local_files_only=local or config.local_files_only)
    # A model brings files, and maybe code, of others: it can fail in any way.
    except Exception as error:
        raise loading_failed(config, error) from error
    return model, {kind: _prompt(config, kind, model.prompts) for kind in _PROMPT_NAMES}


def _load(config: SentenceTransformerConfig, *, local_files_only: bool) -> Any:
    # Importing these takes seconds.
    from sentence_transformers import (  # type: ignore[import-not-found, unused-ignore]
        SentenceTransformer,
    )
    from sentence_transformers.util import (  # type: ignore[import-not-found, unused-ignore]
        get_device_name,
    )

    device = config.device or get_device_name()
    return SentenceTransformer(
        config.model,
        device=device,
        cache_folder=str(config.cache_folder) if config.cache_folder else None,
        trust_remote_code=config.trust_remote_code,
        revision=config.revision,
        local_files_only=local_files_only,
        token=config.token.get_secret_value() if config.token else None,
        model_kwargs={"dtype": config.dtype or ("float32" if device == "cpu" else "auto")},
        truncate_dim=config.truncate_dim,
    )


def _prompt(
    config: SentenceTransformerConfig, kind: EmbedKind, prompts: Mapping[str, str | None]
) -> str:
    text: str | None = getattr(config, f"{kind}_prompt")
    name: str | None = getattr(config, f"{kind}_prompt_name")
    if text is not None:
        return text
    if name is None:
        return next(filter(None, map(prompts.get, _PROMPT_NAMES[kind])), "")
    if name not in prompts:
        known = ", ".join(map(repr, sorted(prompts))) or "none"
        raise ValidationError(
            f"The model {config.model!r} has no prompt {name!r}; its prompts are {known}.",
            fix=f"Use one of these, or give the text itself: {kind}_prompt=...",
        )
    return prompts[name] or ""


@contextmanager
def _quietly() -> Iterator[None]:
    """Show no progress bars and no Python warnings meanwhile. Log messages stay."""
    with warnings.catch_warnings():
        # tqdm and PyTorch warn when they are imported, tqdm in notebooks only.
        warnings.simplefilter("ignore")
        hub: Any = importlib.import_module("huggingface_hub.utils")
        weights: Any = importlib.import_module("transformers.utils.logging")
        hub_shows = not hub.are_progress_bars_disabled()
        weights_show = weights.is_progress_bar_enabled()
        # Switches both off, as its opposite switches both on.
        weights.disable_progress_bar()
        try:
            yield
        finally:
            if weights_show:
                weights.enable_progress_bar()
            if hub_shows:
                hub.enable_progress_bars()
            else:
                hub.disable_progress_bars()
