"""Whatever a model answers: what can be used is used, the rest is told, nothing is made up."""

from __future__ import annotations

import asyncio
import json
import re

import pytest

from memkit.concurrency.effects import arun
from memkit.contracts.llm import Completion
from memkit.domain.records import Usage
from memkit.errors import (
    AuthenticationError,
    ConnectionError,
    JournalError,
    ProviderError,
    RateLimitError,
)
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.ladder import climb
from memkit.extraction.asking.profiles import profile
from memkit.extraction.tasks.extracting import Extracting
from memkit.providers.hosted import TooLong
from tests.extraction.scripted import SAID, ScriptedLLM, cut, fact, window_of

GOOD = fact()
OTHER = fact(line=3, quote="My sister Nina has two cats", kind="state")
EMPTY = {"facts": []}


def quotes(outcome):
    return [item.quote for item in outcome.items]


def codes(outcome):
    return [pending.code for pending in outcome.pending]


def error(kind, **more):
    return kind("It failed.", fix="Try again.", provider="scripted", **more)


# -- answers that are as they should be, or nearly -----------------------------------------------


def test_one_call_where_all_is_well(extract, window):
    outcome, llm = extract(window, {"facts": [GOOD, OTHER]})
    assert quotes(outcome) == [GOOD["quote"], OTHER["quote"]]
    assert (outcome.dropped, outcome.repeated, outcome.pending) == ((), (), ())
    assert (outcome.usage.calls, outcome.usage.input_tokens) == (1, 100)
    (messages, schema) = llm.asked[0]
    assert [message.role for message in messages] == ["system", "user"]
    assert schema["required"] == ["facts"]


def test_nothing_worth_remembering_is_an_answer(extract, window):
    for answer in (EMPTY, "[]", '{"facts": null}', '```json\n{"facts": []}\n```'):
        outcome, _ = extract(window, answer)
        assert (outcome.items, outcome.pending, outcome.dropped) == ((), (), ())


WRAPPED = {
    "fence": "```json\n{}\n```",
    "prose": "Sure! Here is what I found (it's all in there):\n\n{}\n\nLet me know {{if}} more.",
    "thought": '<think>{{"facts": [{{"line": 2, "quote": "How nice!", "text": "x"}}]}}</think>{}',
    "in a text": "TEXT",
    "in a list": "[{}]",
    "in an object": '{{"result": {{"answer": {}}}}}',
    "in parts": "{}\n{{}}",
}


@pytest.mark.parametrize("form", WRAPPED.values(), ids=WRAPPED)
def test_what_stands_around_json_is_passed_over(extract, window, form):
    said = json.dumps({"facts": [GOOD, OTHER]})
    answer = json.dumps(said) if form == "TEXT" else form.format(said)
    outcome, _ = extract(window, answer)
    assert quotes(outcome) == [GOOD["quote"], OTHER["quote"]]


