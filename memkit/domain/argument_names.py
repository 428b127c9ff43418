"""Names of arguments that other libraries use, and what is meant by them here.

Python's own error names the argument and stops there. This one says how to go on.
"""

from __future__ import annotations

import difflib
import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from memkit.errors import ArgumentError

C = TypeVar("C", bound=type)

_COUNT = ("k", "limit")
_TIMES = ("occurred_at", "at")
# For each name the arguments that may be meant, the first that a function has.
_OURS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("limit", "top_k", "topk", "n", "k", "n_results", "num_results", "max_results", "size",
         "count", "page_size", "top_n"),
        _COUNT,
    ),
    **dict.fromkeys(
        ("filters", "filter", "query_filter", "metadata_filter", "metadata_filters", "condition",
         "conditions", "predicate"),
        ("where",),
    ),
    **dict.fromkeys(("memory_id", "mem_id", "key", "uuid"), ("id",)),
    **dict.fromkeys(("ids", "memory_ids"), ("ids", "others")),
    **dict.fromkeys(("data", "content", "memory", "new_text", "value"), ("text", "messages")),
    **dict.fromkeys(
        ("text", "message", "conversation", "memories", "texts", "documents", "input"),
        ("messages", "items"),
    ),
    **dict.fromkeys(("memory_type", "kind"), ("type",)),
    **dict.fromkeys(("timestamp", "created_at", "date", "time", "when", "event_time"), _TIMES),
    **dict.fromkeys(
        ("expiration_date", "expires", "expiry", "expiration", "ttl", "expire_at"), ("expires_at",)
    ),
    **dict.fromkeys(("q", "question", "prompt", "search_query", "queries"), ("query",)),
    **dict.fromkeys(("user", "owner", "username", "userid", "namespace", "tenant"), ("user_id",)),
    **dict.fromkeys(("agent", "assistant_id", "agentid"), ("agent_id",)),
    **dict.fromkeys(("app", "application_id", "appid"), ("app_id",)),
    **dict.fromkeys(
        ("session_id", "session", "thread_id", "conversation_id", "run", "runid"), ("run_id",)
    ),
    **dict.fromkeys(
        ("score_threshold", "min_score", "min_similarity", "similarity_threshold", "cutoff"),
        ("threshold",),
    ),
    **dict.fromkeys(("rerank_results", "reranking", "reranker"), ("rerank",)),
    **dict.fromkeys(("search_type", "search_mode", "method", "strategy"), ("mode",)),
    **dict.fromkeys(("half_life", "decay", "time_decay", "recency_weight"), ("recency",)),
    **dict.fromkeys(
        ("roles", "role_weight", "role_prior", "role_boost", "speaker_weights"), ("role_weights",)
    ),
    **dict.fromkeys(("tags", "labels", "meta", "attributes", "payload"), ("metadata",)),
    **dict.fromkeys(("verbose", "debug", "explanation"), ("explain",)),
    **dict.fromkeys(("page", "offset", "skip"), ("cursor",)),
    **dict.fromkeys(
        ("db", "db_path", "file", "filename", "database", "storage_path", "history_db_path"),
        ("path",),
    ),
    **dict.fromkeys(("vector_store", "vectorstore", "vector_db", "backend", "index"), ("store",)),
    **dict.fromkeys(
        ("embedding", "embedding_model", "embedder_model", "encoder", "embedding_function"),
        ("embedder", "space"),
    ),
    **dict.fromkeys(("model", "language_model", "chat_model"), ("llm", "space", "embedder")),
    **dict.fromkeys(
        ("url", "dsn", "connection_string", "database_url", "connection"), ("journal",)
    ),
}  # fmt: skip
_HOW = {
    "where": "where={'category': 'food'}; ids of a scope are arguments: user_id='alice'",
    "cursor": "cursor=page.cursor",
    "store": "store='local', or store={'provider': ..., 'config': {...}}",
}
_WHOLE = {
    "config": "Open it with Memory.from_config(config).",
    "api_key": "Give it with the provider: {'provider': 'openai', 'config': {'api_key': ...}}.",
    "infer": "Leave it out: only add() and preview() take it.",
}


def explained(function: Callable[..., Any], error: TypeError, given: dict[str, Any]) -> TypeError:
    """Return the error of a call with a name that the function does not take, or the one it had.

    Args:
        function: What was called.
        error: What Python said.
        given: The arguments that were given by name.
    """
    known = inspect.signature(function).parameters
    kinds = {one.kind for one in known.values()}
    names = [name for name in known if name != "self"]
    said = "Memory" if function.__name__ == "__init__" else function.__name__
    unknown = next((name for name in given if name not in known), None)
    if unknown is not None and inspect.Parameter.VAR_KEYWORD not in kinds:
        return ArgumentError(f"{said}() takes no {unknown!r}.", fix=_fix(unknown, names))
    if "positional argument" in str(error) and f"{function.__name__}() takes" in str(error):
        first = [name for name in names if known[name].kind is not inspect.Parameter.KEYWORD_ONLY]
        rest = [name for name in names if name not in first][:4]
        shown = ", ".join([*first, *(f"{name}=..." for name in rest), "..."])
        return ArgumentError(
            f"{said}() was given more than it takes without a name.", fix=f"Write {said}({shown})."
        )
    return error


def _fix(unknown: str, names: list[str]) -> str:
    word = unknown.lower()
    meant = next((name for name in _OURS.get(word, ()) if name in names), None)
    if meant is not None:
        return f"It is called {meant} here: {_HOW.get(meant, f'{meant}=...')}."
    if word in _WHOLE:
        return _WHOLE[word]
    close = difflib.get_close_matches(word, names, n=1)
    listed = f"It takes {', '.join(names)}." if names else "It takes no arguments."
    return f"Did you mean {close[0]}? {listed}" if close else f"Leave it out. {listed}"


def call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a function; an argument that it does not have is explained.

    Raises:
        ArgumentError: There is one.
    """
    try:
        return function(*args, **kwargs)
    except TypeError as error:
        told = explained(function, error, kwargs)
        if told is error:
            raise
        raise told from None


def explains_arguments(cls: C) -> C:
    """Make the public methods of a class, its own and inherited, explain unknown arguments."""
    for name in dir(cls):
        method = inspect.getattr_static(cls, name)
        # Verbs with effects explain themselves; see `memkit.concurrency.effects.verb`.
        if getattr(method, "_describes_effects", None) is not None:
            continue
        if inspect.isfunction(method) and (name == "__init__" or not name.startswith("_")):
            setattr(cls, name, _explaining(method))
    return cls


def _explaining(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def explaining(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except TypeError as error:
            told = explained(method, error, kwargs)
            if told is error:
                raise
            raise told from None

    return explaining
