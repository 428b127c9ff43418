"""A file or an address, read by the loader that fits; what is as it was is not read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from memkit import plugins
from memkit.concurrency.effects import as_provider_errors
from memkit.contracts.loader import Document, Loader
from memkit.documents.finding import Found
from memkit.engine.settings import ProviderChoice
from memkit.errors import PluginError
from memkit.plugins import Reference


class Loaders:
    """The loaders of one call, each made when it is first needed.

    Attributes:
        choice: Who reads everything, or None for whoever fits.
    """

    def __init__(self, choice: ProviderChoice | Loader | None) -> None:
        self.choice = choice
        self._made: dict[str, Loader] = {}
        self._looked = False

    def reads(self, found: Found) -> bool:
        """Tell whether there is a loader for it."""
        if self.choice is not None:
            return True
        try:
            self._fitting(found)
        except PluginError:
            return False
        return True

    def documents(self, found: Found) -> Iterator[Document]:
        """Yield the documents of a file or an address.

        Raises:
            PluginError: No loader fits, or it can't be had.
            NotFoundError, ProviderError: It can't be read.
        """
        name, loader = self._of(found)
        with as_provider_errors(
            f"The loader {name!r} failed at {found.name!r}",
            fix="Leave it out, or report it to whoever wrote the loader.",
            provider=name,
        ):
            yield from loader.load(found.name)

    def close(self) -> None:
        """Close those that were made."""
        for loader in self._made.values():
            loader.close()
        self._made.clear()

    def _of(self, found: Found) -> tuple[str, Loader]:
        if isinstance(self.choice, Loader):
            return type(self.choice).__name__, self.choice
        if self.choice is None:
            reference = self._fitting(found)
            name, make = str(reference), _maker(reference, {})
        elif isinstance(self.choice, str):
            name, make = self.choice, _maker(self.choice, {})
        else:
            name = self.choice["provider"]
            make = _maker(name, dict(self.choice.get("config", {})))
        if name not in self._made:
            self._made[name] = make()
        return name, self._made[name]

    def _fitting(self, found: Found) -> Reference:
        # What was installed before the call counts for all that it reads.
        reference = plugins.loader_for(found.name, look=not self._looked)
        self._looked = True
        return reference


def _maker(name: str | Reference, config: dict[str, Any]) -> Callable[[], Loader]:
    def make() -> Loader:
        loader: Loader = plugins.create("loader", name, **config)
        return loader

    return make
