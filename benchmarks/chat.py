"""How much later than the model's own the first piece of an answer comes in a chat that remembers.

    python -m benchmarks.chat [--n 100000] [--turns 60] [--thinking 0.2] [--cache DIR]

The memories are those of `benchmarks/data.py`, of 1,000 users, in one file, with the default
embedder. The model is a script: its first piece comes after a known time, in which it does
nothing, and is followed by the rest of 60 words or so. It notes how long its first piece really
took; what the caller waited beyond that is the row's: recalling by search, packing the prompt, and
whatever stands between. What is said is stored, so the memory grows by two messages a turn.

"First turn" is the first of a process that has just opened the file. The others are asked a tenth
of a second after the turn before is stored, as people need to read, or "at once", while it is being
stored in the background; all on one core.
Nothing is stored in the chats over the memories of all users, for those belong to nobody.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import memkit.chat
from benchmarks import data, database
from benchmarks.measure import Latency, Row, arguments, pin_to_one_core, report
from memkit import Chat, Memory
from memkit.chat.completions.streams import Stream
from memkit.chat.turns import Turn
from memkit.contracts.llm import LLM, Completion, Ended, MaxTokens
from memkit.domain.records import Message, Usage

TARGET = 50
_WARM_UP = 3
_ANSWER_TEXTS = 5
_HISTORY = 16
_LOOK_SECONDS = 0.001
_READING_SECONDS = 0.1


class ScriptedModel(LLM):
    """A model that thinks for a known time and then says what stands in its script.

    Attributes:
        took: How long its last first piece took, in seconds.

    Args:
        answers: What it says, one after the other.
        thinking: How long its first piece takes, in seconds.
    """

    model = "scripted"

    def __init__(self, answers: Sequence[str], *, thinking: float) -> None:
        self.took = 0.0
        self._answers = answers
        self._thinking = thinking
        self._calls = 0

    def complete(
        self, messages: Sequence[Message], *, schema: Any = None, max_tokens: MaxTokens = "default"
    ) -> Completion:
        """Say all of it in one piece."""
        time.sleep(self._thinking)
        self._calls += 1
        return Completion(
            text=self._answers[self._calls % len(self._answers)], usage=Usage(calls=1)
        )

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: MaxTokens = "default",
        ended: Ended | None = None,
    ) -> Iterator[str]:
        """Say it word by word."""
        began = time.perf_counter()
        answer = self.complete(messages)
        self.took = time.perf_counter() - began
        yield from (f"{word} " for word in answer.text.split())
        if ended is not None:
            ended(answer)


@dataclass(frozen=True)
class Way:
    """A way to chat: `ask` yields the pieces of an answer, `last` is the turn that it was."""

    ask: Callable[[str], Iterator[str]]
    last: Callable[[], Turn | None]

    @property
    def storing(self) -> bool:
        """Whether the last turn is being stored."""
        turn = self.last()
        return turn is not None and turn.remembering == "waiting"


def by_chat(memory: Memory, model: LLM, user_id: str | None) -> Way:
    """Chat by `memkit.Chat`; without storing anything where nobody is named."""
    chat = Chat(memory, llm=model, user_id=user_id, remember=user_id is not None)
    return Way(chat.stream, lambda: chat.turns[-1] if chat.turns else None)


def by_completions(memory: Memory, model: LLM, user_id: str | None) -> Way:
    """Chat by `memkit.chat.completions.create`, with the last messages of the conversation."""
    said: list[dict[str, str]] = []
    turns: list[Turn] = []

    def ask(question: str) -> Iterator[str]:
        said.append({"role": "user", "content": question})
        stream = memkit.chat.completions.create(
            model=model, messages=said[-_HISTORY:], memory=memory, user_id=user_id,
            remember=user_id is not None, stream=True,
        )  # fmt: skip
        assert isinstance(stream, Stream)
        for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                yield chunk.choices[0].delta.content
        turns.append(stream.memkit)
        said.append({"role": "assistant", "content": turns[-1].answer})

    return Way(ask, lambda: turns[-1] if turns else None)


WAYS: dict[str, Callable[[Memory, LLM, str | None], Way]] = {
    "Chat": by_chat,
    "completions.create": by_completions,
}


@dataclass(frozen=True)
class Waited:
    """What the caller waited for the first piece beyond the model's own time.

    Attributes:
        wall, cpu: In seconds; `cpu` is what the caller's thread worked.
        storing: Whether the turn before was still being stored when it was asked.
    """

    wall: float
    cpu: float
    storing: bool


def asked(way: Way, model: ScriptedModel, question: str) -> Waited:
    """Ask, take the whole answer, and return how long its first piece took."""
    storing = way.storing
    worked, called = time.thread_time(), time.perf_counter()
    pieces = way.ask(question)
    next(pieces)
    wall, cpu = time.perf_counter() - called - model.took, time.thread_time() - worked
    for _ in pieces:
        pass
    return Waited(wall, cpu, storing)


def conversation(
    way: Way, model: ScriptedModel, questions: Sequence[data.Question], *, at_once: bool
) -> list[Waited]:
    """Ask one question after the other; what is measured after a warm-up.

    Args:
        way: How.
        model: Who answers.
        questions: What, the first few for the warm-up.
        at_once: Whether to ask while the turn before is being stored.
    """
    waited = []
    for question in questions:
        if not at_once:
            while way.storing:
                time.sleep(_LOOK_SECONDS)
            time.sleep(_READING_SECONDS)
        waited.append(asked(way, model, question.text))
    while way.storing:
        time.sleep(_LOOK_SECONDS)
    return waited[_WARM_UP:]


@dataclass(frozen=True)
class Case:
    """Whose memories are recalled; `asker` as of `Workload.questions`, None for those of all."""

    name: str
    asker: data.Asker | None
    at_once: bool = False


CASES = (
    Case("largest user (5 %)", "largest"),
    Case("small user (0.05 %)", "small"),
    Case("all memories", None),
    Case("largest user, at once", "largest", at_once=True),
    Case("small user, at once", "small", at_once=True),
)


def measure(path: Path, n: int, *, turns: int, thinking: float) -> list[Row]:
    """Return the rows for a database, which is changed.

    Args:
        path: The database.
        n: How many memories it has.
        turns: How many are measured in each conversation.
        thinking: How long the model's own first piece takes, in seconds.
    """
    workload = data.Workload(n)
    model = ScriptedModel(answers_of(workload, turns), thinking=thinking)
    asks = {
        case: workload.questions(len(WAYS) * (turns + _WARM_UP), asker=case.asker or "drawn")
        for case in CASES
    }
    rows = []
    with Memory(path) as memory:
        way = by_chat(memory, model, data.user_id(workload.largest))
        first = asked(way, model, "What did I say about the harbour?")
        rows.append(row(f"{n:,}: Chat, first turn, largest user", [first]))
        for case in CASES:
            for place, (name, made) in enumerate(WAYS.items()):
                way = made(memory, model, asks[case][0].user_id if case.asker else None)
                questions = asks[case][place :: len(WAYS)]
                waited = conversation(way, model, questions, at_once=case.at_once)
                rows.append(row(f"{n:,}: {name}, {case.name}", waited))
    return rows


def answers_of(workload: data.Workload, count: int) -> list[str]:
    """Return so many answers, each of a few texts of the workload."""
    texts = workload.texts()
    return [" ".join(next(texts) for _ in range(_ANSWER_TEXTS)) for _ in range(count)]


def row(what: str, waited: Sequence[Waited]) -> Row:
    """Return the line of a conversation."""
    worked = Latency([one.cpu * 1000 for one in waited])
    share = sum(one.cpu for one in waited) / sum(one.wall for one in waited)
    times = Latency([one.wall * 1000 for one in waited], share)
    storing = sum(one.storing for one in waited)
    note = f"; {storing} of {len(waited)} while the turn before was being stored" * bool(storing)
    return Row(
        f"{what}: first piece after the model's own",
        f"p95 <= {TARGET} ms",
        f"{times}; CPU of the caller's thread {worked}{note}",
        times.p95 <= TARGET,
    )


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--turns", type=int, default=60)
    parser.add_argument("--thinking", type=float, default=0.2, metavar="SECONDS")
    parser.add_argument("--cache", type=Path, default=database.CACHE)
    options = parser.parse_args()
    pin_to_one_core(options.core)
    path = database.built(options.n, options.cache)
    with tempfile.TemporaryDirectory() as folder:
        for file in path.parent.glob(f"{path.name}*"):
            shutil.copy(file, Path(folder) / file.name)
        rows = measure(
            Path(folder) / path.name, options.n, turns=options.turns, thinking=options.thinking
        )
    report(rows, options.json)


if __name__ == "__main__":
    main()
