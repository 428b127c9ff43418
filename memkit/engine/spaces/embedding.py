"""Texts to vectors: in batches, each text once, never one that is known already."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

import numpy as np

from memkit.concurrency.effects import Call, Effects, as_provider_errors, guarded, patiently
from memkit.contracts.embedder import Embedder, EmbedKind, Idf, Vectors
from memkit.errors import ProviderError

_REPORT = "Try again; if it stays, report this to the authors of the plug-in."


def embed_documents(
    embedder: Embedder,
    texts: Iterable[str],
    *,
    known: Iterable[str] = (),
    patient: bool = True,
) -> Effects[dict[str, Vectors]]:
    """Return the vectors of the different texts that are not known, by text.

    Args:
        embedder: Whom to ask.
        texts: What to embed.
        known: Texts to leave out.
        patient: Whether to try again when the provider is busy or out of reach.

    Raises:
        ProviderError: The provider failed, or its answer has the wrong shape.
    """
    skip = set(known)
    wanted = [text for text in dict.fromkeys(texts) if text not in skip]
    vectors: dict[str, Vectors] = {}
    for start in range(0, len(wanted), embedder.max_batch):
        part = wanted[start : start + embedder.max_batch]
        answer = yield _call(embedder, part, "document", patient=patient)
        vectors.update(zip(part, checked(embedder, answer, len(part)), strict=True))
    return vectors


def embed_query(embedder: Embedder, text: str, *, idf: Idf | None) -> Effects[Vectors]:
    """Return a query's vector of shape (dim,)."""
    if idf is not None:
        with as_provider_errors(_failing(embedder), fix=_REPORT, provider=embedder.model):
            answer = embedder.embed_query(text, idf=idf)[None]
    else:
        answer = yield _call(embedder, [text], "query", patient=True)
    vector: Vectors = checked(embedder, answer, 1)[0]
    return vector


def checked(embedder: Embedder, answer: Vectors, n: int) -> Vectors:
    """Return an embedder's answer as float32 of shape (n, dim).

    Raises:
        ProviderError: It has another shape, or holds what is no number.
    """
    with as_provider_errors(
        f"The answer of the embedder {embedder.model!r} can't be read",
        fix=_REPORT,
        provider=embedder.model,
    ):
        vectors = np.asarray(answer, np.float32)
    if vectors.shape != (n, embedder.dim):
        raise ProviderError(
            f"The embedder {embedder.model!r} gave vectors of shape {vectors.shape} for {n} "
            f"texts; ({n}, {embedder.dim}) was expected.",
            fix="Check the model's dimensions in its config, and try again.",
            provider=embedder.model,
        )
    if not np.isfinite(vectors).all():
        raise ProviderError(
            f"The embedder {embedder.model!r} gave a vector with NaN or infinity.",
            fix="Try again; if it stays, report it to the provider.",
            provider=embedder.model,
        )
    return vectors


def _call(embedder: Embedder, texts: Sequence[str], kind: EmbedKind, *, patient: bool) -> Call:
    call = Call(
        functools.partial(embedder.embed_batch, texts, kind=kind),
        functools.partial(embedder.aembed_batch, texts, kind=kind),
    )
    call = guarded(call, _failing(embedder), fix=_REPORT, provider=embedder.model)
    return patiently(call) if patient else call


def _failing(embedder: Embedder) -> str:
    return f"The embedder {embedder.model!r} failed"
