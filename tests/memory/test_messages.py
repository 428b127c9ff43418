"""Messages as chat APIs, frameworks and exports give them: one reader for all verbs."""

from __future__ import annotations

import dataclasses
import enum
import json
import types
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pydantic
import pytest

from memkit import Memory, Message
from memkit.contracts.store import EVER, Selection
from memkit.domain.records import Scope
from memkit.errors import ValidationError

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
EPOCH = NOON.timestamp()


class Role(enum.Enum):
    USER = "user"


@dataclasses.dataclass
class Turn:
    role: str
    content: Any


class Named(NamedTuple):
    role: str
    content: str


class HumanMessage(pydantic.BaseModel):
    """As LangChain's: the type says who speaks."""

    content: Any
    additional_kwargs: dict[str, Any] = {}
    type: str = "human"
    name: str | None = None
    id: str | None = "run-1"


class AIMessageChunk(HumanMessage):
    type: str = "AIMessageChunk"
    tool_calls: list[Any] = []


class ChatCompletionMessage(pydantic.BaseModel, extra="allow"):
    """As OpenAI's."""

    content: str | None = None
    refusal: str | None = None
    role: str = "assistant"
    tool_calls: list[Any] | None = None


class TextBlock(pydantic.BaseModel):
    """As Anthropic's."""

    text: str
    type: str = "text"


class ToolUse(pydantic.BaseModel):
    type: str = "tool_use"
    input: dict[str, Any] = {"q": "weather"}


@pytest.fixture
def memory() -> Any:
    with Memory(":memory:") as opened:
        yield opened


def by_add(memory: Memory, message: Any, folder: Path) -> None:
    memory.add([message], user_id="u")


def by_add_alone(memory: Memory, message: Any, folder: Path) -> None:
    memory.add(message, user_id="u")


def by_add_many(memory: Memory, message: Any, folder: Path) -> None:
    memory.add_many([message], user_id="u", progress=False)


def by_preview(memory: Memory, message: Any, folder: Path) -> None:
    memory.apply(memory.preview([message], user_id="u"))


def by_import(memory: Memory, message: Any, folder: Path) -> None:
    try:
        assert isinstance(message, dict)
        line = json.dumps(message)
    except (AssertionError, TypeError):
        pytest.skip("a file holds no objects")
    file = folder / "messages.jsonl"
    file.write_text(line)
    assert memory.import_(file, user_id="u", progress=False).errors == ()


WAYS = [by_add, by_add_alone, by_add_many, by_preview, by_import]
TEXT = {"type": "text", "text": "tea"}
IMAGE = {"type": "image_url", "image_url": {"url": "data:image/gif;base64,R0lGODlhBwAFAAAAADs="}}
CALL = {"type": "tool_use", "id": "1", "name": "search", "input": {"text": "no"}}
SAID = [
    ({"role": "user", "content": "tea"}, "user", None),
    ({"role": "human", "content": "tea"}, "user", None),
    ({"role": "Assistant", "content": "tea"}, "assistant", None),
    ({"role": "ai", "content": "tea"}, "assistant", None),
    ({"role": "model", "parts": [{"text": "tea"}]}, "assistant", None),
    ({"role": "user", "content": [TEXT]}, "user", None),
    ({"role": "user", "content": [IMAGE, TEXT]}, "user", None),
    ({"role": "user", "content": TEXT}, "user", None),
    ({"role": "user", "content": ["tea"]}, "user", None),
    ({"role": "user", "content": [{"type": "input_text", "text": "tea"}]}, "user", None),
    ({"role": "assistant", "content": [{"type": "output_text", "text": "tea"}]}, "assistant", None),
    ({"role": "assistant", "content": [{"type": "refusal", "refusal": "tea"}]}, "assistant", None),
    ({"role": "assistant", "content": None, "refusal": "tea"}, "assistant", None),
    ({"role": "assistant", "content": [CALL, TEXT]}, "assistant", None),
    (
        {"role": "assistant", "content": [{"type": "thinking", "thinking": "no"}, TEXT]},
        "assistant",
        None,
    ),
    ({"role": "user", "content": [{"type": "text", "text": {"value": "tea"}}]}, "user", None),
    (
        {"role": "user", "content": [{"type": "input_audio", "transcript": "tea"}]},
        "user",
        None,
    ),
    ({"role": "user", "content": "tea", "name": "Ana"}, "user", "Ana"),
    ({"role": "user", "content": "tea", "name": ""}, "user", None),
    ({"from": "human", "value": "tea"}, "user", None),
    ({"sender": "assistant", "text": "tea"}, "assistant", None),
    ({"author": "Ana", "content": "tea"}, "user", "Ana"),
    ({"author": {"role": "user"}, "content": {"parts": ["tea"]}}, "user", None),
    (Turn("user", "tea"), "user", None),
    (Turn("assistant", [TextBlock(text="tea"), ToolUse()]), "assistant", None),
    (Named("user", "tea"), "user", None),
    ({"role": Role.USER, "content": "tea"}, "user", None),
    (HumanMessage(content="tea"), "user", None),
    (HumanMessage(content=[{"type": "text", "text": "tea"}], name="Ana"), "user", "Ana"),
    (AIMessageChunk(content="tea"), "assistant", None),
    (ChatCompletionMessage(content="tea", audio=None), "assistant", None),
    (types.SimpleNamespace(role="user", content="tea"), "user", None),
    (Message(role="user", content="tea"), "user", None),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("message", "role", "name"), SAID)
