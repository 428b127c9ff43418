"""What was paid for is not asked for again, and can be replayed from a file."""

from __future__ import annotations

import json

import pytest

from memkit.contracts.llm import Completion
from memkit.domain.records import Message
from memkit.errors import AuthenticationError, NotFoundError, ValidationError
from memkit.extraction.asking.known_calls import key_of
from memkit.extraction.asking.recorded import Recorded
from tests.extraction.scripted import ScriptedLLM, cut, fact

GOOD = {"facts": [fact()]}
OTHER = {"facts": [fact(line=3, quote="two cats")]}
HELLO = [Message(role="user", content="Hello.")]


class Book(dict):
    """Calls by key."""

    def call(self, key):
        return self.get(key)

    def put_call(self, call):
        self[call.key] = call


def test_a_recorded_call_is_not_made_again(extract, window):
    book = Book()
    first, _ = extract(window, GOOD, calls=book)
    (call,) = book.values()
    assert (call.task, call.prompt, call.model) == ("extract", "extract 1", "scripted")
    assert (call.input_tokens, call.output_tokens, call.stop) == (100, 10, "end")
    assert call.lines == ("m1", "m2", "m3", "m4")
    assert [one["role"] for one in call.request] == ["system", "user"]
    second, llm = extract(window, calls=book)
    assert second.items == first.items
    assert (llm.asked, second.usage.calls, len(second.calls)) == ([], 0, 1)


def test_a_process_that_died_goes_on_where_it_was(extract, window):
    """Whatever of halves and repairs had come back is there; the rest is asked for."""
    answers = [cut("{"), {"facts": [fact(line=9)]}, GOOD, OTHER]
    whole, _ = extract(window, *answers, calls=Book())
    for done in range(len(answers)):
        book = Book()
        with pytest.raises(KeyboardInterrupt):
            extract(window, *answers[:done], KeyboardInterrupt(), calls=book)
        assert len(book) == done
        again, llm = extract(window, *answers[done:], calls=book)
        assert again.items == whole.items
        assert len(llm.asked) == len(answers) - done


def test_what_failed_is_not_recorded(extract, window):
    book = Book()
    error = AuthenticationError("The key was refused.", fix="Set a key.")
    outcome, _ = extract(window, error, calls=book)
    assert (book, [one.code for one in outcome.pending]) == ({}, ["key"])


def test_a_key_tells_apart_all_that_an_answer_depends_on():
    def key(**other):
        given = {"schema": {"type": "object"}, "model": "m", "provider": "p", "max_tokens": 9}
        return key_of(other.pop("messages", HELLO), **{**given, **other})

    keys = {
        key(),
        key(model="n"),
        key(provider="q"),
        key(schema=None),
        key(max_tokens=None),
        key(messages=[Message(role="system", content="Hello.")]),
        key(messages=[Message(role="user", content="Hello.", name="ana")]),
        key(messages=[*HELLO, *HELLO]),
    }
    assert len(keys) == 8
    assert key() == key()


# -- files of recorded calls ---------------------------------------------------------------------


def test_what_a_model_answered_is_answered_from_the_file(tmp_path, extract, window):
    path = tmp_path / "calls.jsonl"
    real = ScriptedLLM(cut("{"), GOOD, OTHER)
    recorded, _ = extract(window, llm=_with_answers(Recorded(path, llm=real)))
    assert real.answers == []
    replay = Recorded(path)
    replayed, _ = extract(window, llm=_with_answers(replay))
    assert replayed.items == recorded.items
    assert (replay.model, replay.usage.calls) == ("scripted", 3)
    assert len(path.read_text("utf-8").splitlines()) == 3
    # Recorded once, it is not asked for again.
    again, _ = extract(window, llm=_with_answers(Recorded(path, llm=ScriptedLLM())))
    assert again.items == recorded.items


def _with_answers(llm):
    llm.answers = []
    return llm


def test_the_answer_is_the_same_as_the_model_s(tmp_path):
    path = tmp_path / "calls.jsonl"
    answer = Completion(text='{"a": "é\\u2028"}', data={"a": "é\u2028"})
    assert Recorded(path, llm=ScriptedLLM(answer)).complete(HELLO, schema={}).text == answer.text
    schema = {"type": "object"}
    Recorded(path, llm=ScriptedLLM(answer)).complete(HELLO, schema=schema)
    assert Recorded(path).complete(HELLO, schema=schema).data == {"a": "é\u2028"}
    assert Recorded(path).complete(HELLO, schema={}).stop == "end"


def test_what_is_not_recorded_says_so(tmp_path):
    path = tmp_path / "calls.jsonl"
    Recorded(path, llm=ScriptedLLM("Hi.")).complete(HELLO)
    other = [Message(role="user", content="Who are you?")]
    with pytest.raises(NotFoundError, match=r"1 call .*'scripted'.*Who are you\?.*llm=") as raised:
        Recorded(path).complete(other)
    assert "calls.jsonl" in str(raised.value)
    with pytest.raises(NotFoundError, match=r"missing\.jsonl"):
        Recorded(tmp_path / "missing.jsonl")


def test_a_file_that_holds_something_else(tmp_path):
    path = tmp_path / "calls.jsonl"
    for line in ("{", "[]", '{"model": "m"}', "\n"):
        path.write_text(line, "utf-8")
        with pytest.raises(ValidationError, match="Line 1"):
            Recorded(path)
    path.unlink()
    Recorded(path, llm=ScriptedLLM("Hi.")).complete(HELLO)
    other = ScriptedLLM()
    other.model = "another"
    with pytest.raises(ValidationError, match="another"):
        Recorded(path, llm=other)
    assert json.loads(path.read_text("utf-8"))["answer"] == "Hi."