SLIPS = {
    "commas at the end": lambda said: said.replace("}]}", "},],}"),
    "single quotes": lambda said: str(json.loads(said)),
    "a line break": lambda said: said.replace("moved from", "moved\nfrom"),
    "no list": lambda said: json.dumps(json.loads(said)["facts"][0]),
    "names without quotes": lambda said: said.replace('"line"', "line"),
    "no comma": lambda said: said.replace(', {"line": 3', ' {"line": 3'),
    "a word that is no JSON": lambda said: said.replace('"kind"', '"sure": True, "kind"'),
    "names in capitals": lambda said: said.replace("line", "Line").replace("quote", "QUOTE"),
    "typographic quotes": lambda said: re.sub(r'"([^"]*)"', "“\\1”", said),
    "a comment": lambda said: said.replace('"quote"', '// it is\n"quote"'),
    "another comment": lambda said: said.replace("]", "/* ] */]"),
    "escaped once too often": lambda said: said.replace('"', '\\"'),
    "entities of HTML": lambda said: said.replace('"', "&quot;"),
    "doubled braces": lambda said: said.replace("{", "{{").replace("}", "}}"),
    "one object a row": lambda said: "\n".join(map(json.dumps, json.loads(said)["facts"])),
    "numbers for names": lambda said: json.dumps({"facts": {"1": json.loads(said)["facts"][0]}}),
    "a mark of byte order": lambda said: f"\ufeff{said}",
    "marks of a chat": lambda said: f"<|assistant|>{said}<|im_end|>",
    "the line in a list": lambda said: said.replace('"line": 1', '"line": [1]'),
    "a name for the list": lambda said: said.replace('"facts"', '"memories"'),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_slips_of_form_cost_nothing(extract, window, slip):
    said = json.dumps({"facts": [GOOD]})
    outcome, llm = extract(window, slip(said))
    assert [" ".join(quote.split()) for quote in quotes(outcome)] == [GOOD["quote"]]
    assert (len(llm.asked), outcome.dropped) == (1, ())


def test_an_object_that_is_never_closed_is_told_and_asked_for_again(extract, window):
    said = json.dumps({"facts": [GOOD, OTHER]})
    said = said.replace('"kind": "event"}', '"kind": "event"')
    outcome, llm = extract(window, said, {"facts": [GOOD]})
    assert sorted(quotes(outcome)) == sorted([GOOD["quote"], OTHER["quote"]])
    assert [dropped.why for dropped in outcome.dropped] == ["1 object can't be read as JSON"]
    assert "can't be read" in llm.asked[1][0][-1].content


@pytest.mark.parametrize(
    "quote",
    [
        '"My sister Nina has two cats"',
        "“My sister Nina has two cats.”",
        "... Nina has two cats ...",
        "3 | 2025-03-10 | user: My sister Nina has two cats.",
        "2025-03-10 | user: My sister Nina has two cats.",
        "user: My sister Nina has two cats.",
        '"user: My sister Nina has two cats."',
        "My  sister\nNina has two cats",
    ],
)
def test_what_a_model_puts_around_a_quote_is_no_part_of_it(extract, window, quote):
    outcome, _ = extract(window, {"facts": [fact(line=2, quote=quote)]})
    (item,) = outcome.items
    assert item.line == 3
    assert item.quote in SAID[2]


@pytest.mark.parametrize("label", ["Ana (user)", "Ana", "user", "2* | 2025-03-10 | Ana (user)"])
def test_the_speaker_of_a_line_is_no_part_of_its_quote_or_of_the_fact(extract, label):
    window = window_of("I keep bees.", name="Ana")
    said = f"{label}: I keep bees."
    outcome, _ = extract(window, {"facts": [fact(line=1, quote=said, text=said)]})
    (item,) = outcome.items
    assert (item.quote, item.text) == ("I keep bees.", "I keep bees.")


def test_what_looks_like_a_speaker_stays_where_it_was_said(extract):
    window = window_of("user: that is what the form calls me.")
    outcome, _ = extract(
        window, {"facts": [fact(line=1, quote="user: that is what the form calls me.")]}
    )
    assert quotes(outcome) == ["user: that is what the form calls me."]


def test_a_mark_of_quotation_within_a_quote(extract):
    window = window_of('She said "no" to it.')
    outcome, _ = extract(window, '{"facts": [{"line": 1, "quote": "said "no" to", "text": "t"}]}')
    assert quotes(outcome) == ['said "no" to']


def test_types_that_mean_the_same_are_taken(extract, window):
    odd = [
        fact(line="3", quote="two cats"),
        fact(line="line 4", quote="eat fish"),
        fact(line=1.0, quote="Berlin", when=None, kind="EVENT"),
        fact(line="1*", quote="Lisbon", kind="memory", extra={"deep": [1]}, confidence=0.9),
        fact(line=3, quote="sister", about=7),
    ]
    outcome, _ = extract(window, {"facts": odd})
    assert [(item.line, item.quote, item.kind) for item in outcome.items] == [
        (3, "two cats", "event"),
        (4, "eat fish", "event"),
        (1, "Berlin", "event"),
        (1, "Lisbon", "other"),
        (3, "sister", "event"),
    ]
    assert outcome.items[2].when == ""
    assert outcome.items[4].about == "7"


def test_words_of_time_that_no_line_says_are_none(extract, window):
    dated = [fact(when="in March"), fact(quote="Berlin", when="2025-03-10")]
    outcome, _ = extract(window, {"facts": dated})
    assert [item.when for item in outcome.items] == ["in March", ""]


def test_an_item_without_a_sentence_has_the_words_of_its_line(extract, window):
    outcome, _ = extract(window, {"facts": [{"line": 3, "quote": "two cats"}]})
    assert [(item.text, item.kind) for item in outcome.items] == [("two cats", "other")]


def test_a_wrong_number_of_a_line_is_put_right_by_the_quote(extract):
    window = window_of(*SAID, SAID[3], handled=1)
    wrong = [
        fact(line=2, quote="two  cats", text="a"),
        fact(line=2, quote="eat fish", text="b"),
        fact(line=3, quote="from Berlin", text="c"),
    ]
    outcome, _ = extract(window, {"facts": wrong})
    # Where the words stand in two lines, or in none, the number stays as it was written.
    assert [(item.line, item.text) for item in outcome.items] == [(3, "a"), (2, "b")]
    assert [dropped.why for dropped in outcome.dropped] == ["line 1 is only shown"]


# -- single items that can't be used -------------------------------------------------------------

BAD = {
    "line 9 does not exist": fact(line=9, quote="two cats"),
    "line 0 does not exist": fact(line=0, quote="two dogs"),
    "line is missing": {"quote": "two dogs", "text": "There are two dogs."},
    "line is no whole number": fact(line=float("nan"), quote="two dogs"),
    "the quote is empty": fact(line=3, quote="  "),
    "quote is no text": fact(line=3, quote=["two", "cats"]),
    "text is no text": fact(line=3, quote="two cats", text={"en": "cats"}),
    "text is longer than 4,000 characters": fact(line=3, quote="two cats", text="cat " * 2000),
    "it is no object with the fields": "My sister has two cats.",
}


@pytest.mark.parametrize("why", BAD)
def test_what_cannot_be_used_is_told_and_sent_back_once(extract, window, why):
    bad = BAD[why]
    if why == "line is no whole number":
        bad = {**bad, "line": 2.5}
    answers = [{"facts": [GOOD, bad]}, {"facts": [OTHER]}]
    outcome, llm = extract(window, *answers)
    assert quotes(outcome) == [GOOD["quote"], OTHER["quote"]]
    assert [dropped.why for dropped in outcome.dropped] == [why]
    assert outcome.pending == ()
    said = llm.asked[1][0]
    assert [message.role for message in said] == ["system", "user", "assistant", "user"]
    assert why in said[-1].content
    assert said[:2] == llm.asked[0][0]


def test_nan_is_no_line(extract, window):
    said = json.dumps({"facts": [GOOD, fact(line=float("nan"), quote="two dogs")]})
    outcome, _ = extract(window, said, EMPTY)
    assert [dropped.why for dropped in outcome.dropped] == ["line is missing"]
    assert quotes(outcome) == [GOOD["quote"]]


def test_a_line_that_was_handled_before_gives_nothing(extract):
    window = window_of(*SAID, handled=2)
    # There is nothing to correct in that, so nobody is asked again.
    outcome, _ = extract(window, {"facts": [GOOD, OTHER]})
    assert quotes(outcome) == [OTHER["quote"]]
    assert [dropped.why for dropped in outcome.dropped] == ["line 1 is only shown"]


def test_a_second_bad_answer_leaves_what_was_good(extract, window):
    for second in ("I am sorry.", cut({"facts": [OTHER]}), error(ConnectionError), ""):
        llm = ScriptedLLM({"facts": [GOOD, fact(line=9)]}, *[second] * 5)
        outcome, _ = _alone(llm, window)
        assert quotes(outcome) == [GOOD["quote"]]
        assert len(outcome.dropped) == 1
        assert outcome.pending == ()


def _alone(llm, window):
    from unittest.mock import patch

    from memkit.concurrency.effects import run

    task = Extracting(profile=profile("extract"))
    with patch("time.sleep"):
        return run(climb(task, window, asker=Asker(llm=llm))), llm


def test_repeated_items_are_one(extract, window):
    outcome, llm = extract(window, {"facts": [GOOD, OTHER, {**GOOD, "line": 2}, GOOD]})
    assert quotes(outcome) == [GOOD["quote"], OTHER["quote"]]
    assert [dropped.why for dropped in outcome.repeated] == ["it was written before"] * 2
    assert len(llm.asked) == 1


def test_what_does_not_hold_is_sent_back_and_replaced(extract, window):
    """The check is the gate's; a sentence in another language than its line, for instance."""
    german = {**GOOD, "text": "Er ist nach Lissabon gezogen."}
    mended = {**GOOD, "text": "The user moved from Berlin to Lisbon."}

    def check(item, lines):
        assert [line.text for line in lines] == list(SAID)
        return "the text is not in the language of the line" if "gezogen" in item.text else None

    outcome, llm = extract(window, {"facts": [german, OTHER]}, {"facts": [mended]}, check=check)
    assert [item.text for item in outcome.items] == [OTHER["text"], mended["text"]]
    assert "the text is not in the language" in llm.asked[1][0][-1].content
    assert "gezogen" in llm.asked[1][0][-1].content
    # What was good is not listed twice where a model writes all of it again.
    both = {"facts": [mended, {**OTHER, "about": "Nina"}]}
    outcome, _ = extract(window, {"facts": [german, OTHER]}, both, check=check)
    assert [item.text for item in outcome.items] == [OTHER["text"], mended["text"]]
    # Of two in one line, one was mended.
    second = {**german, "quote": "Lisbon in March", "text": "Er ist im März umgezogen."}
    outcome, _ = extract(
        window, {"facts": [german, second]}, {"facts": [mended]}, check=lambda *_: "no"
    )
    assert [item.text for item in outcome.items] == [second["text"], mended["text"]]
    # What is not mended stays, for the gate to keep it aside where people see it.
    outcome, _ = extract(window, {"facts": [german, OTHER]}, EMPTY, check=check)
    assert [item.text for item in outcome.items] == [german["text"], OTHER["text"]]


# -- whole answers that can't be used ------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", ["", "  ", "There is nothing to remember here.", "{", '{"answer": 42}', "null", "{}"]
)
def test_what_is_no_answer_is_asked_for_once_more_in_words(extract, window, answer):
    outcome, llm = extract(window, answer, {"facts": [GOOD]})
    assert quotes(outcome) == [GOOD["quote"]]
    said = llm.asked[1][0]
    assert "JSON schema" in said[0].content
    roles = [message.role for message in said]
    assert roles in (["system", "user"], ["system", "user", "assistant", "user"])
    outcome, _ = extract(window, answer, "Nothing, really.")
    assert (outcome.items, codes(outcome)) == ((), ["nonsense"])
    assert outcome.pending[0].what == window


