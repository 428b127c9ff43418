"""The embedding spaces of one journal: their embedders, and texts to vectors.

Texts are embedded in batches, each once, and never one that is known already.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from memkit import plugins
from memkit.concurrency.effects import Call, Effects, as_provider_errors, guarded, patiently
from memkit.contracts.embedder import Embedder, EmbedKind, Idf, Vectors
from memkit.contracts.journal import Journal, SpaceRow
from memkit.domain import defaults, fixes, forks
from memkit.domain.validation import checked_text
from memkit.domain.values import shown
from memkit.engine.settings import check_choice
from memkit.engine.spaces.fingerprint import as_bytes, check_fingerprint, probes
from memkit.engine.spaces.recorded import open_recorded, strange
from memkit.engine.trust import Trust
from memkit.errors import MemkitError, ProviderError, SpaceError
from memkit.redaction import without_keys

CUSTOM = "custom"
# In characters. Nearly all models read far less of a text.
_MOST_EMBEDDED = 1_000_000
_REPORT = "Try again; if it stays, report this to the authors of the plug-in."


class Spaces:
    """Opens spaces and keeps their embedders.

    Args:
        journal: Where spaces are recorded.
        warn: Called with what a user should know but that stops nothing.
        trust: What the user allowed of what the journal names.
    """

    def __init__(
        self, journal: Journal, *, warn: Callable[[str], None], trust: Trust | None = None
    ) -> None:
        self._journal = journal
        self._warn = warn
        self._trust = trust or Trust()
        self._lock = threading.RLock()
        forks.renew(self, _lock=threading.RLock)
        self._embedders: dict[int, Embedder] = {}
        self._verified: set[int] = set()
        # What their embedders can do, as far as was asked.
        self._capabilities: dict[int, frozenset[str]] = {}
        self._rows: tuple[object, list[SpaceRow]] = (None, [])

    def rows(self) -> list[SpaceRow]:
        """Return the spaces as the journal has them now."""
        version = self._journal.changed()
        if self._rows[0] != version:
            self._rows = (version, self._journal.spaces())
        return self._rows[1]

    def get(self, key: str | None = None, *, among: Sequence[SpaceRow] | None = None) -> SpaceRow:
        """Return a space by its key, the default one for None.

        Args:
            key: Its name.
            among: The journal's spaces, if somebody has just read them.

        Raises:
            SpaceError: There is none.
        """
        if key is not None:
            key = _checked_key(key)
        rows = self.rows() if among is None else among
        for row in rows:
            if row.key == key or (key is None and row.default):
                return row
        known = ", ".join(repr(row.key) for row in rows) or "none"
        raise SpaceError(
            f"There is no space {key!r}; there are {known}.",
            fix=fixes.add_space(key or defaults.EMBEDDER),
        )

    def add(
        self,
        embedder: str | Mapping[str, Any] | Embedder,
        *,
        key: str | None,
        default: bool,
        by_hand: bool = True,
    ) -> Effects[SpaceRow]:
        """Register a space if it is new, and check that its embedder is the one it knows.

        Args:
            embedder: A provider's name, its config, or an object.
            key: The space's name; the embedder's by default.
            default: Whether it becomes the default, if it is new.
            by_hand: Whether the user said so, and a journal may name the same from now on.

        Raises:
            SpaceError: A space of this key was made with another model.
            PluginError, ProviderError: The embedder can't be had.
        """
        if key is not None:
            key = _checked_key(key)
        name, provider, config, instance = _resolved(embedder)
        try:
            row = yield from self._add(key or name, provider, config, instance, default)
        except BaseException:
            # An object is for its owner to close.
            if provider != CUSTOM and instance not in self._embedders.values():
                self._let_go(instance)
            raise
        if by_hand and provider != CUSTOM:
            named, found = plugins.recorded("embedder", provider, config)
            self._trust.keep(named, found)
        return row

    def _add(
        self, key: str, provider: str, config: dict[str, Any], instance: Embedder, default: bool
    ) -> Effects[SpaceRow]:
        known = next((row for row in self._journal.spaces() if row.key == key), None)
        failed = f"The embedder of space {key!r} failed"
        with as_provider_errors(failed, fix=_REPORT, provider=provider):
            # A hosted model may have to be asked for it.
            dim = instance.dim
        if known is not None:
            if known.model != instance.model or known.dim != dim:
                raise SpaceError(
                    f"Space {key!r} was made with model {known.model!r} ({known.dim} dimensions); "
                    f"{instance.model!r} ({dim} dimensions) is another.",
                    fix=fixes.space_of_its_own(provider, f"{key}-2"),
                )
            self._embedders[known.id] = instance
            yield from self._verify(known, instance)
            return known
        found = yield from _probed(instance)
        row = SpaceRow(
            key=key,
            provider=provider,
            config=config,
            model=instance.model,
            dim=dim,
            normalized=instance.normalized,
            fingerprint=as_bytes(found),
            state="filling",
            default=default,
        )
        self._journal.put_space(row)
        if self._journal.head().seq == 0:
            # Asked inside a transaction, for another process may add a memory just now.
            self._journal.complete_space(key)
        row = self.get(key)
        self._embedders[row.id] = instance
        # The space may have been made by another process between the look and the insertion.
        check_fingerprint(row, instance, found)
        self._verified.add(row.id)
        return row

    def embedder(self, row: SpaceRow) -> Effects[Embedder]:
        """Return the embedder of a space, checked once against its fingerprint.

        Raises:
            SpaceError: It is not the model the space was made with, was an object, or is to be
                opened with options that the user has not allowed.
        """
        with self._lock:
            instance = self._embedders.get(row.id)
            if instance is None:
                if row.provider == CUSTOM:
                    raise SpaceError(
                        f"Space {row.key!r} was made with an embedder object.",
                        fix=f"Pass the object again: m.add_space(embedder, key={row.key!r}).",
                    )
                instance = open_recorded(row, trust=self._trust)
                self._embedders[row.id] = instance
        yield from self._verify(row, instance)
        return instance

    def warn_of_strangers(self) -> None:
        """Say of which spaces the journal names something that the user has not allowed."""
        for row in self.rows():
            # Most have no options, and cost no look for their provider.
            named = row.config or ":" in row.provider
            if named and row.provider != CUSTOM and row.id not in self._embedders:
                said = strange(row, trust=self._trust)
                if said is not None:
                    self._warn(said)

    def opened(self) -> dict[str, Embedder]:
        """Return the embedders that were used so far, by space."""
        with self._lock:
            known = dict(self._embedders)
        return {row.key: known[row.id] for row in self._journal.spaces() if row.id in known}

    def capabilities(self, row: SpaceRow) -> frozenset[str]:
        """Return what a space's embedder can do, as its spec declares it; one without has none."""
        known = self._capabilities.get(row.id)
        if known is None:
            known = frozenset()
            if row.provider != CUSTOM:
                known = plugins.get_spec("embedder", row.provider).capabilities
            self._capabilities[row.id] = known
        return known

    def _verify(self, row: SpaceRow, instance: Embedder) -> Effects[None]:
        if row.id not in self._verified:
            check_fingerprint(row, instance, (yield from _probed(instance, row)))
            self._verified.add(row.id)

    def embed(self, texts: Iterable[str]) -> Effects[dict[str, dict[str, Vectors]]]:
        """Return the vectors that texts still lack, for every space: space -> text -> vector.

        The default space must answer. Another one may fail: the journal marks it as incomplete,
        to be filled later, for a memory must not be lost because a provider is down.

        Raises:
            ProviderError, SpaceError: The default space's embedder failed.
        """
        different = list(dict.fromkeys(texts))
        vectors: dict[str, dict[str, Vectors]] = {}
        # Asked anew, for another process may have opened a space.
        for row, known in self._journal.spaces_knowing(different):
            if len(known) == len(different):
                continue
            try:
                embedder = yield from self.embedder(row)
                # Nobody waits for a second space that is down.
                vectors[row.key] = yield from embed_documents(
                    embedder, different, known=known, patient=row.default
                )
            except MemkitError as error:
                if row.default:
                    raise
                self._warn(
                    f"Space {row.key!r} could not embed new memories: {error} They are stored; "
                    f"fill the space later with m.add_space({row.key!r})."
                )
        return vectors

    def use(self, key: str) -> None:
        """Make a space the default."""
        self._journal.default_space(self.get(key).key)

    def drop(self, key: str) -> None:
        """Forget a space and its vectors.

        Raises:
            SpaceError: It is unknown, or the default.
        """
        row = self.get(key)
        self._journal.drop_space(key)
        with self._lock:
            self._verified.discard(row.id)
            self._capabilities.pop(row.id, None)
            embedder = self._embedders.pop(row.id, None)
        if embedder is not None:
            self._let_go(embedder)

    def close(self) -> None:
        """Release the embedders."""
        with self._lock:
            for embedder in self._embedders.values():
                self._let_go(embedder)
            self._embedders.clear()

    def _let_go(self, embedder: Embedder) -> None:
        try:
            embedder.close()
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the rest
            self._warn(f"An embedder did not close as it should, and nothing is lost: {error!r}")


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
        beginnings = [text[:_MOST_EMBEDDED] for text in part]
        answer = yield _call(embedder, beginnings, "document", patient=patient)
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


