"""A store in use: opened for a journal, kept up to date, and searched beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from memkit import plugins
from memkit.contracts.journal import Journal
from memkit.contracts.store import Store
from memkit.engine.follower import Follower
from memkit.engine.search_index import JournalContext, SearchIndex
from memkit.engine.settings import ProviderChoice


class AttachedStore:
    """One store of a memory.

    Args:
        journal: The truth that it follows.
        choice: The store's name, or name and config.
        filled: Told of every so many memories that a new store has taken over.

    Attributes:
        name: The provider's name.
        identity: Tells it from other servers and collections.
        store, follower, index: The store, what keeps it up to date, and what is searched.
        has_text: Whether it searches by words itself; `persistent`: whether it outlives this
            process.
    """

    def __init__(
        self,
        journal: Journal,
        choice: ProviderChoice,
        *,
        filled: Callable[[int], object] = lambda number: None,
    ) -> None:
        reference, options = chosen(choice)
        spec = plugins.get_spec("store", reference)
        self.name = spec.name
        self.identity = store_identity(choice)
        self.persistent = "persistent" in spec.capabilities
        self.store: Store = plugins.create(
            "store", reference, context=JournalContext(journal), **options
        )
        self.follower = Follower(
            journal,
            self.store,
            name=self.identity,
            shared=self.persistent,
            filled=filled,
        )
        self.has_text = "text" in spec.capabilities
        self.index = SearchIndex(journal, self.store, has_text=self.has_text)


def chosen(choice: ProviderChoice) -> tuple[str, dict[str, Any]]:
    """Return the reference and the options of a choice."""
    if isinstance(choice, str):
        return choice, {}
    return choice["provider"], dict(choice.get("config", {}))


def store_identity(choice: ProviderChoice) -> str:
    """Return a name that two servers, or two collections on one, do not share."""
    reference, options = chosen(choice)
    spec, config = plugins.spec_config("store", reference, **options)
    location = spec.location if isinstance(spec, plugins.StoreSpec) else ()
    said = json.dumps([spec.impl, *(config.get(name) for name in location)]).encode()
    return f"store:{spec.name}:{hashlib.blake2b(said, digest_size=6).hexdigest()}"
