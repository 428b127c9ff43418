"""From a run of tools to a memory: its steps, each with the words of the tool that show it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Add
from memkit.domain import fixes
from memkit.domain.digests import text_digest
from memkit.domain.facts import Extraction, Fact
from memkit.domain.records import MemoryRecord, Message, Scope, Source, Usage
from memkit.domain.results import AddResults
from memkit.domain.states import State
from memkit.domain.times import new_id
from memkit.engine.ingest.states import spoken
from memkit.engine.ingest.tool_runs import ToolResult
from memkit.engine.ingest.write import commit, results
from memkit.engine.verbs import Verbs
from memkit.errors import ProviderError
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.ladder import climb
from memkit.extraction.derivations.derivation import Derivation
from memkit.extraction.facts.drawing import believed, source_of
from memkit.extraction.gate import check
from memkit.extraction.tasks.items import Item
from memkit.extraction.tasks.stepping import Step, Stepping
from memkit.extraction.windows.lines import Line
from memkit.extraction.windows.windows import Window, pieces_of, windows

_MOST_OF_A_GOAL = 300
# Of what a tool returned, so many pieces from its start and from its end are read.
_PIECES = 2
_LONGEST_ARGUMENTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What was said or returned, and the memory of it."""

    given: Message | ToolResult
    record: MemoryRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A step with its evidence.

    Attributes:
        problems: What speaks against it; () if its evidence holds.
    """

    call: ToolResult
    step: Step
    source: Source
    problems: tuple[str, ...]

    @property
    def result(self) -> str:
        """Whether it worked: as the tool says, else as the model read it."""
        if self.call.failed is None:
            return self.step.result
        return "failed" if self.call.failed else "worked"


def stored(
    memory: Verbs,
    run: Sequence[Message | ToolResult],
    *,
    scope: Scope,
    fields: Mapping[str, Any],
    infer: bool | None,
    reason: str | None,
) -> Effects[tuple[AddResults, list[str]]]:
    """Store what was said and what tools returned, word for word, and return their ids in order."""
    states = [_state_of(one, fields, number) for number, one in enumerate(run)]
    applied = yield from commit(
        memory.engine,
        [Add(scope=scope, state=state, is_reply=number > 0) for number, state in enumerate(states)],
        infer=infer,
        reason=reason,
    )
    return results(applied), [one.id for one in applied]


def remembered(
    memory: Verbs,
    run: Sequence[Message | ToolResult],
    ids: Sequence[str],
    derivation: Derivation,
    *,
    scope: Scope,
    fields: Mapping[str, Any],
) -> Effects[tuple[AddResults, Extraction]]:
    """Ask for the steps of a run that is stored, check them, and store the procedure they make.

    Raises:
        ProviderError: The model could not be had for a part of it; no procedure was stored.
    """
    records = memory.engine.journal.get(list(ids))
    turns = [
        _Turn(given=one, record=records[id_])
        for one, id_ in zip(run, ids, strict=True)
        if id_ in records
    ]
    taken: list[_Taken] = []
    problems: list[str] = []
    usage = Usage()
    task = Stepping(profile=derivation.profile, check=_problem)
    asker = Asker(
        llm=derivation.llm,
        provider=derivation.row.provider,
        calls=memory.engine.journal,
        derivation=derivation.name,
    )
    for window in _windows(turns, derivation):
        outcome = yield from climb(task, window, asker=asker)
        usage += outcome.usage
        _refuse(outcome.pending)
        problems += [one.reason for one in outcome.pending]
        problems += [f"Not used of an answer: {one.why}." for one in outcome.dropped]
        taken += _taken(outcome.items, window, turns)
    found = Extraction(derivation=derivation.name, read=len(turns), problems=problems, usage=usage)
    if not taken:
        return AddResults(), found
    state = _procedure(turns, taken, derivation, fields)
    id_ = new_id()
    applied = yield from commit(
        memory.engine,
        [Add(id=id_, scope=scope, state=state)],
        reason=f"procedure of {derivation.name}, by {derivation.row.model}",
    )
    fact = _fact_of(state, applied[0].id, taken)
    return results(applied), found + Extraction([fact], derivation=derivation.name)


def _state_of(one: Message | ToolResult, fields: Mapping[str, Any], number: int) -> State:
    if isinstance(one, Message):
        return State(**{**fields, **spoken(one, f"Message {number}")})
    said = spoken(Message(role="tool", content=one.text, name=one.tool), f"Message {number}")
    call = {"arguments": dict(one.arguments)} if one.arguments else {}
    return State(**{**fields, **said, "type": "episodic", "data": call})


def _windows(turns: Sequence[_Turn], derivation: Derivation) -> Iterator[Window]:
    """Yield what a model is shown: calls beside what came back, which alone can be quoted."""
    profile = replace(derivation.profile, quoted=("tool",))
    records = [record for turn in turns for record in _shown(turn)]
    read = {
        turn.record.id: {start for start, _ in _ends(turn.record.memory, profile.longest_line)}
        for turn in turns
    }
    for window in windows(records, profile=profile):
        # Nobody but a tool vouches for what came of a call.
        lines = tuple(
            replace(line, handled=line.handled or line.role != "tool")
            for line in window.lines
            if line.role != "tool" or line.start in read[line.memory_id]
        )
        yield replace(window, lines=lines)


def _ends(text: str, tokens: int) -> list[tuple[int, str]]:
    pieces = pieces_of(text, tokens=tokens)
    return pieces if len(pieces) <= 2 * _PIECES else [*pieces[:_PIECES], *pieces[-_PIECES:]]


def _shown(turn: _Turn) -> Iterator[MemoryRecord]:
    if isinstance(turn.given, ToolResult):
        # Beside what it returned, and no words of the tool.
        yield turn.record.model_copy(
            update={"role": "assistant", "name": None, "memory": f"calls {_call(turn.given)}"}
        )
    yield turn.record


def _call(given: ToolResult) -> str:
    said = json.dumps(dict(given.arguments), ensure_ascii=False) if given.arguments else ""
    cut = f"{said[:_LONGEST_ARGUMENTS]}…" if len(said) > _LONGEST_ARGUMENTS else said
    return f"{given.tool}({cut})"


def _problem(item: Item, lines: Sequence[Line]) -> str | None:
    verdict = check(item, lines)
    return None if verdict.supported else " ".join(one.sentence for one in verdict.problems)


def _refuse(pending: Sequence[Any]) -> None:
    error = next((one.error for one in pending if one.error and one.code != "limit"), None)
    if error is not None:
        raise ProviderError(
            f"The messages are stored, and their steps could not be read: {error.problem}",
            fix=fixes.REMEMBER_AGAIN,
        ) from error


def _taken(steps: Sequence[Step], window: Window, turns: Sequence[_Turn]) -> Iterator[_Taken]:
    calls = {turn.record.id: turn.given for turn in turns}
    for step in sorted(steps, key=lambda one: one.item.line):
        verdict = believed(step.item, window.lines)
        line = next((line for line in window.lines if line.number == verdict.line), None)
        call = None if line is None else calls[line.memory_id]
        if line is not None and isinstance(call, ToolResult):
            yield _Taken(
                call=call,
                step=replace(step, item=verdict.item),
                source=source_of(verdict, line),
                problems=tuple(one.sentence for one in verdict.problems),
            )


def _procedure(
    turns: Sequence[_Turn],
    taken: Sequence[_Taken],
    derivation: Derivation,
    fields: Mapping[str, Any],
) -> State:
    """Return the memory of a run: code says what was wanted and called, tools what came of it."""
    held = [one for one in taken if not one.problems]
    told = held or taken
    goal = next((turn for turn in turns if turn.record.role == "user"), None)
    outcome = _outcome(turns)
    lines = [] if goal is None else [f"Goal: {_short(goal.record.memory)}"]
    lines += [
        f"{number}. {_call(one.call)}: {one.step.item.text}"
        + (" (failed)" if one.result == "failed" else "")
        for number, one in enumerate(told, 1)
    ]
    lines += [] if outcome is None else [f"Outcome: {_short(outcome.record.memory)}"]
    data: dict[str, Any] = {
        "kind": "procedure",
        "steps": [_step_data(one) for one in told],
        "failed": [one.step.item.text for one in told if one.result == "failed"],
    }
    data |= {} if goal is None else {"goal": _short(goal.record.memory)}
    data |= {} if outcome is None else {"outcome": _short(outcome.record.memory)}
    left = [one for one in taken if one.problems] if held else []
    if left:
        data["unsupported"] = [{**_step_data(one), "problems": list(one.problems)} for one in left]
    if not held:
        data["problems"] = list(dict.fromkeys(said for one in taken for said in one.problems))
    whole = [_whole(turn.record) for turn in (goal, outcome) if turn is not None]
    return State(
        text="\n".join(lines),
        type="procedural",
        metadata=fields.get("metadata", {}),
        sources=tuple(dict.fromkeys([*(one.source for one in told), *whole])),
        derived_by=derivation.name,
        said_by="tool",
        data=data,
        withheld=None if held else "unsupported",
    )


def _outcome(turns: Sequence[_Turn]) -> _Turn | None:
    """Return what the assistant said when the tools were done."""
    last = turns[-1]
    return last if last.record.role == "assistant" else None


def _step_data(one: _Taken) -> dict[str, Any]:
    return {
        "tool": one.call.tool,
        "arguments": dict(one.call.arguments),
        "text": one.step.item.text,
        "result": one.result,
        "quote": one.source.quote,
    }


def _whole(record: MemoryRecord) -> Source:
    return Source(memory_id=record.id, digest=text_digest(record.memory))


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _MOST_OF_A_GOAL else f"{said[: _MOST_OF_A_GOAL - 1]}…"


def _fact_of(state: State, id_: str, taken: Sequence[_Taken]) -> Fact:
    return Fact(
        id=id_,
        memory=state.text,
        choice="new" if state.withheld is None else "unsupported",
        evidence=state.sources[0],
        reason=" ".join(dict.fromkeys(said for one in taken for said in one.problems)),
        kind="procedure",
        said_by=state.said_by,
        status=state.withheld,
    )
