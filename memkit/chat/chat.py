"""A conversation with a model that remembers."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from memkit.chat.prompting import SYSTEM, fitting, prompt
from memkit.chat.remembering import Remembering
from memkit.chat.turns import Turn
from memkit.chat.undoing import undo_turn
from memkit.concurrency.effects import Effects, arun, run
from memkit.context.recalled import recalled
from memkit.context.tokens import counter_for
from memkit.contracts.llm import LLM, Completion
from memkit.domain import fixes, forks
from memkit.domain.display import LISTED, Interactive, listing
from memkit.domain.prompt_context import Context
from memkit.domain.public import public
from memkit.domain.records import AddResult, Message, Scope
from memkit.domain.results import AddResults
from memkit.domain.rewritten import Rewritten
from memkit.domain.validation import checked_text, flag, scope_from, whole_number
from memkit.domain.values import shown
from memkit.domain.wording import counted
from memkit.engine.settings import ProviderChoice, check_choice
from memkit.engine.verbs import Verbs
from memkit.errors import ValidationError
from memkit.extraction.asking.models import made_of
from memkit.extraction.rewriting import rewriting

Observer = Callable[[], object]


@public
class Chat(Interactive):
    """A conversation with a model that recalls before it answers and remembers after it.

    Each question is sent with what is remembered of it and with the conversation so far, as much
    of it as fits. When the answer has come, both are stored in the background: nobody waits for
    that, and what can't be stored is kept, shown by its turn and by `unsaved`, and tried again.
    Facts are drawn from it as from anything that is added.

    A cell that ends with it shows it as a widget, where `memkit-core[notebook]` is installed.

    Args:
        memory: The memory.
        llm: Who answers; the memory's own model by default.
        user_id, agent_id, app_id, run_id: Whose memories are recalled, and where what is said is
            stored.
        system: What the model is told first, in place of memkit's own words.
        tokens: The most tokens of what is recalled; 0 to recall nothing.
        history: The most tokens of the conversation so far.
        all_runs: Whether to recall what belongs to other runs, or to none, beside that of `run_id`,
            under which what is said is stored.
        rewrite: Whether the model first makes a follow-up understood alone, to recall by; it is one
            more short call. See `Memory.rewrite`.
        remember: Whether what is said is stored.
        infer: Whether facts are drawn from it, as of `Memory.add`.

    Raises:
        ValidationError: There is no LLM, or an argument has the wrong shape.
        ScopeError: What is said is to be stored, and no scope was given.

    Example:
        >>> chat = Chat(m, user_id="ana")
        >>> for piece in chat.stream("Where do I live?"):
        ...     print(piece, end="")
    """

    def __init__(
        self,
        memory: Verbs,
        *,
        llm: ProviderChoice | LLM | None = None,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        system: str | None = None,
        tokens: int = 800,
        history: int = 4000,
        all_runs: bool = False,
        rewrite: bool = False,
        remember: bool = True,
        infer: bool | None = None,
    ) -> None:
        if not isinstance(memory, Verbs):
            raise ValidationError(f"memory is {shown(memory)}.", fix="Give a memkit.Memory.")
        self._memory = memory
        self._remember = flag(remember, "remember")
        # What is stored belongs to somebody; what is only recalled may be everybody's.
        self._scope = scope_from(
            user_id=user_id, agent_id=agent_id, app_id=app_id, run_id=run_id,
            needed=self._remember, default=memory.scope,
        )  # fmt: skip
        whole = self._scope.model_copy(update={"run_id": None})
        self._recalled = whole if flag(all_runs, "all_runs") else self._scope
        self._rewrite = flag(rewrite, "rewrite")
        self._rewritten: Rewritten | None = None
        self._system = SYSTEM if system is None else checked_text(system, "system")
        self._tokens = whole_number(tokens, "tokens", least=0)
        self._history = whole_number(history, "history", least=0)
        self._infer = infer if infer is None else flag(infer, "infer")
        self._own: LLM | None = None
        self._llm = self._model(llm)
        self._count = counter_for(self._llm.model, None).count
        self._turns: list[Turn] = []
        self._answering = threading.Lock()
        forks.renew(self, _answering=threading.Lock)
        self._asked: str | None = None
        self._current: Turn | None = None
        self._stopping = False
        self._observers: list[Observer] = []
        self._remembering = Remembering(memory.engine, self._stored, changed=self.tell)

    def _model(self, llm: ProviderChoice | LLM | None) -> LLM:
        if isinstance(llm, LLM):
            return llm
        if llm is not None:
            check_choice("llm", llm, "the arguments")
            self._own = made_of(llm)
            return self._own
        given: LLM | None = self._memory.engine.llm
        if given is None:
            raise ValidationError("There is no LLM to chat with.", fix=fixes.GIVE_LLM)
        return given

    # -- asking ----------------------------------------------------------------------------------

    def send(self, text: str) -> Turn:
        """Ask, wait for the whole answer, and return the turn.

        Raises:
            ValidationError: There is nothing to ask, or an answer is being given.
            ProviderError: The model, the embedder or the store failed. The turn is no part of the
                conversation then, and nothing of it is stored.
        """
        for _ in self.stream(text):
            pass
        return self._turns[-1]

    def stream(self, text: str) -> Iterator[str]:
        """Ask, and yield the answer in pieces as they come; then `turns[-1]` is the turn.

        Whoever leaves it before its end stops the answer: what came of it is the turn's, which
        says "stopped".

        Raises:
            ValidationError, ProviderError: As of `send`.
        """
        question = self._checked(text)
        try:
            turn, messages = self._begun(question, run(self._recalling(question)))
            with contextlib.closing(self._llm.stream(messages, ended=_into(turn))) as pieces:  # type: ignore[type-var]  # an iterator of a plug-in may be no generator
                try:
                    for piece in () if self._stopping else pieces:
                        self._came(turn, piece)
                        yield piece
                        if self._stopping:
                            break
                except (GeneratorExit, KeyboardInterrupt):
                    self._stopping = True
                    self._ended(turn)
                    raise
            self._ended(turn)
        finally:
            self._over()

    async def asend(self, text: str) -> Turn:
        """Do what `send` does without blocking the event loop."""
        async with contextlib.aclosing(self.astream(text)) as pieces:
            async for _ in pieces:
                pass
        return self._turns[-1]

    async def astream(self, text: str) -> AsyncGenerator[str, None]:
        """Do what `stream` does without blocking the event loop; close it to stop the answer."""
        question = self._checked(text)
        try:
            turn, messages = self._begun(question, await arun(self._recalling(question)))
            stream = self._llm.astream(messages, ended=_into(turn))
            async with contextlib.aclosing(stream) as pieces:
                try:
                    async for piece in pieces:
                        self._came(turn, piece)
                        yield piece
                        if self._stopping:
                            break
                except (GeneratorExit, asyncio.CancelledError):
                    self._stopping = True
                    self._ended(turn)
                    raise
            self._ended(turn)
        finally:
            self._over()

    def stop(self) -> None:
        """Stop the answer that is being given, after the piece that is under way.

        For another thread than the one that takes the answer, which simply leaves it.
        """
        if self._asked is not None:
            self._stopping = True
            self.tell()

    def _checked(self, text: str) -> str:
        question = checked_text(text, "The question", blank=False)
        if not self._answering.acquire(blocking=False):
            raise ValidationError(
                "An answer is being given.", fix="Take it to its end, or close it, and ask then."
            )
        self._asked, self._stopping = question, False
        self.tell()
        return question

    def _recalling(self, question: str) -> Effects[Context]:
        if not self._tokens:
            return Context(query=question)
        memory = self._memory.unscoped()
        earlier = {
            result.id
            for turn in self._earlier()
            for result in turn.remembered or ()
        }  # fmt: skip
        self._rewritten = None
        if self._rewrite and self._turns:
            said = [message for turn in self._earlier() for message in turn.messages]
            self._rewritten = yield from rewriting(memory.engine, self._llm, question, said)
        asked = question if self._rewritten is None else self._rewritten.text
        return (
            yield from recalled(
                memory.engine, memory._index(), asked, pages=memory._pages(),
                scope=self._recalled, budget=self._tokens, where=None, kind="all", valid_at=None,
                space=None, rerank=False, model=self._llm.model, tokenizer=None, known=earlier,
            )
        )  # fmt: skip

    def _earlier(self) -> list[Turn]:
        return list(fitting(self._turns, tokens=self._history, count=self._count))

    def _begun(self, question: str, context: Context) -> tuple[Turn, list[Message]]:
        earlier = self._earlier()
        turn = Turn(
            question=question,
            recalled=context,
            rewritten=self._rewritten,
            earlier=len(earlier),
            left_out=len(self._turns) - len(earlier),
            at=datetime.now(UTC),
        )
        self._current = turn
        self.tell()
        return turn, prompt(self._system, earlier, question, context)

    def _came(self, turn: Turn, piece: str) -> None:
        turn.answer += piece
        self.tell()

    def _ended(self, turn: Turn) -> None:
        if self._stopping:
            turn.stop = "stopped"
        self._asked = self._current = None
        self._turns.append(turn)
        if self._remember:
            self._remembering.put(turn)

    def _over(self) -> None:
        self._asked = self._current = None
        self._answering.release()
        self.tell()

    # -- who follows it --------------------------------------------------------------------------

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Call a function whenever anything changed, in the thread that changed it.

        It is called for each piece of an answer, so it should be quick.

        Returns:
            A function that ends it.
        """
        self._observers.append(observer)

        def end() -> None:
            if observer in self._observers:
                self._observers.remove(observer)

        return end

    def tell(self) -> None:
        """Tell those who follow it that something changed."""
        for observer in list(self._observers):
            observer()

    @property
    def asked(self) -> str | None:
        """The question that is being answered; None if none is."""
        return self._asked

    @property
    def current(self) -> Turn | None:
        """The turn that is under way, once the model was asked; None if there is none."""
        return self._current

    @property
    def stopping(self) -> bool:
        """Whether the answer under way is to stop after its next piece."""
        return self._stopping and self._asked is not None

    @property
    def model(self) -> str:
        """The model that answers."""
        return self._llm.model

    @property
    def scope(self) -> Scope:
        """Whose memories are recalled, and where what is said is stored."""
        return self._scope

    @property
    def memory(self) -> Verbs:
        """The memory, in no scope."""
        return self._memory.unscoped()

    # -- what was said ---------------------------------------------------------------------------

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns, in their order."""
        return tuple(self._turns)

    @property
    def unsaved(self) -> tuple[Turn, ...]:
        """The turns that are not stored yet; those that failed say why, in `error`."""
        return tuple(self._remembering.left)

    def retry(self) -> None:
        """Try again to store what could not be stored. The next turn does that, too."""
        self._remembering.go_on()

    def undo(self, turn: Turn) -> list[AddResult]:
        """Take back what was stored of a turn, and the facts that were drawn from it.

        The turn stays in the conversation; its `remembering` is "undone".

        Args:
            turn: A turn whose `remembering` is "stored".

        Returns:
            What became of the memories.

        Raises:
            ValidationError: Nothing of it is stored, or a memory of it changed since.
        """
        done = undo_turn(self.memory, turn)
        turn.remembering = "undone"
        self.tell()
        return done

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until all that can be stored is, and return whether nothing is left.

        Args:
            seconds: How long at most; None for as long as it takes.
        """
        return self._remembering.wait(seconds)

    def close(self) -> None:
        """Wait for what is being stored, and close the model if it was made for this chat."""
        self.wait()
        if self._own is not None:
            self._own.close()

    def _stored(self, turn: Turn) -> AddResults:
        user, agent, app, run_ = self._scope.key
        return self._memory.unscoped().add(
            turn.messages, user_id=user, agent_id=agent, app_id=app, run_id=run_, infer=self._infer
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        head = f"Chat: {counted(len(self._turns), 'turn')} with {self._llm.model}"
        if self.unsaved:
            head += f", {len(self.unsaved):,} not stored yet"
        lines = [repr(turn) for turn in self._turns[-LISTED:]]
        return listing(head, lines, len(self._turns))


def _into(turn: Turn) -> Any:
    def ended(whole: Completion) -> None:
        turn.stop, turn.usage = whole.stop, whole.usage

    return ended
