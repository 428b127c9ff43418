"""Documents into a memory: one after the other, what is unchanged left alone, what fails told."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

from memkit.concurrency.effects import Effects, run
from memkit.concurrency.jobs import BackgroundJob
from memkit.contracts.loader import Document, Loader
from memkit.documents.finding import Found, Source, places
from memkit.documents.known import KnownDocument, known_documents
from memkit.documents.reading import Loaders
from memkit.documents.states import Cut, states_of_document
from memkit.documents.writing import remove_document, write_document
from memkit.domain.digests import read_sha256, text_digest
from memkit.domain.documents import IngestedDocument, Ingestion
from memkit.domain.records import Scope
from memkit.engine.engine import Engine
from memkit.engine.settings import ProviderChoice
from memkit.errors import JournalError, MemkitError, NotFoundError

INGEST = "ingest"


class Ingest:
    """One call of `ingest`.

    Args:
        engine: The memory.
        sources: What is read; `loader`: by whom, None for whoever fits.
        scope: Whose the documents are.
        cut: How they are cut.
        sync: Whether documents that are gone from the sources are removed.
        force: Whether to read what is unchanged, too.
    """

    def __init__(
        self,
        engine: Engine,
        sources: Source | Sequence[Source],
        *,
        loader: ProviderChoice | Loader | None,
        scope: Scope,
        cut: Cut,
        sync: bool,
        force: bool,
    ) -> None:
        self._engine = engine
        self._scope = scope
        self._cut = cut
        self._sync = sync
        self._force = force
        self._places = places(sources, missing_ok=sync)
        self._loaders = Loaders(loader)
        self._done: list[IngestedDocument] = []
        self._skipped: list[str] = []
        # What is there, or may be: it could not be read.
        self._seen: set[str] = set()
        self._known_of: Mapping[str, Mapping[str, KnownDocument]] = {}

    @property
    def name(self) -> str:
        """What it reads, for people."""
        first = self._places[0].uri
        more = len(self._places) - 1
        return f"{first} and {more:,} more" if more else first

    @property
    def key(self) -> str:
        """What tells it from other calls: whose documents, and how they are read."""
        sources = [place.uri for place in self._places]
        how = (self._scope.key, self._cut, self._sync, self._force, _named(self._loaders.choice))
        return f"{INGEST}:{text_digest(repr((sources, how)))}"

    def work(self, job: BackgroundJob[Ingestion]) -> Ingestion:
        """Read all of it.

        Raises:
            MemkitError: The one thing that was asked for can't be read; or the journal or the
                embedder failed. What was read before is kept.
        """
        began = time.monotonic()
        # A job that is resumed begins anew, and finds what it has written.
        self._done, self._skipped, self._seen = [], [], set()
        found = [each for place in self._places for each in place.found]
        job.expect(len(found))
        known = known_documents(self._engine.journal, self._scope)
        self._known_of = _by_file(known)
        with closing(self._loaders):
            for each in found:
                job.say(each.name)
                self._read(each, known, check=job.check, alone=len(found) == 1)
                job.advance()
        if self._sync:
            self._remove(known)
        return Ingestion(self._done, seconds=time.monotonic() - began, skipped=tuple(self._skipped))

    def _read(
        self,
        found: Found,
        known: Mapping[str, KnownDocument],
        *,
        check: Callable[[], None],
        alone: bool,
    ) -> None:
        if not found.asked_for and not self._loaders.reads(found):
            self._skipped.append(found.name)
            return
        try:
            if self._is_unchanged(found):
                return
            for document in self._loaders.documents(found):
                check()
                self._write(document, known)
        except JournalError:
            raise
        except (MemkitError, OSError) as error:
            gone = isinstance(error, (NotFoundError, FileNotFoundError))
            if alone and found.asked_for and not (gone and self._sync):
                raise
            if not gone:
                self._seen.update(self._there(found))
                self._seen.add(found.uri)
            if not (gone and self._sync):
                reason = " ".join(str(error).split())
                self._done.append(IngestedDocument(uri=found.uri, outcome="failed", reason=reason))

    def _there(self, found: Found) -> Mapping[str, KnownDocument]:
        return self._known_of.get(_file_of(found.uri), {})

    def _is_unchanged(self, found: Found) -> bool:
        """Note a file whose documents were read from just what it holds, and cut like this."""
        if found.path is None or self._force:
            return False
        there = self._there(found)
        if not there:
            return False
        digest = self._cut.digest(f"sha256:{read_sha256(found.path)}")
        if not all(one.is_of(digest) for one in there.values()):
            return False
        for uri, one in there.items():
            self._note_unchanged(uri, one)
        return True

    def _note_unchanged(self, uri: str, known: KnownDocument) -> None:
        self._seen.add(uri)
        self._done.append(IngestedDocument(uri=uri, outcome="unchanged", kept=len(known.ids)))

    def _write(self, document: Document, known: Mapping[str, KnownDocument]) -> None:
        self._seen.add(document.uri)
        there = known.get(document.uri)
        digest = self._cut.digest(document.digest)
        if there is not None and there.is_of(digest) and not self._force:
            self._note_unchanged(document.uri, there)
            return
        states = states_of_document(document, self._cut)
        if not states and there is None:
            self._done.append(
                IngestedDocument(uri=document.uri, outcome="empty", reason="it says nothing")
            )
            return
        written: Effects[IngestedDocument] = write_document(
            self._engine, document.uri, states, digest=digest, scope=self._scope, known=there
        )
        self._done.append(run(written))

    def _remove(self, known: Mapping[str, KnownDocument]) -> None:
        for uri, one in known.items():
            if uri not in self._seen and any(place.holds(uri) for place in self._places):
                self._done.append(run(remove_document(self._engine, uri, one)))


def _file_of(uri: str) -> str:
    return uri.partition("#")[0]


def _by_file(known: Mapping[str, KnownDocument]) -> Mapping[str, Mapping[str, KnownDocument]]:
    """Return the documents of each file."""
    of_files: dict[str, dict[str, KnownDocument]] = {}
    for uri, document in known.items():
        of_files.setdefault(_file_of(uri), {})[uri] = document
    return of_files


def _named(loader: ProviderChoice | Loader | None) -> object:
    return id(loader) if isinstance(loader, Loader) else loader
