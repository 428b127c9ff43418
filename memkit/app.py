"""App: files and texts in, answers with their sources out; the shape that embedchain had."""

from __future__ import annotations

import os
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, cast, overload

from memkit.chat.chat import Chat
from memkit.domain.documents import Ingestion
from memkit.domain.public import public
from memkit.domain.results import AddResults
from memkit.memory import Memory
from memkit.plugins.dispatch import scheme_of

Cited = tuple[str, dict[str, Any]]


@public
class App:
    """A memory of documents that is asked and talked to, in three verbs.

    Args:
        path: The memory's file, or ":memory:".
        app_id: Whose documents and conversations they are.
        settings: As of `Memory`: `llm="openai:gpt-5-mini"` and so on.

    Attributes:
        memory: The memory below, for all that it can do.

    Example:
        >>> app = App("files.db")
        >>> app.add("handbook.pdf")
        >>> app.query("How many days of leave do I have?")
    """

    def __init__(
        self, path: str | PathLike[str] | None = None, *, app_id: str = "app", **settings: Any
    ) -> None:
        self._opened = Memory(path, **settings)
        self.memory = self._opened.scoped(app_id=app_id)
        self._chats: dict[str, Chat] = {}

    def add(
        self, source: Any, *, metadata: Mapping[str, Any] | None = None
    ) -> Ingestion | AddResults:
        """Add a file, a folder, a page, a pattern; or a text, or messages.

        A string with a scheme, or that is or looks like a path, is read; any other is a text.

        Raises:
            NotFoundError: What looks like a path is none.
            MemkitError: As of `Memory.ingest` and `Memory.add`.
        """
        if _is_source(source):
            return cast("Ingestion", self.memory.ingest(source, metadata=metadata))
        return self.memory.add(source, metadata=metadata)

    @overload
    def query(self, question: str, *, citations: Literal[False] = False) -> str: ...
    @overload
    def query(self, question: str, *, citations: Literal[True]) -> tuple[str, list[Cited]]: ...
    def query(self, question: str, *, citations: bool = False) -> str | tuple[str, list[Cited]]:
        """Answer a question from what was added.

        Args:
            question: A question.
            citations: Whether to return the sources, too: for each number in the answer the words
                of the source, and where they stand. `Memory.ask` tells more.
        """
        found = self.memory.ask(question)
        if not citations:
            return found.answer
        return found.answer, [(one.quote, one.where) for one in found.citations]

    def chat(self, question: str, *, session_id: str = "default") -> str:
        """Answer in a conversation, which is remembered; needs an LLM.

        Args:
            question: What is said.
            session_id: Which conversation: the `run_id` of what is remembered of it.
        """
        if session_id not in self._chats:
            self._chats[session_id] = Chat(self.memory, run_id=session_id, all_runs=True)
        return self._chats[session_id].send(question).answer

    def close(self) -> None:
        """Wait for what is being stored, and release the file."""
        for chat in self._chats.values():
            chat.close()
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _is_source(source: object) -> bool:
    if isinstance(source, PathLike):
        return True
    if not isinstance(source, str) or "\n" in source or len(source) > 1_000:
        return False
    if scheme_of(source) != "file" or source.lower().startswith("file:") or os.path.exists(source):
        return True
    return " " not in source.strip() and bool(Path(source).suffix or "/" in source)