def test_what_was_said_is_kept(
    memory: Memory,
    tmp_path: Path,
    way: Callable[[Memory, Any, Path], None],
    message: Any,
    role: str,
    name: str | None,
) -> None:
    way(memory, message, tmp_path)
    [record] = memory.get_all()
    assert (record.memory, record.role, record.name) == ("tea", role, name)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "message",
    [
        {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]},
        {"role": "assistant", "content": ""},
        {"role": "user", "content": []},
        {"role": "tool", "content": [IMAGE]},
        {"role": "user", "content": [{"type": "tool_result", "content": "42"}]},
        {"role": "assistant", "content": [CALL]},
        {"role": "tool", "tool_call_id": "1", "content": "42"},
        {"role": "function", "name": "f", "content": "42"},
        {"role": "system", "content": "Be brief."},
        {"role": "developer", "content": "Be brief."},
    ],
)
def test_what_nobody_said_is_not_kept(
    memory: Memory, tmp_path: Path, way: Callable[[Memory, Any, Path], None], message: Any
) -> None:
    way(memory, message, tmp_path)
    assert memory.count() == 0


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "time",
    [
        {"created_at": "2024-05-01T12:00:00Z"},
        {"timestamp": EPOCH},
        {"timestamp": EPOCH * 1000},
        {"timestamp": "2024-05-01 14:00:00+02"},
        {"ts": "1714564800.000000"},
        {"create_time": EPOCH},
        {"createdAt": "2024-05-01T12:00:00.000Z"},
        {"date": "Wed, 01 May 2024 12:00:00 GMT"},
        {"date": "2024-05-01", "time": "12:00"},
        {"time": None, "ts": "", "date": "2024-05-01T12:00Z"},
    ],
)
def test_a_message_says_when_it_was_said(
    memory: Memory, tmp_path: Path, way: Callable[[Memory, Any, Path], None], time: dict[str, Any]
) -> None:
    way(memory, {"role": "user", "content": "tea", **time}, tmp_path)
    assert memory.get_all()[0].occurred_at == NOON


def node(message: Any, parent: str | None, *children: str) -> dict[str, Any]:
    return {"message": message, "parent": parent, "children": list(children)}


def said(role: str, text: str, **more: Any) -> dict[str, Any]:
    content = {"content_type": "text", "parts": [text]}
    return {"author": {"role": role}, "create_time": EPOCH, "content": content, **more}


CHATGPT = {
    "title": "Tea",
    "current_node": "d",
    "mapping": {
        "root": node(None, None, "a"),
        "a": node(said("system", ""), "root", "b"),
        "b": node(said("user", "Do you like tea?"), "a", "c", "d"),
        "c": node(said("assistant", "A first try."), "b"),
        "d": node(said("assistant", "I do."), "b"),
    },
}
ASKED, ANSWERED = "Do you like tea?", "I do."
CONVERSATIONS: list[dict[str, Any]] = [
    CHATGPT,
    {"messages": [{"role": "user", "content": ASKED}, {"role": "assistant", "content": ANSWERED}]},
    {"chat_messages": [{"sender": "human", "text": ASKED}, {"sender": "ai", "text": ANSWERED}]},
    {"conversations": [{"from": "human", "value": ASKED}, {"from": "gpt", "value": ANSWERED}]},
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda item: next(iter(item)))
def test_a_whole_conversation_is_its_messages(
    memory: Memory,
    tmp_path: Path,
    way: Callable[[Memory, Any, Path], None],
    conversation: dict[str, Any],
) -> None:
    way(memory, conversation, tmp_path)
    records = memory.get_all()
    assert [(record.role, record.memory) for record in records] == [
        ("user", "Do you like tea?"),
        ("assistant", "I do."),
    ]
    keys = memory.engine.journal.allowed_keys(Selection(scope=Scope(), where=None, now=EVER))
    assert [list(pair) for pair in memory.engine.journal.replies(keys)] == [keys.tolist()]


def test_an_answer_of_a_chat_api_is_its_message(memory: Memory) -> None:
    answer = {"id": "1", "choices": [{"index": 0, "message": ChatCompletionMessage(content="tea")}]}
    memory.add(answer, user_id="u")
    assert memory.get_all()[0].memory == "tea"


def test_a_table_of_messages_is_a_conversation(memory: Memory) -> None:
    table = pd.DataFrame({"role": ["user", "assistant"], "content": ["hi", None]})
    memory.add(table, user_id="u")
    assert [record.memory for record in memory.get_all()] == ["hi"]


def test_pairs_of_role_and_text_are_messages(memory: Memory) -> None:
    memory.add([("human", "hi"), ("ai", "hello")], user_id="u")
    assert [record.role for record in memory.get_all()] == ["user", "assistant"]


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ({"role": "narrator", "content": "x"}, "Message 1 has the role 'narrator'"),
        ({"content": "x"}, "Message 1 has the role None"),
        ({"role": "user", "content": 5}, "Message 1's content is 5"),
        ({"role": "user", "content": [5]}, r"Message 1's content\[0\] is 5"),
        ({"role": "user", "content": b"x"}, "Message 1's content is b'x'"),
        ({"role": "user", "content": "x", "created_at": "soon"}, "The time of message 1 is 'soon'"),
        ({"role": "user", "content": "x", "name": 5}, "Message 1: name"),
        ({"role": "user", "content": "x", "name": "\ud800"}, "Message 1's name"),
        ({"role": "user", "content": "\ud800"}, "Message 1 holds half a character"),
        (5, "Message 1 is 5"),
        (None, "Message 1 is None"),
    ],
)
def test_an_error_names_the_message(memory: Memory, message: Any, problem: str) -> None:
    with pytest.raises(ValidationError, match=f"^{problem}"):
        memory.add([{"role": "user", "content": "fine"}, message], user_id="u")
    assert memory.count() == 0
