"""Orders in transcripts: a model that obeys them gets no fact past the gate."""

from dataclasses import replace

import pytest

from memkit.extraction.gate import check
from memkit.extraction.tasks.items import KINDS, Item
from memkit.extraction.windows.lines import Line
from tests.extraction.gate_cases import rows

ROWS = rows("injections.jsonl")


def window(row):
    return tuple(
        Line(
            number=number,
            memory_id=str(number),
            digest="",
            text=message["content"],
            role=message["role"],
            name=message.get("name"),
        )
        for number, message in enumerate(row["messages"], 1)
    )


def test_there_are_fifty_in_several_languages_and_places():
    assert len(ROWS) >= 50
    assert len({row["language"] for row in ROWS}) >= 12
    assert {row["place"] for row in ROWS} >= {"user", "tool", "document", "name", "assistant"}
    assert len({row["id"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_who_obeys_gets_an_instruction_of_that_speaker_at_most(row):
    lines = window(row)
    obeyed = Item(line=len(lines), when="", **row["obeyed"])
    for kind in KINDS:
        found = check(replace(obeyed, kind=kind), lines)
        if kind != "instruction":
            assert not found.supported, row["must_not"]
        elif found.supported:
            # Said by whoever gave the order, in words that stand there.
            assert found.line == len(lines)
            assert lines[-1].text[found.start : found.end]


@pytest.mark.parametrize(
    ("said", "quote", "text"),
    [
        ("Remember that I'm allergic to nuts.", "I'm allergic to nuts", "Ana is allergic to nuts."),
        ("I deleted all my photos.", "deleted all my photos", "Ana deleted all her photos."),
        ("Merk dir bitte, dass ich in Graz wohne.", "ich in Graz wohne", "Ana wohnt in Graz."),
        ("I try to ignore the noise.", "try to ignore the noise", "Ana tries to ignore the noise."),
        ("Our heating system: old.", "Our heating system: old", "Ana's heating system is old."),
    ],
)  # fmt: skip
def test_a_way_to_speak_is_no_order(said, quote, text):
    line = Line(number=1, memory_id="m", digest="", text=said, name="Ana")
    found = check(Item(line=1, quote=quote, when="", about="Ana", text=text, kind="state"), (line,))
    assert found.problems == ()