def test_a_refusal_is_pending_and_not_asked_again(extract, window):
    outcome, _ = extract(window, Completion(text="I can't help with that.", stop="refused"))
    assert codes(outcome) == ["refused"]
    assert "I can't help with that." in outcome.pending[0].reason
    assert outcome.items == ()


def test_a_provider_that_takes_no_schema_is_asked_in_words(extract, window):
    outcome, llm = extract(window, error(ProviderError), {"facts": [GOOD]})
    assert quotes(outcome) == [GOOD["quote"]]
    assert [schema is None for _, schema in llm.asked] == [False, True]
    assert "JSON schema" in llm.asked[1][0][0].content
    assert llm.asked[1][0][0].content.startswith(llm.asked[0][0][0].content)
    assert outcome.structured is False
    # Who knows it does not try it.
    outcome, llm = extract(window, {"facts": [GOOD]}, structured=False)
    assert [schema for _, schema in llm.asked] == [None]


def test_a_busy_provider_is_asked_again(extract, window):
    busy = error(RateLimitError, retry_after=0.0)
    outcome, llm = extract(window, busy, busy, {"facts": [GOOD]})
    assert quotes(outcome) == [GOOD["quote"]]
    assert len(llm.asked) == 3
    assert outcome.structured


ERRORS = {
    "rate_limited": error(RateLimitError, retry_after=900.0),
    "key": error(AuthenticationError),
    "failed": error(ProviderError),
    "unreachable": TimeoutError("slow"),
}


