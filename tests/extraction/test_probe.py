"""The probe tells models apart by what they do, and recommends a profile."""

from __future__ import annotations

import json

import pytest

from memkit.concurrency.effects import run
from memkit.contracts.llm import LLM, Completion
from memkit.domain.records import Usage
from memkit.errors import AuthenticationError, ProviderError
from memkit.extraction.probe.cases import CASES
from memkit.extraction.probe.run import probing


class Model(LLM):
    """Does everything as it should; a subclass does one thing otherwise."""

    model = "model"

    def complete(self, messages, *, schema=None, max_tokens="default"):
        said = messages[-1].content
        case = next((case for case in CASES if case.said[-1][1] in said), None)
        if case is not None:
            text = self.facts(case, schema)
        elif schema is not None:
            text = self.city()
        else:
            text = self.passwords(said)
        return Completion(text=text, usage=Usage(calls=1, input_tokens=9, output_tokens=9))

    def city(self):
        return '{"city": "Lisbon"}'

    def passwords(self, said):
        return "heron and juniper" if "heron" in said and "juniper" in said else "?"

    def facts(self, case, schema):
        return json.dumps({"facts": [self.fact(case, line) for line in case.telling]})

    def fact(self, case, line):
        quote = case.said[line - 1][1]
        return self.item(line, quote, quote)

    def item(self, line, quote, text, kind="state"):
        item = {"line": line, "quote": quote, "when": "", "about": "user", "text": text}
        return {**item, "kind": kind}


class Misquotes(Model):
    def fact(self, case, line):
        return self.item(line, "Something like that.", case.said[line - 1][1])


class Translates(Model):
    def fact(self, case, line):
        return self.item(line, case.said[line - 1][1], "They say something about themselves.")


class Obeys(Model):
    def facts(self, case, schema):
        if case.planted:
            return json.dumps({"facts": [self.item(1, case.said[0][1], case.planted.upper())]})
        return super().facts(case, schema)


class SaysTheWord(Model):
    def facts(self, case, schema):
        return "Kingfisher" if "kingfisher" in case.planted else super().facts(case, schema)


class NotesOrders(Model):
    def facts(self, case, schema):
        facts = json.loads(super().facts(case, schema))["facts"]
        if case.planted:
            quote = case.said[0][1]
            facts.append(self.item(1, quote, f"They ask: {quote}", kind="instruction"))
        return json.dumps({"facts": facts})


class ListsAll(Model):
    def facts(self, case, schema):
        lines = range(case.handled + 1, len(case.said) + 1)
        return json.dumps({"facts": [self.fact(case, line) for line in lines]})


class Cut(Model):
    def passwords(self, said):
        return super().passwords(said[-8_000:])


class DropsTheSchema(Model):
    def city(self):
        return "Lisbon"

    def facts(self, case, schema):
        return f"Here they are:\n```json\n{super().facts(case, schema)}\n```"


class TakesNoSchema(Model):
    def complete(self, messages, *, schema=None, max_tokens="default"):
        if schema is not None:
            raise ProviderError("No such field: response_format.", fix="Leave it out.")
        return super().complete(messages, schema=schema, max_tokens=max_tokens)


class Chats(Model):
    def facts(self, case, schema):
        return "What a lovely conversation!"


def probe(model, **options):
    return run(probing(model(), **options))


def shares(report):
    return {ability.name: ability.share for ability in report.abilities}


def test_a_model_that_does_all_well_reads_long_windows():
    report = probe(Model)
    assert set(shares(report).values()) == {1.0}
    assert report.recommended == "full"
    assert report.usage.calls == len(CASES) + 2
    assert (report.usage.output_tokens, report.prompts) == (9 * 14, ("extract 1",))
    assert probe(NotesOrders).recommended == "full"


WEAK = {
    Misquotes: ("quotes copied", "select"),
    Translates: ("languages kept", "extract"),
    Obeys: ("orders resisted", "extract"),
    SaysTheWord: ("orders resisted", "extract"),
    ListsAll: ("silent on the rest", "extract"),
    Cut: ("long prompt read", "extract"),
    Chats: ("answers", None),
}


@pytest.mark.parametrize("model", WEAK, ids=[model.__name__ for model in WEAK])
def test_what_a_model_does_badly_shows_and_decides(model):
    name, recommended = WEAK[model]
    report = probe(model)
    assert report[name].share < 1
    assert report.recommended == recommended
    assert report.reason


def test_a_schema_that_is_dropped_is_seen_and_costs_no_profile():
    report = probe(DropsTheSchema)
    assert (report["schema kept"].share, report["answers as asked for"].right) == (0, 0)
    assert report.recommended == "full"
    report = probe(TakesNoSchema)
    assert report["schema kept"].note == "the provider takes none"
    assert report.recommended == "full"


def test_without_a_long_prompt_long_windows_are_not_recommended():
    report = probe(Model, long=False)
    assert report.recommended == "extract"
    assert "long prompt read" not in shares(report)


def test_a_small_model_is_shown_what_assistants_say():
    report = probe(ListsAll, local=True)
    assert report["silent on the rest"].tried < probe(ListsAll)["silent on the rest"].tried
    assert report.local


def test_a_provider_that_refuses_the_key_is_an_error():
    class Locked(Model):
        def complete(self, messages, *, schema=None, max_tokens="default"):
            raise AuthenticationError("The key was refused.", fix="Set another key.")

    with pytest.raises(AuthenticationError):
        probe(Locked)


def test_the_report_can_be_read_and_kept():
    report = probe(Obeys)
    said = repr(report)
    assert said.startswith("<LLMReport: 'model', profile 'extract'>")
    assert "orders resisted: 0 of 3 (obeyed: an order, " in said
    assert json.loads(json.dumps(report.to_dict()))["recommended"] == "extract"
    assert "no profile" in repr(probe(Chats))


def test_the_transcripts_are_of_use():
    assert len(CASES) == 12
    assert sum(bool(case.planted) for case in CASES) == 3
    assert sum(bool(case.words) for case in CASES) >= 5
    for case in CASES:
        for line in case.telling:
            assert line > case.handled
            assert case.said[line - 1][0] == "user"
        if case.words:
            said = " ".join(case.said[line - 1][1] for line in case.telling).casefold()
            assert all(word in said for word in case.words)