def _probed(embedder: Embedder, space: SpaceRow | None = None) -> Effects[Vectors]:
    """Return the vectors by which a space knows its embedder, in one call."""
    texts = probes(embedder, space)
    vectors = yield from embed_documents(embedder, texts)
    return np.stack([vectors[text] for text in texts])


def space_key(embedder: str | Mapping[str, Any] | Embedder) -> str:
    """Return the name that a space of this embedder gets."""
    if isinstance(embedder, Embedder):
        return embedder.model
    if isinstance(embedder, str):
        return without_keys(embedder)
    check_choice("embedder", embedder, "the arguments")
    provider, config = embedder["provider"], embedder.get("config", {})
    return without_keys(f"{provider}:{config['model']}" if "model" in config else str(provider))


def _checked_key(key: object) -> str:
    if not isinstance(key, str) or not key.strip():
        raise SpaceError(
            f"The space is {shown(key)}, which is no name.",
            fix=fixes.NAME_SPACE,
        )
    return checked_text(key, "The name of the space")


def _resolved(
    embedder: str | Mapping[str, Any] | Embedder,
) -> tuple[str, str, dict[str, Any], Embedder]:
    if isinstance(embedder, Embedder):
        return embedder.model, CUSTOM, {}, embedder
    check_choice("embedder", embedder, "the arguments")
    reference = embedder if isinstance(embedder, str) else str(embedder["provider"])
    options = {} if isinstance(embedder, str) else dict(embedder.get("config", {}))
    _, config = plugins.spec_config("embedder", reference, **options)
    instance: Embedder = plugins.create("embedder", reference, **options)
    return space_key(embedder), reference.partition(":")[0], config, instance
