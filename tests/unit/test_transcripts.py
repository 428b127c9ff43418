# ruff: noqa: E501
"""Conversations as people paste them, and texts that only look like one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memkit.text.transcripts import Transcript, read_transcript

# Two say "hi" and "yo"; what the names are, and whether a day is named.
FORMS = {
    "roles": ("User: hi\nAI: yo", None, None, None),
    "human": ("Human: hi\n\nAssistant: yo", None, None, None),
    "lower": ("user: hi\nassistant: yo", None, None, None),
    "model's name": ("User: hi\nChatGPT: yo", None, "ChatGPT", None),
    "person's name": ("Ana: hi\nAssistant: yo", "Ana", None, None),
    "name in brackets": ("user (Ana): hi\nassistant (Ada): yo", "Ana", "Ada", None),
    "bold": ("**User:** hi\n\n**Assistant:** yo", None, None, None),
    "bold name": ("**You**: hi\n**Claude**: yo", None, "Claude", None),
    "headings": ("## User\n\nhi\n\n## Assistant\n\nyo", None, None, None),
    "said": ("You said:\nhi\n\nChatGPT said:\nyo", None, "ChatGPT", None),
    "comma": ("Ana, 10:32\nhi\nBen, 10:33\nyo", "Ana", "Ben", None),
    "after": ("Ana (10:32): hi\nBen (10:33): yo", "Ana", "Ben", None),
    "before": ("[10:32] Ana: hi\n[10:33] Ben: yo", "Ana", "Ben", None),
    "slack": ("Ana Silva  10:32 AM\nhi\nBen  10:33 AM\nyo", "Ana Silva", "Ben", None),
    "slack, one space": ("Ana Silva 10:32 AM\nhi\nBen 10:33 AM\nyo", "Ana Silva", "Ben", None),
    "slack, brackets": ("Ana  [10:32 AM]\nhi\nBen  [10:33 AM]\nyo", "Ana", "Ben", None),
    "slack, two lines": ("Ana Silva\n  10:32 AM\nhi\nBen\n  10:33 AM\nyo", "Ana Silva", "Ben", None),
    "android": ("13/03/2024, 10:32 - Ana: hi\n13/03/2024, 10:33 - Ben: yo", "Ana", "Ben", 13),
    "android, month first": ("3/13/24, 10:32 AM - Ana: hi\n3/13/24, 10:33 AM - Ben: yo", "Ana", "Ben", 13),
    "ios": ("[12.03.24, 10:32:11] Ana: hi\n\u200e[12.03.24, 10:33:11] Ben: yo", "Ana", "Ben", 12),
    "ios, month first": ("[3/13/24, 10:32:11\u202fAM] Ana: hi\n[3/13/24, 10:33:00\u202fAM] Ben: yo", "Ana", "Ben", 13),
    "phone": ("13/03/2024, 10:32 - +351 912 345: hi\n13/03/2024, 10:33 - ~Ben: yo", "+351 912 345", "~Ben", 13),
    "iso": ("[2024-03-12 10:32:00] Ana: hi\n[2024-03-12 10:33:00] Ben: yo", "Ana", "Ben", 12),
    "discord": ("Ana — Today at 10:32 AM\nhi\nBen — Yesterday at 9:00 PM\nyo", "Ana", "Ben", None),
    "discord, day": ("Ana — 03/13/2024 10:32 AM\nhi\nBen — 03/13/2024 10:33 AM\nyo", "Ana", "Ben", 13),
    "teams": ("[10:32 AM] Ana Silva\nhi\n[10:33 AM] Ben\nyo", "Ana Silva", "Ben", None),
    "telegram": ("Ana, [12.03.2024 10:32]\nhi\n\nBen, [12.03.2024 10:33]\nyo", "Ana", "Ben", 12),
    "zoom": ("10:32:05 From Ana Silva to Everyone:\n\thi\n10:33:00 From Ben to Everyone: yo", "Ana Silva", "Ben", None),
    "irc": ("[10:32] <ana> hi\n[10:33] <ben> yo", "ana", "ben", None),
    "vtt": ("WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ana>hi</v>\n\n00:07.000 --> 00:09.000\n<v Ben>yo</v>", "Ana", "Ben", None),
    "srt": ("1\n00:00:01,000 --> 00:00:04,000\nAna: hi\n\n2\n00:00:04,000 --> 00:00:06,000\nBen: yo", "Ana", "Ben", None),
}  # fmt: skip
ONE_TEXT = [
    "Note: buy milk",
    "Note: call Ben\nTodo: buy milk\nNote: pay rent\nTodo: sleep",
    "Recipe: pancakes\nIngredients: flour, milk\nSteps: mix, fry",
    "https://example.org/a:b",
    "see: https://example.org\nhttps://example.com",
    "def f(user):\n    return {'user': 1, 'assistant': 2}",
    "class Turn:\n    user: str\n    assistant: str",
    "user: alice\nrole: admin",
    "user: alice\nassistant: bob\nport: 80",
    "services:\n  user:\n    image: x\n  assistant:\n    image: y",
    "- user: alice smith\n- password: a b",
    '{"user": "hi", "assistant": "yo"}',
    "10:30: standup\n11:00: review",
    "10:30 standup\n11:00 lunch: pizza",
    "Standup, 10:30",
    "Agenda, 10:30\nintroductions\nLunch, 12:00\npizza",
    "Meeting at 10:30 with Ana: bring the slides",
    "The user: a person.\nThe assistant: a helper.",
    "To the user: hello\nuser: hello",
    "Pros: cheap\nCons: far\nPros: nice\nCons: cold",
    "Q: What is tea?\nA: A drink.",
    "Dear Ana,\n\nsee you at 10:32.\n\nBen",
    "Model: BMW\nTool: hammer",
    "User: root\nPassword: not so secret",
    "System: Linux\nUser: bob",
    "Ana: call back",
    "She said: hello",
    "# User\n\nA person.",
    "1\n00:00:01,000 --> 00:00:04,000\nNo speaker",
    "",
    " \n\t\n",
]


def read(text: str) -> Transcript:
    found = read_transcript(text)
    assert found is not None
    return found


@pytest.mark.parametrize("form", FORMS)
def test_a_conversation_is_read(form: str) -> None:
    text, first, second, day = FORMS[form]
    transcript = read(text)
    assert [(turn.name, turn.content) for turn in transcript.turns] == [
        (first, "hi"),
        (second, "yo"),
    ]
    is_model = {"AI", "Assistant", "assistant", "ChatGPT", "Claude"} & set(re.findall(r"\w+", text))
    assert [turn.role for turn in transcript.turns] == ["user", "assistant" if is_model else "user"]
    for turn in transcript.turns:
        assert (turn.at and turn.at.day) == day
        assert turn.at is None or (turn.at.month, turn.at.hour, turn.at.tzinfo) == (3, 10, UTC)
    assert transcript.summary.startswith("2 messages by ")
    assert ("name no day" in transcript.summary) is (day is None and bool(re.search(r"\d", text)))


@pytest.mark.parametrize("text", ONE_TEXT)
def test_what_only_looks_like_one_stays_a_text(text: str) -> None:
    assert read_transcript(text) is None


def test_lines_of_no_message_are_kept_or_told() -> None:
    text = (
        "13/03/2024, 10:30 - Messages are end-to-end encrypted.\n"
        "13/03/2024, 10:31 - Ana: one\n\n- two: three\nhttps://example.org\n"
        "13/03/2024, 10:32 - Ben: <Media omitted>\n"
        "13/03/2024, 10:33 - Ben: This message was deleted\n"
    )
    transcript = read(text)
    assert [turn.content for turn in transcript.turns] == [
        "one\n\n- two: three\nhttps://example.org"
    ]
    for told in ("Messages are end-to-end encrypted.", "<Media omitted>", "was deleted"):
        assert told in transcript.summary


def test_what_stands_before_the_first_is_a_message_of_its_own() -> None:
    transcript = read("Copied on Monday\nfrom a chat\n\nUser: hi\nAI: yo\n")
    assert transcript.turns[0].content == "Copied on Monday\nfrom a chat"
    assert "2 lines before the first kept as one of its own" in transcript.summary


def test_other_lines_with_colons_belong_to_what_is_said() -> None:
    transcript = read("User: a recipe?\nAssistant: Sure.\nIngredients: flour\nSteps: mix")
    assert transcript.turns[1].content == "Sure.\nIngredients: flour\nSteps: mix"


def test_instructions_are_told_to_be_left() -> None:
    transcript = read("user: hi\nassistant: yo\nsystem: be kind")
    assert [turn.role for turn in transcript.turns] == ["user", "assistant", "system"]
    assert "1 message of the system not kept" in transcript.summary


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        ("13/2/24", "1/3/24", [(2, 13), (3, 1)]),
        ("2/13/24", "3/1/24", [(2, 13), (3, 1)]),
        ("1.2.24", "1.2.24", [(2, 1), (2, 1)]),
        ("2024-02-01", "2024-02-01", [(2, 1), (2, 1)]),
        ("1/2/24", "1/2/24", None),  # either
        ("2/2/24", "3/3/24", [(2, 2), (3, 3)]),  # the same either way
        ("12/1/24", "1/2/24", [(1, 12), (2, 1)]),  # rising in one reading alone
        ("13/2/24", "2/13/24", None),  # neither
    ],
)
def test_the_whole_transcript_says_what_comes_first_in_a_date(
    first: str, second: str, days: list[tuple[int, int]] | None
) -> None:
    transcript = read(f"{first}, 10:32 - Ana: hi\n{second}, 23:59 - Ben: yo")
    if days is None:
        assert [turn.at for turn in transcript.turns] == [None, None]
        assert "days or months first" in transcript.summary
    else:
        assert [(turn.at.month, turn.at.day) for turn in transcript.turns if turn.at] == days


names = st.sampled_from(["Ana", "Ben Smith", "Zoë", "李雷", "O'Neil", "Anna-Lena"])
# What is said may look like anything but a line that begins a message.
said = st.lists(
    st.sampled_from(
        ["hi", "Note: milk", "at 10:32", "https://a.b/c:d", "- item", "x = {'a': 1}", "ok?", "123"]
    ),
    min_size=1,
    max_size=3,
).map("\n".join)


@given(st.lists(st.tuples(names, said), min_size=2, max_size=8), st.integers(0, 3))
def test_what_was_written_is_what_is_read(talk: list[tuple[str, str]], form: int) -> None:
    def line(number: int, name: str, text: str) -> str:
        time = f"{10 + number}:30"
        return [
            f"2024-03-13, {time} - {name}: {text}",
            f"[{time}] {name}: {text}",
            f"{name} ({time}): {text}",
            f"{name}, {time}\n{text}",
        ][form]

    written = "\n".join(line(number, *turn) for number, turn in enumerate(talk))
    transcript = read(written)
    assert [(turn.name, turn.content) for turn in transcript.turns] == talk
    if not form:
        first: Any = transcript.turns[0].at
        assert first == datetime(2024, 3, 13, 10, 30, tzinfo=UTC)


@given(st.text(alphabet="aA:1230 \n-,[]()<>.*#/|>é", max_size=80))
def test_any_text_is_read_or_left(text: str) -> None:
    """No letter of it is lost, but for those of the marks of a message."""
    transcript = read_transcript(text)
    if transcript is None:
        return
    kept = " ".join(f"{turn.name} {turn.content}" for turn in transcript.turns)
    told = kept + transcript.summary.replace("\\n", "\n")
    assert len(re.findall("é", told)) >= len(re.findall("é", text))


def test_names_that_are_known_make_a_talk() -> None:
    text = "Ana: I live in Lisbon.\nto be exact: Belém\nBob: Nice!\nEve: And I in Porto."
    assert read_transcript(text) is None
    found = read_transcript(text, people=["ANA ", "bob"])
    assert found is not None
    assert [(turn.name, turn.content) for turn in found.turns] == [
        ("Ana", "I live in Lisbon.\nto be exact: Belém"),
        ("Bob", "Nice!"),
        # Nobody is given the words of somebody who is not known.
        ("Eve", "And I in Porto."),
    ]
    assert read_transcript("Note: buy milk", people=["Ana"]) is None
    assert read_transcript("As Ana said\nAna: hello", people=["Ana"]) is None
