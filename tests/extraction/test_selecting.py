"""Lines that a very small model picks: their words are the facts, so nothing can be invented."""

from __future__ import annotations

import pytest

from memkit.concurrency.effects import run
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.ladder import climb
from memkit.extraction.asking.profiles import profile
from memkit.extraction.tasks.selecting import Selecting
from tests.extraction.scripted import SAID, ScriptedLLM, cut, window_of


def select(*answers, window=None):
    llm = ScriptedLLM(*answers)
    task = Selecting(profile=profile("select"))
    outcome = run(climb(task, window or window_of(*SAID), asker=Asker(llm=llm)))
    assert not llm.answers
    return outcome


@pytest.mark.parametrize(
    "answer",
    [
        {"lines": [1, 3]},
        {"lines": ["1", "line 3"]},
        {"lines": [{"line": 1}, {"line": 3, "why": "cats"}]},
        "[1, 3]",
        "Those: {'lines': [1, 3,]}",
        {"lines": [1, 3, 3, 1]},
    ],
)
def test_lines_become_facts_word_for_word(answer):
    outcome = select(answer)
    assert [(item.line, item.quote, item.text) for item in outcome.items] == [
        (1, SAID[0], SAID[0]),
        (3, SAID[2], SAID[2]),
    ]
    assert outcome.dropped == ()


def test_lines_that_do_not_exist_or_are_only_shown():
    outcome = select({"lines": [1, 9, 3]}, {"lines": []}, window=window_of(*SAID, handled=2))
    assert [item.line for item in outcome.items] == [3]
    assert [dropped.why for dropped in outcome.dropped] == [
        "line 1 is only shown",
        "line 9 does not exist",
    ]


def test_whole_numbers_of_a_list_that_was_cut():
    window = window_of(*SAID, *SAID[:1] * 8)
    outcome = select(cut('{"lines": [3, 3, 3, 1'), {"lines": [12]}, window=window)
    assert [item.line for item in outcome.items] == [3, 12]
    assert select(cut('{"lines": [1'), window=window_of(SAID[0])).pending[0].code == "cut"


def test_nothing_is_an_answer_and_prose_is_none():
    assert select({"lines": []}).items == ()
    assert [one.code for one in select("All of them.", "All!").pending] == ["nonsense"]
