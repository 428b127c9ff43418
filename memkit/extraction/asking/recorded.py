"""A model that answers what a real one answered before, from a file: the same on any machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from memkit.contracts.journal import Call, Journal
from memkit.contracts.llm import LLM, Completion, MaxTokens
from memkit.domain import forks
from memkit.domain.files import output_file
from memkit.domain.records import Message, Usage
from memkit.domain.wording import counted
from memkit.errors import NotFoundError, ValidationError
from memkit.extraction.asking.known_calls import as_json, key_of
from memkit.extraction.asking.profiles import is_local

_AT_ONCE = 100


class Recorded(LLM):
    """Answers with the calls of a file of JSON lines, in no time and at no cost.

    `Memory.export_calls` writes such a file, and so does this class where it may ask a model. What
    was asked several times is answered in turn, and then with the last answer.

    Attributes:
        local: Whether the model ran on a server of one's own, as far as the file says.

    Args:
        path: The file: a call a line, with its messages, its schema and the answer.
        llm: Who is asked what the file does not hold; the answer is added to it. None for nobody.

    Raises:
        NotFoundError: There is no such file, and nobody to ask.
        ValidationError: A line is no call, or the file holds calls of several models.
    """

    def __init__(self, path: str | Path, *, llm: LLM | None = None) -> None:
        self._path = Path(path)
        self._llm = llm
        self._lock = threading.Lock()
        forks.renew(self, _lock=threading.Lock)
        self._usage = Usage()
        if llm is None and not self._path.exists():
            raise NotFoundError(
                f"There is no file of recorded calls {str(self._path)!r}.",
                fix="Correct the path, or give llm=... to ask a model and record what it answers.",
            )
        held = _read(self._path) if self._path.exists() else []
        self._calls: dict[str, list[dict[str, Any]]] = {}
        for call in held:
            self._calls.setdefault(_key(call["messages"], call.get("schema")), []).append(call)
        self.model = _model_of(held, llm, self._path)
        last = held[-1] if held else {}
        self.images = any("attachments" in one for call in held for one in call["messages"])
        self.local = bool(last.get("local"))
        self.context = last.get("context")
        self.max_tokens = last.get("max_tokens", self.max_tokens)
        if llm is not None:
            self.local = is_local(llm)
            self.context, self.max_tokens, self.price = llm.context, llm.max_tokens, llm.price
            self.images = llm.images

    def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        max_tokens: MaxTokens = "default",
    ) -> Completion:
        """Return the recorded answer.

        Raises:
            NotFoundError: It is not recorded, and there is nobody to ask.
        """
        self.bound(max_tokens)
        sent = as_json(messages)
        # What a journal exported has no schema: there the messages tell calls apart.
        found = self._next(_key(sent, schema)) or self._next(_key(sent, None))
        if found is None:
            answer = self._ask(messages, schema, max_tokens)
            found = _as_line(self.model, sent, schema, answer) | _use_of(self._llm)
            self._keep(_key(sent, schema), found)
        data = _loaded(found["answer"]) if schema and found["stop"] == "end" else None
        usage = Usage(calls=1, **found["tokens"])
        with self._lock:
            self._usage += usage
        return Completion(text=found["answer"], data=data, stop=found["stop"], usage=usage)

    @property
    def usage(self) -> Usage:
        """What the calls consumed when they were made."""
        return self._usage

    def close(self) -> None:
        """Close the model that is asked, if there is one."""
        if self._llm is not None:
            self._llm.close()

    def _next(self, key: str) -> dict[str, Any] | None:
        with self._lock:
            there = self._calls.get(key)
            if not there:
                return None
            return there.pop(0) if len(there) > 1 else there[0]

    def _ask(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None, max_tokens: MaxTokens
    ) -> Completion:
        if self._llm is None:
            last = " ".join(messages[-1].content.split())[:120] if messages else ""
            raise NotFoundError(
                f"{str(self._path)!r} holds {counted(len(self._calls), 'call')} to "
                f"{self.model!r}, and this one is not among them: {last!r}.",
                fix="Record it: Recorded(path, llm=...) with the model, or ask what was recorded.",
            )
        return self._llm.complete(messages, schema=schema, max_tokens=max_tokens)

    def _keep(self, key: str, call: Mapping[str, Any]) -> None:
        # A line is in the file before anyone sees the answer: what was paid for is not lost.
        with self._lock, self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(call, ensure_ascii=False) + "\n")
            self._calls[key] = [dict(call)]


def write_calls(
    journal: Journal, path: str | PathLike[str], *, derivation: str, llm: LLM | None
) -> int:
    """Write the recorded calls of a derivation to a file for `Recorded`, whole or not at all.

    Args:
        journal: Where they are recorded.
        path: The file.
        derivation: Whose.
        llm: The model, if it is at hand: how it is used depends on where it runs.

    Returns:
        How many calls there are.

    Raises:
        ValidationError: The file can't be written, or is part of a memory.
    """
    about = _use_of(llm)
    after = count = 0
    with output_file(path) as file:
        while page := journal.calls(derivation, after=after, limit=_AT_ONCE):
            for call in page:
                file.write(f"{json.dumps(_line_of(call) | about, ensure_ascii=False)}\n".encode())
            count += len(page)
            after = page[-1].id
    return count


def _use_of(llm: LLM | None) -> dict[str, Any]:
    """Return what decides how a model is used, as far as it is at hand."""
    if llm is None:
        return {}
    return {"local": is_local(llm), "context": llm.context, "max_tokens": llm.max_tokens}


def _line_of(call: Call) -> dict[str, Any]:
    return {
        "model": call.model,
        "messages": list(call.request),
        "answer": call.answer,
        "stop": call.stop,
        "tokens": {"input_tokens": call.input_tokens, "output_tokens": call.output_tokens},
    }


def _key(messages: Sequence[Mapping[str, Any]], schema: Mapping[str, Any] | None) -> str:
    said = [Message(**message) for message in messages]
    return key_of(said, schema=schema, model="")


def _as_line(
    model: str,
    messages: list[dict[str, Any]],
    schema: Mapping[str, Any] | None,
    answer: Completion,
) -> dict[str, Any]:
    usage = answer.usage
    return {
        "model": model,
        "messages": messages,
        "schema": schema,
        "answer": answer.text,
        "stop": answer.stop,
        "tokens": {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens},
    }


def _read(path: Path) -> list[dict[str, Any]]:
    wanted = {"model", "messages", "answer", "stop", "tokens"}
    calls = []
    for number, line in enumerate(path.read_text("utf-8").rstrip("\n").split("\n"), 1):
        call = _loaded(line)
        if not isinstance(call, dict) or not wanted <= set(call):
            raise ValidationError(
                f"Line {number} of {str(path)!r} is no recorded call.",
                fix="Delete the line, or record the calls again.",
            )
        calls.append(call)
    return calls


def _model_of(calls: list[dict[str, Any]], llm: LLM | None, path: Path) -> str:
    names = {call["model"] for call in calls} | ({llm.model} if llm else set())
    if len(names) > 1:
        raise ValidationError(
            f"{str(path)!r} holds calls of another model: {', '.join(sorted(names))}.",
            fix="Give each model a file of its own.",
        )
    return str(next(iter(names), ""))


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
