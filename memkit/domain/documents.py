"""What became of documents, and which a memory holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from memkit.domain.display import LISTED, Displayable, Listing, headline, listing
from memkit.domain.public import public
from memkit.domain.wording import counted

Outcome = Literal["added", "changed", "unchanged", "removed", "empty", "failed"]


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class IngestedDocument(Displayable):
    """What became of one document, or of a file that could not be read.

    Attributes:
        uri: Where it is.
        outcome: "added", "changed", "unchanged" since it was read last, "removed" because it is
            gone, "empty" if it says nothing, or "failed".
        added, changed, removed, kept: How many of its passages are new, stand in another place
            now, are gone, and are as they were.
        reason: Why it failed, or why some of it was left out.
        batch_id: Of the changes, for `undo(batch=...)`; None if there were none.
    """

    uri: str
    outcome: Outcome
    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0
    reason: str | None = None
    batch_id: str | None = None

    @property
    def said(self) -> str:
        """What happened to its passages, or why nothing did, in a few words."""
        counts = (
            ("new", self.added), ("moved", self.changed), ("gone", self.removed),
            ("kept", self.kept),
        )  # fmt: skip
        return self.reason or ", ".join(f"{number:,} {name}" for name, number in counts if number)

    def __repr__(self) -> str:
        said = f" ({self.said})" if self.said else ""
        return f"<{self.outcome}: {headline(self.uri)}{said}>"


@public
class Ingestion(Listing, list[IngestedDocument]):
    """What became of the documents of one call, in the order in which they were read.

    Attributes:
        seconds: How long it took.
        skipped: Files that no loader reads.
    """

    def __init__(
        self,
        documents: Sequence[IngestedDocument] = (),
        *,
        seconds: float = 0.0,
        skipped: Sequence[str] = (),
    ) -> None:
        super().__init__(documents)
        self.seconds = seconds
        self.skipped = tuple(skipped)

    def __reduce__(self) -> tuple[Any, ...]:
        return _ingestion, (list(self), self.seconds, self.skipped)

    @property
    def failed(self) -> list[IngestedDocument]:
        """Those that could not be read."""
        return [one for one in self if one.outcome == "failed"]

    @property
    def passages(self) -> int:
        """How many passages the documents have now."""
        return sum(one.added + one.changed + one.kept for one in self)

    @property
    def summary(self) -> str:
        """What happened, in a line."""
        counts = Counter(one.outcome for one in self)
        order: tuple[Outcome, ...] = (
            "added", "changed", "unchanged", "removed", "empty", "failed",
        )  # fmt: skip
        told = [f"{counts[name]:,} {name}" for name in order if counts[name]]
        if self.skipped:
            told.append(f"{counted(len(self.skipped), 'file')} that no loader reads")
        what = f"{counted(len(self), 'document')}, {counted(self.passages, 'passage')}"
        return f"{what} in {self.seconds:.1f} s" + (f": {', '.join(told)}" if told else "")

    def __repr__(self) -> str:
        notable = [one for one in self if one.outcome != "unchanged"]
        # What failed is what a reader has to know.
        notable.sort(key=lambda one: one.outcome != "failed")
        lines = [repr(one) for one in notable[:LISTED]]
        return listing(f"Ingestion: {self.summary}", lines, len(notable))

    def to_pandas(self) -> Any:
        """Return the documents as a data frame, one a row; needs pandas."""
        from memkit.domain.frames import rows_to_pandas

        return rows_to_pandas([asdict(one) for one in self])


def _ingestion(
    documents: list[IngestedDocument], seconds: float, skipped: tuple[str, ...]
) -> Ingestion:
    return Ingestion(documents, seconds=seconds, skipped=skipped)


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInfo(Displayable):
    """A document that a memory holds.

    Attributes:
        uri: Where it was read; filters find its passages as `data.source`.
        title: Its title, or the name of its file.
        media_type: What it is, e.g. "text/markdown".
        passages: How many memories were made of it.
        user_id, agent_id, app_id, run_id: Whose they are.
        updated_at: When the last of them changed.
    """

    uri: str
    title: str
    media_type: str | None
    passages: int
    user_id: str | None = None
    agent_id: str | None = None
    app_id: str | None = None
    run_id: str | None = None
    updated_at: datetime

    def __repr__(self) -> str:
        return f"<DocumentInfo {self.title!r}: {counted(self.passages, 'passage')}, {self.uri}>"


@public
class Documents(Listing, list[DocumentInfo]):
    """The documents that a memory holds, by their URIs."""

    def __repr__(self) -> str:
        lines = [f"{one.passages:6,}  {headline(one.title, 40):40}  {one.uri}" for one in self]
        number = sum(one.passages for one in self)
        head = f"{counted(len(self), 'document')}, {counted(number, 'passage')}"
        return listing(head, lines[:LISTED], len(self))

    def to_pandas(self) -> Any:
        """Return the documents as a data frame, one a row; needs pandas."""
        from memkit.domain.frames import rows_to_pandas

        return rows_to_pandas([asdict(one) for one in self])