@pytest.mark.parametrize("code", ERRORS)
def test_a_provider_that_fails_leaves_the_window_pending(window, code):
    outcome, _ = _alone(ScriptedLLM(*[ERRORS[code]] * 6), window)
    assert (codes(outcome), outcome.items, outcome.calls) == ([code], (), ())
    assert outcome.pending[0].what == window
    assert str(outcome.pending[0].error) == outcome.pending[0].reason


def test_what_is_no_provider_s_fault_is_raised(extract, window):
    class Broken:
        def call(self, key):
            return None

        def put_call(self, call):
            raise JournalError("The disk is full.", fix="Make room.")

    with pytest.raises(JournalError):
        extract(window, EMPTY, calls=Broken())
    with pytest.raises(KeyboardInterrupt):
        extract(window, KeyboardInterrupt())


# -- answers that were cut -----------------------------------------------------------------------


def test_a_cut_answer_is_asked_for_by_halves(extract, window):
    whole = json.dumps({"facts": [GOOD, OTHER]})
    outcome, llm = extract(window, cut(whole[:-30]), {"facts": [GOOD]}, {"facts": [OTHER]})
    assert quotes(outcome) == [GOOD["quote"], OTHER["quote"]]
    assert outcome.pending == ()
    first, second = (messages[1].content for messages, _ in llm.asked[1:])
    assert SAID[2] not in first
    # The second half sees the first one, as handled before, and its numbers stay.
    assert second.splitlines()[0].startswith("1* | ")
    assert second.splitlines()[2].startswith("3 | ")


