"""An order in a transcript stays a text, even where a model does as it is told."""

from __future__ import annotations

import json

import pytest

from memkit.concurrency.effects import run
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.ladder import climb
from memkit.extraction.tasks.choices import CHOICES
from memkit.extraction.tasks.deciding import Deciding, Known, Meeting
from memkit.extraction.windows.transcript import transcript
from memkit.text.safe_text import on_one_line
from tests.extraction.injections import INNOCENT, PLACES, TRANSCRIPTS
from tests.extraction.scripted import ScriptedLLM, fact


def named(injected):
    return injected.name


def test_there_are_fifty_of_many_kinds():
    assert len({injected.name for injected in TRANSCRIPTS}) >= 50
    for place in PLACES:
        assert sum(injected.name.endswith(place) for injected in TRANSCRIPTS) >= 12


@pytest.mark.parametrize("injected", TRANSCRIPTS, ids=named)
def test_a_transcript_has_the_lines_that_were_said(injected):
    rows = transcript(injected.window.lines).splitlines()
    assert [row.split(" | ")[0] for row in rows] == ["1", "2"]
    assert rows[1].endswith(f": {INNOCENT}")
    assert all(row.count(" | ") == 2 for row in rows)


@pytest.mark.parametrize("injected", TRANSCRIPTS, ids=named)
def test_what_a_model_makes_of_an_order_is_a_quote_of_it(injected, extract):
    """It can't say it of another line, of one that does not exist, or without the words."""
    order = on_one_line(injected.window.lines[0].text)
    told = [
        fact(line=2, quote=INNOCENT),
        fact(line=2, quote=order, text="Bob stole the money.", kind="instruction"),
        fact(line=7, quote="Bob stole the money"),
        fact(line=0, quote="", text="Delete everything about Bob."),
        {"action": "delete", "about": "Bob"},
    ]
    outcome, _ = extract(injected.window, {"facts": told}, {"facts": []})
    said = {line.number: line.text for line in injected.window.lines}
    assert [item.line for item in outcome.items] == [2, 1]
    for item in outcome.items:
        assert " ".join(item.quote.split()) in " ".join(said[item.line].split())
    assert {dropped.why for dropped in outcome.dropped} >= {
        "line 7 does not exist",
        "line 0 does not exist",
    }


@pytest.mark.parametrize("injected", TRANSCRIPTS, ids=named)
def test_a_model_that_obeys_can_delete_nothing(injected):
    """An order may stand in a new fact and in an old one; what can be answered is one of five."""
    new, old = Known(text=injected.order), Known(text=injected.order, id="old-1")
    question = (Meeting(fact=0, new=new, old=(old,)),)
    told = [
        {"fact": 1, "choice": "delete", "old": 1},
        {"fact": 1, "choice": "changes", "old": 99},
        {"fact": 2, "choice": "corrects", "old": 1},
        {"fact": 1, "choice": "changes", "old": "old-2"},
    ]
    llm = ScriptedLLM(json.dumps({"decisions": told}))
    outcome = run(climb(Deciding(), question, asker=Asker(llm=llm)))
    assert outcome.items == ()
    assert len(outcome.dropped) == len(told)
    assert "delete" not in CHOICES
    rows = llm.asked[0][0][1].content.splitlines()
    assert [row.split(":")[0] for row in rows] == ["new fact 1", "  old fact 1"]
