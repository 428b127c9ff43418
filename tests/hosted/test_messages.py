from __future__ import annotations

import json

import pytest

from memkit.domain.records import Message
from memkit.providers.hosted import as_turn, as_turns, wish_for, with_instruction


@pytest.mark.parametrize(
    ("message", "turn"),
    [
        (Message(role="user", content="Hi."), ("user", "Hi.")),
        (Message(role="user", content="Hi.", name="ana"), ("user", "ana: Hi.")),
        (Message(role="assistant", content="Hi.", name="bot"), ("assistant", "Hi.")),
        (Message(role="system", content="Be brief.", name="us"), ("system", "Be brief.")),
        (Message(role="tool", content="12", name="weather"), ("user", "weather: 12")),
        (Message(role="tool", content="12"), ("user", "tool: 12")),
        (Message(role="user", content="\ud83c", name="\ud83d"), ("user", "?: ?")),
    ],
)
def test_a_message_is_a_role_and_a_text(message: Message, turn: tuple[str, str]) -> None:
    assert as_turn(message) == dict(zip(("role", "content"), turn, strict=True))


def test_system_messages_become_one_and_the_first() -> None:
    messages = [
        Message(role="user", content="Hi."),
        Message(role="system", content="Be brief."),
        Message(role="system", content="Be kind."),
    ]
    user = {"role": "user", "content": "Hi."}
    assert as_turns(messages) == [{"role": "system", "content": "Be brief.\n\nBe kind."}, user]
    told = as_turns(messages, instruction="Now.")
    assert told[0]["content"] == "Be brief.\n\nBe kind.\n\nNow."
    assert as_turns(messages[:1]) == [user]
    assert as_turns(messages[:1], instruction="Now.")[0] == {"role": "system", "content": "Now."}


def test_a_wish_holds_the_schema() -> None:
    schema = {"type": "object", "properties": {"größe": {"type": "number"}}}
    assert json.loads(wish_for(schema).partition("\n")[2]) == schema
    assert "größe" in wish_for(schema)


def test_an_instruction_goes_into_the_first_system_message() -> None:
    user, system = {"role": "user", "content": "Hi."}, {"role": "system", "content": "Be brief."}
    assert with_instruction([user, system], None) == [user, system]
    told = {"role": "system", "content": "Be brief.\n\nNow."}
    assert with_instruction([system, user], "Now.") == [told, user]
    assert system["content"] == "Be brief.", "the turn itself was changed"
    first = {"role": "system", "content": "Now."}
    assert with_instruction([user, system], "Now.") == [first, user, system]
    assert with_instruction([], "Now.") == [first]