def test_a_single_line_gives_what_is_whole(extract):
    window = window_of(SAID[0])
    whole = json.dumps({"facts": [GOOD, fact(quote="Lisbon in Mar")]})
    outcome, _ = extract(window, cut(whole[: whole.index("Lisbon in") + 6]))
    assert quotes(outcome) == [GOOD["quote"]]
    assert outcome.dropped[-1].why == "the answer was cut, and what came after is not known"
    outcome, _ = extract(window, cut('{"facts": [{"line": 1, "quote": "I mov'))
    assert (outcome.items, codes(outcome)) == ((), ["cut"])


def test_half_a_quote_is_no_quote(extract):
    """What was cut is not completed: it would look like what was said."""
    window = window_of("I paid 200 euros.", "I see.")
    said = '{"facts": [{"line": 1, "quote": "I paid 20'
    outcome, _ = extract(window, cut(said), cut(said), EMPTY)
    assert outcome.items == ()
    assert codes(outcome) == ["cut"]
    assert [line.number for line in outcome.pending[0].what.unread] == [1]


def test_a_model_that_thought_until_it_was_cut_is_not_asked_by_halves(extract, window):
    for said in ("", f"<think>Well, {json.dumps(GOOD)}"):
        thought = Completion(text=said, stop="length", usage=Usage(calls=1, output_tokens=4096))
        outcome, llm = extract(window, thought)
        assert (codes(outcome), len(llm.asked)) == (["cut"], 1)
        assert "4,096 tokens of thinking" in outcome.pending[0].reason


def test_a_model_that_goes_round_is_asked_for_the_rest(extract, window):
    said = json.dumps({"facts": [GOOD] * 30})[:-20]
    outcome, llm = extract(window, cut(said), {"facts": [OTHER]})
    assert quotes(outcome) == [GOOD["quote"], OTHER["quote"]]
    assert llm.asked[1][0][1].content.splitlines()[0].startswith("1* | ")
    assert len(outcome.repeated) >= 2
    # Of the last line there is no rest.
    last = fact(line=4, quote="I don't eat fish")
    outcome, llm = extract(window, cut(json.dumps({"facts": [last] * 9})[:-5]))
    assert quotes(outcome) == ["I don't eat fish"]
    assert len(llm.asked) == 1


def test_a_window_that_is_too_long_is_read_by_halves(extract, window):
    long = error(TooLong)
    outcome, _ = extract(window, long, {"facts": [GOOD]}, {"facts": [OTHER]})
    assert quotes(outcome) == [GOOD["quote"], OTHER["quote"]]
    outcome, _ = extract(window_of(SAID[0]), long)
    assert codes(outcome) == ["too_long"]


def test_one_bad_half_fails_alone(extract, window):
    refused = Completion(text="", stop="refused")
    outcome, _ = extract(window, cut("{"), refused, {"facts": [OTHER]})
    assert quotes(outcome) == [OTHER["quote"]]
    assert codes(outcome) == ["refused"]
    assert [line.number for line in outcome.pending[0].what.unread] == [1, 2]


def test_calls_for_one_window_have_an_end():
    llm = ScriptedLLM(*[cut("{")] * 20)
    outcome, _ = _alone(llm, window_of(*SAID * 4))
    assert len(llm.asked) == 9
    assert "limit" in codes(outcome)
    pending = [line.number for one in outcome.pending for line in one.what.unread]
    assert sorted(pending) == list(range(1, 17))


def test_a_huge_answer_is_read_to_an_end(extract, window):
    many = [fact(quote=f"Berlin {number}") for number in range(20_000)]
    outcome, _ = extract(window, "Here: " + json.dumps({"facts": many}))
    assert 500 < len(outcome.items) < 20_000
    deep = '{"facts": ' + "[" * 100_000
    outcome, _ = extract(window, deep, deep)
    assert codes(outcome) == ["nonsense"]


# -- with an event loop --------------------------------------------------------------------------


def test_async_is_the_same(window):
    class Async(ScriptedLLM):
        waited = 0

        async def acomplete(self, messages, *, schema=None, max_tokens="default"):
            type(self).waited += 1
            return self.complete(messages, schema=schema, max_tokens=max_tokens)

    llm = Async(cut("{"), {"facts": [GOOD]}, {"facts": [OTHER]})
    task = Extracting(profile=profile("extract"))
    outcome = asyncio.run(arun(climb(task, window, asker=Asker(llm=llm))))
    assert quotes(outcome) == [GOOD["quote"], OTHER["quote"]]
    assert Async.waited == 3
