"""Recorded calls make the same journal again, but for ids and times."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from memkit import Memory
from memkit.errors import NotFoundError
from memkit.extraction.asking.recorded import Recorded
from tests.extraction.test_facts import BERLIN, LISBON, Reader, fact

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
# When it was written; when something was said or holds stays.
_WRITTEN = ("created_at", "updated_at", "at")


class Unsure(Reader):
    """Answers nonsense to what names a word, the first times that it is asked."""

    unsure = 0

    def complete(self, messages, **options):
        answer = super().complete(messages, **options)
        if self.unsure and any("Oslo" in message.content for message in messages):
            self.unsure -= 1
            return answer.model_copy(update={"text": "I would rather not."})
        return answer


def reader() -> Unsure:
    return Unsure(
        facts={
            "live in Berlin": [fact(0, BERLIN, "Ana lives in Berlin.")],
            "to Lisbon": [
                fact(0, "from Berlin to Lisbon in March", "Ana lives in Lisbon.", when="in March"),
                fact(0, "I moved to Paris", "Ana lives in Paris."),
            ],
            "Oslo": [fact(0, "I like Oslo", "Ana likes Oslo.", kind="preference")],
        },
        decisions={"Lisbon": ("changes", "Berlin")},
    )


def conversation(path: Any, llm: Any) -> list[str]:
    """Have the same things said to a memory, and return its history, without ids and times."""
    texts = [BERLIN, "What a nice day.", LISBON, "I like Oslo, too."]
    with Memory(path, llm=llm, embedder="hash") as memory:
        for day, text in enumerate(texts, 10):
            said = {"role": "user", "name": "Ana", "content": text}
            memory.add([{**said, "created_at": f"2025-05-{day}"}], user_id="ana", infer=True)
        # What the model made no sense of is tried until it does.
        assert [len(memory.pending()) for _ in range(2) if memory.extract() is not None] == [1, 0]
        memory.export(path.with_suffix(".history"), history=True)
        memory.export(path.with_suffix(".jsonl"))
        memory.export_calls(path.with_suffix(".calls"))
        assert memory.doctor().ok
    names: dict[str, str] = {}
    lines = []
    for kind in (".jsonl", ".history"):
        for line in path.with_suffix(kind).read_text("utf-8").splitlines():
            told = _ID.sub(lambda found: names.setdefault(found[0], f"id {len(names)}"), line)
            lines.append(json.dumps(_without_times(json.loads(told)), sort_keys=True))
    return lines


def _without_times(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: _without_times(value) for key, value in told.items() if key not in _WRITTEN}
    return [_without_times(one) for one in told] if isinstance(told, list) else told


def test_recorded_calls_make_the_same_journal_again(tmp_path):
    model = reader()
    model.unsure = 4
    first = conversation(tmp_path / "first.db", model)
    replayed = Recorded(tmp_path / "first.calls")
    assert conversation(tmp_path / "second.db", replayed) == first
    assert any('"superseded_by"' in line for line in first)
    calls = [(tmp_path / f"{name}.calls").read_text("utf-8") for name in ("first", "second")]
    assert len(calls[0].splitlines()) == len(model.asked)
    assert calls[0] == calls[1]


def test_a_file_of_calls_says_where_the_model_ran(tmp_path):
    model = reader()
    model.local, model.context = True, 2_048
    with Memory(tmp_path / "memory.db", llm=model, embedder="hash") as memory:
        memory.add([{"role": "user", "name": "Ana", "content": BERLIN}], infer=True, user_id="ana")
        assert memory.export_calls(tmp_path / "calls.jsonl") == 1
        with pytest.raises(NotFoundError, match="'other'"):
            memory.export_calls(tmp_path / "calls.jsonl", derivation="other")
    recorded = Recorded(tmp_path / "calls.jsonl")
    assert (recorded.local, recorded.context, recorded.model) == (True, 2_048, "reader")


def test_what_is_recorded_while_a_model_is_asked_says_so_too(tmp_path):
    model = reader()
    model.local, model.context = True, 2_048
    texts = []
    for llm in (Recorded(tmp_path / "calls.jsonl", llm=model), None):
        alone = llm or Recorded(tmp_path / "calls.jsonl")
        assert (alone.local, alone.context) == (True, 2_048)
        with Memory(":memory:", llm=alone, embedder="hash") as memory:
            said = {"role": "user", "name": "Ana", "content": BERLIN, "created_at": "2025-05-10"}
            added = memory.add([said], user_id="ana", infer=True)
            texts.append([one.memory for one in added.facts])
    assert texts == [["Ana lives in Berlin."]] * 2
    assert len(model.asked) == 1
