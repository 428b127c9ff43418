"""Answers in the background: whoever asks goes on at once, and is told what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from memkit.chat.chat import Chat
from memkit.concurrency.tasks import TaskQueue
from memkit.domain.validation import checked_text
from memkit.errors import ValidationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A question that got no answer, and why."""

    question: str
    error: BaseException


class BackgroundAnswers:
    """Asks the questions of a chat in a background job, one at a time.

    Attributes:
        failed: The last question, if it got no answer; None again with the next one.

    Args:
        chat: The chat. What follows it is told of a failure, too.
    """

    def __init__(self, chat: Chat) -> None:
        self.failed: Failure | None = None
        self._chat = chat
        self._queue = TaskQueue(
            "answer", "chat", failed=lambda error: None, registry=chat.memory.engine.jobs
        )

    def ask(self, question: str) -> None:
        """Ask a question; the chat's observers follow its answer.

        Raises:
            ValidationError: There is nothing to ask, or an answer is being given.
        """
        asked = checked_text(question, "The question", blank=False)
        if self._chat.asked is not None:
            raise ValidationError("An answer is being given.", fix="Stop it, or ask after its end.")
        self.failed = None
        self._queue.put(lambda: self._take(asked))

    def again(self) -> None:
        """Ask once more what got no answer; nothing if all did."""
        failed = self.failed
        if failed is not None:
            self.ask(failed.question)

    def dismiss(self) -> None:
        """Forget the question that got no answer."""
        self.failed = None

    def _take(self, question: str) -> None:
        try:
            self._chat.send(question)
        except BaseException as error:
            self.failed = Failure(question=question, error=error)
            self._chat.tell()
            raise
