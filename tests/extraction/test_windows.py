"""Messages become windows: the same ones for the same messages, of one conversation each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memkit.domain.digests import text_digest
from memkit.domain.records import MemoryRecord
from memkit.errors import ValidationError
from memkit.extraction.asking.profiles import is_local, profile
from memkit.extraction.windows.windows import pieces_of, windows
from memkit.providers.hosted import HostedLLMConfig, OwnServerLLMConfig, estimated_tokens
from tests.extraction.scripted import NOON, ScriptedLLM

EXTRACT = profile("extract")


def message(number, text=None, *, role="user", **fields):
    at = NOON + timedelta(minutes=number)
    said = f"I have said {number} things." if text is None else text
    given = {"id": f"m{number}", "memory": said, "role": role, "created_at": at, "updated_at": at}
    return MemoryRecord(**{"user_id": "ana", **given, **fields})


def many(count):
    return [message(number) for number in range(1, count + 1)]


def told(window):
    return [(line.memory_id, line.handled) for line in window.lines]


def test_lines_are_numbered_and_a_few_are_shown_from_before():
    first, second, third = windows(many(20), profile=EXTRACT)
    assert [line.number for line in second.lines] == list(range(1, 11))
    assert told(second)[:3] == [("m7", True), ("m8", True), ("m9", False)]
    assert [line.memory_id for line in first.unread] == [f"m{n}" for n in range(1, 9)]
    assert [line.memory_id for line in third.unread] == ["m17", "m18", "m19", "m20"]
    line = first.lines[0]
    assert (line.text, line.role, line.at) == (
        "I have said 1 things.",
        "user",
        message(1).created_at,
    )
    assert line.digest == text_digest(line.text)


def test_each_message_is_read_once_whatever_there_is():
    for count in range(1, 40):
        for name in ("select", "extract", "full"):
            found = windows(many(count), profile=profile(name, local=count % 2 == 0))
            read = [line.memory_id for window in found for line in window.unread]
            assert read == [f"m{number}" for number in range(1, count + 1)]


def test_later_messages_change_no_window_but_the_last():
    for count in range(1, 30):
        before = windows(many(count), profile=EXTRACT)
        assert windows(many(count + 5), profile=EXTRACT)[: len(before) - 1] == before[:-1]


def test_who_goes_on_makes_the_windows_that_were_still_to_come():
    whole = windows(many(30), profile=EXTRACT)
    left = {line.memory_id for window in whole[2:] for line in window.unread}
    assert windows(many(30), profile=EXTRACT, unread=left) == whole[2:]


def test_a_message_that_was_read_lies_between():
    found = windows(many(6), profile=EXTRACT, unread={"m2", "m5", "m6"})
    assert [told(window) for window in found] == [
        [("m1", True), ("m2", False)],
        [("m3", True), ("m4", True), ("m5", False), ("m6", False)],
    ]


def test_conversations_are_not_mixed():
    said = many(4) + [message(n, user_id="bob") for n in (5, 6)] + [message(7, run_id="r")]
    said.insert(1, said.pop(4))
    found = windows(said, profile=EXTRACT)
    assert [[line.memory_id for line in window.lines] for window in found] == [
        ["m1", "m2", "m3", "m4"],
        ["m5", "m6"],
        ["m7"],
    ]
    assert [window.scope.user_id for window in found] == ["ana", "bob", "ana"]


def test_what_is_no_message_is_not_read():
    fact = message(2, derived_by="default")
    text = message(3, role=None)  # A bare text is the user's.
    own = message(4, role="assistant", metadata={"from": "context"})
    found = windows(
        [message(1), fact, text, own, message(5)],
        profile=EXTRACT,
        left_out=lambda one: one.metadata.get("from") == "context",
    )
    assert told(found[0]) == [("m1", False), ("m3", False), ("m5", False)]
    assert windows([], profile=EXTRACT) == []


def test_the_time_of_a_line_is_that_of_what_it_says():
    then = datetime(2020, 1, 1, tzinfo=UTC)
    (window,) = windows([message(1, occurred_at=then)], profile=EXTRACT)
    assert window.lines[0].at == then


def test_a_window_holds_so_many_tokens():
    long = "Many words are said here. " * 20
    for window in windows([message(n, long) for n in range(30)], profile=EXTRACT):
        said = sum(estimated_tokens(line.text) for line in window.unread)
        assert len(window.unread) == 1 or said <= EXTRACT.most_tokens
    full = windows([message(n, long) for n in range(40)], profile=profile("full"))
    sizes = [sum(estimated_tokens(line.text) for line in window.unread) for window in full]
    assert 1_000 < sizes[0] <= 3_000


def test_a_long_message_is_several_lines_with_their_places():
    text = "\n\n".join(f"Part {n}. " + "It goes on and on, for a while. " * 15 for n in range(12))
    found = windows([message(1, text), message(2)], profile=EXTRACT)
    lines = [line for window in found for line in window.unread if line.memory_id == "m1"]
    assert len(lines) > 4
    for line in lines:
        assert text[line.start : line.start + len(line.text)] == line.text
        assert estimated_tokens(line.text) <= EXTRACT.longest_line
        assert line.text.endswith(".")
        assert line.digest == text_digest(text)
    assert sum(line.text.count("Part") for line in lines) == 12


PIECES = {
    "chinese": ("我住在北京。我喜欢喝茶！你呢？" * 9, "。！？"),
    "japanese": ("私は東京に住んでいます。犬が一匹います。" * 9, "。"),
    "hindi": ("मैं दिल्ली में रहता हूँ। मुझे चाय पसंद है। " * 9, "।"),
    "arabic": ("أعيش في القاهرة. هل تحب الشاي؟ " * 9, ".؟"),
    "quoted": ('He said "I live here." Then he left. ' * 9, '."'),
}


@pytest.mark.parametrize(("text", "ends"), PIECES.values(), ids=PIECES)
def test_pieces_end_with_sentences(text, ends):
    pieces = pieces_of(text, tokens=40)
    assert len(pieces) > 2
    assert all(piece[-1] in ends for _, piece in pieces)


def test_numbers_and_names_are_not_cut():
    text = "The rent is 1.150,50 euros at example.com for v2.0 now. " * 8
    assert all(piece.endswith("now.") for _, piece in pieces_of(text, tokens=30))


@given(st.text(alphabet="ab .!?。\n\t🙂é", max_size=300), st.integers(2, 40))
def test_pieces_hold_all_that_is_said(text, tokens):
    pieces = pieces_of(text, tokens=tokens)
    end = 0
    for start, piece in pieces:
        assert text[start : start + len(piece)] == piece == piece.strip()
        assert not text[end:start].strip()
        assert estimated_tokens(piece) <= tokens
        end = start + len(piece)
    assert not text[end:].strip()


def test_halves_ask_for_all_and_keep_the_numbers():
    (window,) = windows(many(7), profile=EXTRACT)
    first, second = window.halves()
    assert [line.number for line in first.unread] == [1, 2, 3]
    assert [line.number for line in second.unread] == [4, 5, 6, 7]
    assert [line.number for line in second.lines] == list(range(1, 8))
    assert windows(many(1), profile=EXTRACT)[0].halves() is None


def test_what_an_assistant_says_is_only_shown_to_a_small_model():
    said = [message(n, role="assistant" if n % 2 == 0 else "user") for n in range(1, 5)]
    (window,) = windows(said, profile=profile("extract", local=True))
    assert [line.number for line in window.quotable] == [1, 3]
    assert len(window.unread) == 4
    first, second = window.halves()
    assert [line.number for line in first.lines] == [1]
    assert [line.number for line in second.quotable] == [3]
    (window,) = windows([*said, message(5, role="system")], profile=EXTRACT)
    # The prompt of an application is never a fact.
    assert [line.number for line in window.quotable] == [1, 2, 3, 4]
    assert len(window.unread) == 5


def test_a_profile_leaves_room_in_a_context_that_is_known():
    small = profile("full", llm=ScriptedLLM(context=6_000))
    assert small.most_tokens < profile("full").most_tokens
    assert small.longest_line <= small.most_tokens
    assert profile("full", llm=ScriptedLLM(context=200_000)) == profile("full")
    with pytest.raises(ValidationError, match="'huge'"):
        profile("huge")


@pytest.mark.parametrize(
    ("config", "local"),
    [
        (None, False),
        (HostedLLMConfig(model="m"), False),
        (HostedLLMConfig(model="m", base_url="https://api.example.com/v1"), False),
        (HostedLLMConfig(model="m", base_url="https://localhost.example.com"), False),
        (HostedLLMConfig(model="m", base_url="http://127.0.0.1:8091/v1"), True),
        (HostedLLMConfig(model="m", base_url="http://[::1]:8091"), True),
        (OwnServerLLMConfig(model="m"), True),
    ],
)
def test_a_server_of_one_s_own_is_told_by_its_config_or_its_address(config, local):
    llm = ScriptedLLM()
    if config is not None:
        llm.config = config
    assert is_local(llm) is local
