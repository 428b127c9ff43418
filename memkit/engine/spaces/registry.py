"""The embedding spaces of one journal, and the embedders behind them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from memkit import plugins
from memkit.concurrency.effects import Effects, as_provider_errors
from memkit.contracts.embedder import Embedder, Vectors
from memkit.contracts.journal import Journal, SpaceRow
from memkit.engine.spaces.embedding import embed_documents
from memkit.engine.spaces.fingerprint import check_fingerprint, fingerprint
from memkit.errors import MemkitError, SpaceError

CUSTOM = "custom"
_REPORT = "Try again; if it stays, report this to the authors of the plug-in."


class Spaces:
    """Opens spaces and keeps their embedders.

    Args:
        journal: Where spaces are recorded.
        warn: Called with what a user should know but that stops nothing.
    """

    def __init__(self, journal: Journal, *, warn: Callable[[str], None]) -> None:
        self._journal = journal
        self._warn = warn
        self._lock = threading.RLock()
        self._embedders: dict[int, Embedder] = {}
        self._verified: set[int] = set()
        self._rows: tuple[object, list[SpaceRow]] = (None, [])

    def rows(self, version: object = None) -> list[SpaceRow]:
        """Return the spaces as the journal has them now.

        Args:
            version: What its `changed()` said just now, if it was asked.
        """
        if version is None:
            version = self._journal.changed()
        if self._rows[0] != version:
            self._rows = (version, self._journal.spaces())
        return self._rows[1]

    def learn(self, version: object, rows: list[SpaceRow]) -> None:
        """Take over the spaces that somebody has read, as of what `changed()` said then."""
        self._rows = (version, rows)

    def get(self, key: str | None = None, *, version: object = None) -> SpaceRow:
        """Return a space by its key, the default one for None; `version` as for `rows`.

        Raises:
            SpaceError: There is none.
        """
        rows = self.rows(version)
        for row in rows:
            if row.key == key or (key is None and row.default):
                return row
        known = ", ".join(repr(row.key) for row in rows) or "none"
        raise SpaceError(
            f"There is no space {key!r}; there are {known}.", fix=f"Add it: m.add_space({key!r})."
        )

    def add(
        self, embedder: str | Mapping[str, Any] | Embedder, *, key: str | None, default: bool
    ) -> Effects[SpaceRow]:
        """Register a space if it is new, and check that its embedder is the one it knows.

        Raises:
            SpaceError: A space of this key was made with another model.
            PluginError, ProviderError: The embedder can't be had.
        """
        name, provider, config, instance = _resolved(embedder)
        try:
            return (yield from self._add(key or name, provider, config, instance, default))
        except BaseException:
            # An object is for its owner to close.
            if provider != CUSTOM and instance not in self._embedders.values():
                self._let_go(instance)
            raise

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
                    fix=f"Give it a space of its own: m.add_space(..., key={key + '-2'!r}).",
                )
            self._embedders[known.id] = instance
            yield from self._verify(known, instance)
            return known
        empty = self._journal.head().seq == 0
        row = SpaceRow(
            key=key,
            provider=provider,
            config=config,
            model=instance.model,
            dim=dim,
            normalized=instance.normalized,
            fingerprint=(yield from fingerprint(instance)),
            state="ready" if empty else "filling",
            default=default,
        )
        self._journal.put_space(row)
        row = self.get(key)
        self._embedders[row.id] = instance
        # The space may have been made by another process between the look and the insertion.
        yield from self._verify(row, instance)
        return row

    def embedder(self, row: SpaceRow) -> Effects[Embedder]:
        """Return the embedder of a space, checked once against its fingerprint.

        Raises:
            SpaceError: It is not the model the space was made with, or was an object.
        """
        with self._lock:
            instance = self._embedders.get(row.id)
            if instance is None:
                if row.provider == CUSTOM:
                    raise SpaceError(
                        f"Space {row.key!r} was made with an embedder object.",
                        fix=f"Pass the object again: m.add_space(embedder, key={row.key!r}).",
                    )
                instance = plugins.create("embedder", row.provider, **row.config)
                self._embedders[row.id] = instance
        yield from self._verify(row, instance)
        return instance

    def opened(self) -> dict[str, Embedder]:
        """Return the embedders that were used so far, by space."""
        with self._lock:
            known = dict(self._embedders)
        return {row.key: known[row.id] for row in self._journal.spaces() if row.id in known}

    def uses_idf(self, row: SpaceRow) -> bool:
        """Tell whether a space's embedder weights its tokens by their document frequency."""
        if row.provider == CUSTOM:
            return False
        return "idf" in plugins.get_spec("embedder", row.provider).capabilities

    def _verify(self, row: SpaceRow, instance: Embedder) -> Effects[None]:
        if row.id not in self._verified:
            yield from check_fingerprint(row, instance)
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
        if row.default:
            raise SpaceError(
                f"Space {key!r} is the default.",
                fix="Make another one the default: m.use_space(...).",
            )
        self._journal.drop_space(key)
        with self._lock:
            self._verified.discard(row.id)
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


def space_key(embedder: str | Mapping[str, Any] | Embedder) -> str:
    """Return the name that a space of this embedder gets."""
    if isinstance(embedder, Embedder):
        return embedder.model
    if isinstance(embedder, str):
        return embedder
    provider, config = embedder["provider"], embedder.get("config", {})
    return f"{provider}:{config['model']}" if "model" in config else str(provider)


def _resolved(
    embedder: str | Mapping[str, Any] | Embedder,
) -> tuple[str, str, dict[str, Any], Embedder]:
    if isinstance(embedder, Embedder):
        return embedder.model, CUSTOM, {}, embedder
    reference = embedder if isinstance(embedder, str) else str(embedder["provider"])
    options = {} if isinstance(embedder, str) else dict(embedder.get("config", {}))
    _, config = plugins.spec_config("embedder", reference, **options)
    instance: Embedder = plugins.create("embedder", reference, **options)
    return space_key(embedder), reference.partition(":")[0], config, instance
