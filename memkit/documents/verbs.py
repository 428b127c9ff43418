"""The verbs that read documents, list them and forget them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from typing import Any

from memkit.concurrency.effects import Effects, verb
from memkit.concurrency.jobs import BackgroundJob
from memkit.contracts.loader import Loader
from memkit.documents.finding import Source
from memkit.domain.documents import Documents, IngestedDocument, Ingestion
from memkit.domain.validation import (
    checked_metadata,
    checked_text,
    flag,
    open_scope,
    scope_from,
    whole_number,
)
from memkit.engine.settings import ProviderChoice, check_choice
from memkit.engine.verbs import Verbs
from memkit.errors import ValidationError


class DocumentVerbs(Verbs):
    """What reads documents."""

    def ingest(
        self,
        source: Source | Sequence[Source],
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        tokens: int = 800,
        overlap: int = 80,
        sync: bool = False,
        force: bool = False,
        loader: ProviderChoice | Loader | None = None,
        wait: bool = True,
        progress: bool = False,
    ) -> Ingestion | BackgroundJob[Ingestion]:
        """Read documents, and keep their passages as memories.

        A passage is a memory like any other: searched, changed, undone. Its source names the
        document and the place in it. Of a chat's export, each message is a memory, as `add` makes
        it. What was read before and is unchanged is passed over; of a document that changed, the
        passages that it still has keep their ids. What can't be read is told of, and the rest goes
        on. No facts are drawn from passages.

        Args:
            source: A file, a folder with all below it, a pattern such as "docs/**/*.md", an
                address, or several.
            user_id, agent_id, app_id, run_id: Whose memories they become; at least one.
            metadata: Of all of them, beside what the document itself tells.
            tokens: The most tokens of a passage; a token is three bytes here.
            overlap: How many tokens at most the next passage repeats, in whole sentences.
            sync: Whether the documents that are gone from the source are removed.
            force: Whether to read documents that are unchanged, too.
            loader: A loader's name, or name and config; None for the one that fits each source.
            wait: Whether to return only when all is read; otherwise the job is returned.
            progress: Whether to show a progress bar.

        Returns:
            What became of each document.

        Raises:
            ScopeError: No scope was given.
            ValidationError: An argument has the wrong shape.
            NotFoundError: There is no such file or folder.
            PluginError, ProviderError: The one file or address that was named can't be read; or
                the embedder failed. What was read before is kept.
            Interrupted: It was stopped; the next call goes on.
        """
        from memkit.documents.ingesting import INGEST, Ingest
        from memkit.documents.states import Cut

        tokens = whole_number(tokens, "tokens", least=20)
        overlap = whole_number(overlap, "overlap", least=0)
        if overlap > tokens // 2:
            raise ValidationError(
                f"overlap is {overlap}, more than half of a passage of {tokens} tokens.",
                fix=f"Give at most {tokens // 2}.",
            )
        if loader is not None and not isinstance(loader, Loader):
            check_choice("loader", loader, "the arguments")
        reading = Ingest(
            self.engine,
            source,
            loader=loader,
            scope=scope_from(
                user_id=user_id, agent_id=agent_id, app_id=app_id, run_id=run_id,
                needed=True, default=self._scope,
            ),
            cut=Cut(
                tokens=tokens, overlap=overlap,
                metadata=checked_metadata({} if metadata is None else metadata),
            ),
            sync=flag(sync, "sync"),
            force=flag(force, "force"),
        )  # fmt: skip
        job = BackgroundJob(
            INGEST, reading.name, reading.work, key=reading.key, unit="files",
            progress=flag(progress, "progress"),
        )  # fmt: skip
        job = self.engine.jobs.start(job)
        if not flag(wait, "wait"):
            return job
        done = job.finish()
        return Ingestion() if done is None else done

    def sources(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
    ) -> Documents:
        """Return the documents that were ingested, by their URIs."""
        from memkit.documents.known import listed

        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        return Documents(listed(self.engine.journal, scope))

    @verb
    def forget_source(
        self,
        uri: str | PathLike[str],
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
    ) -> Effects[IngestedDocument]:
        """Delete what was read from a document; its history stays, and `undo` brings it back.

        Args:
            uri: Its URI as `sources` lists it, or the path of its file.
            user_id, agent_id, app_id, run_id: Whose; of everybody if none is given.

        Raises:
            NotFoundError: Nothing was read from there.
        """
        from memkit.documents.forgetting import forget

        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        named = fspath(uri) if isinstance(uri, PathLike) else uri
        return forget(self.engine, checked_text(named, "The source", blank=False), scope=scope)
