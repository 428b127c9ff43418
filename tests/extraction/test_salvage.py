"""JSON out of whatever a model writes: what is whole, and nothing that is not there."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memkit.extraction.asking.profiles import profile
from memkit.extraction.asking.salvage import MOST_CHARACTERS, values_in
from memkit.extraction.tasks.extracting import Extracting
from tests.extraction.scripted import SAID, fact, window_of

FACTS = [
    fact(),
    fact(line=3, quote="My sister Nina has two cats", text='She calls them "Tom" and "Kit".'),
    fact(line=4, quote="I don't eat fish", when="", text="It costs 200 euros, {or} [so]: 1,5."),
]
WRITTEN = {
    "bare": json.dumps({"facts": FACTS}),
    "fence": f"Here:\n```json\n{json.dumps({'facts': FACTS}, indent=2)}\n```",
    "python": f"I've found {{these}}: {FACTS!r}",
    "escaped": json.dumps({"facts": FACTS}).replace('"', '\\"'),
}
TASK = Extracting(profile=profile("extract"))
WINDOW = window_of(*SAID)


def read(answer):
    read = TASK.read(answer, WINDOW)
    return [] if read is None else [(item.line, item.quote, item.text) for item in read.items]


WHOLE = read(json.dumps({"facts": FACTS}))


@pytest.mark.parametrize("written", [WRITTEN[name] for name in ("bare", "fence", "python")])
def test_wherever_an_answer_is_cut_its_whole_items_are_what_was_written(written):
    assert read(written) == WHOLE
    counts = set()
    for end in range(len(written)):
        found = read(written[:end])
        assert found == WHOLE[: len(found)], written[:end]
        counts.add(len(found))
    assert counts == {0, 1, 2, 3}


@given(
    st.sampled_from(list(WRITTEN.values())),
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(0, 3), st.text("{}[]\"'\\,:\n a1“", max_size=3)),
        max_size=6,
    ),
)
def test_no_damage_raises_or_cites_what_does_not_exist(written, edits):
    for place, length, text in edits:
        written = written[:place] + text + written[place + length :]
    for line, quote, _ in read(written):
        assert 1 <= line <= len(SAID)
        assert quote


@given(st.text("{}[]\"'\\,:/*# \ntrue1“”", max_size=60))
def test_any_text_has_values_or_none(text):
    for value in values_in(text):
        assert isinstance(value, (dict, list))


@pytest.mark.parametrize(
    "text", ['{"a":"' * 40_000, "[" * MOST_CHARACTERS, '{"a":' * 40_000, '"' * MOST_CHARACTERS]
)
def test_a_hostile_answer_has_none(text):
    assert values_in(text) == []


def test_thoughts_are_no_answers():
    thought = f"<think>{json.dumps({'facts': FACTS[:1]})}"
    assert values_in(thought) == []
    assert read(f"{thought}</think>{json.dumps({'facts': FACTS[1:2]})}") == WHOLE[1:2]
