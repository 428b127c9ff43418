"""The gate: quotes, numbers, dates, names, denials, speakers, languages."""

import pytest

from memkit.extraction.gate import check, moved, quote_as_fact
from memkit.text.own_blocks import marked
from tests.extraction.gate_cases import codes, item, lines, verdict


class TestQuote:
    @pytest.mark.parametrize(
        ("said", "quote", "stands"),
        [
            ("I live in “Old — Town”  now", "i live in 'old - town' now", None),
            ("I live in **Lisbon** now", "I live in Lisbon now", "I live in **Lisbon** now"),
            (
                "see [my page](https://x.y) of cats",
                "my page of cats",
                "my page](https://x.y) of cats",
            ),
            ("I live in Lis\u200bbon", "live in Lisbon", "live in Lis\u200bbon"),
            ("Je suis né à Nîmes", "ne\u0301 a\u0300 Ni\u0302mes", "né à Nîmes"),
            ("Ich wohne in der Hauptstraße", "in der HAUPTSTRASSE", "in der Hauptstraße"),
            ("私は東京に　住んでいます", "東京に住んで", "東京に　住んで"),
            ("ｱﾅは ｶﾞｲﾄﾞ です", "アナは ガイド", "ｱﾅは ｶﾞｲﾄﾞ"),
            ("\u1112\u1161\u11ab국에 살아요", "한국에 살아요", "\u1112\u1161\u11ab국에 살아요"),
            ("I moved, sold the car and bought a boat", "I moved ... bought a boat", ""),
            ("I moved out in May and she kept the old car", "I moved out … kept the old car", None),
        ],
    )
    def test_stands_in_whatever_form_it_was_copied(self, said, quote, stands):
        window = lines(f"Ana: Well: {said}!")
        found = check(item("x", quote), window)
        if stands == "":  # A part of two words proves too little to leave something out.
            assert found.codes == ("quote",)
            return
        assert "quote" not in found.codes
        assert window[0].text[found.start : found.end] == (stands or said)

    @pytest.mark.parametrize("quote", ["art", "a party art", "I like parties", "tyart"])
    def test_is_no_part_of_a_word_and_no_paraphrase(self, quote):
        assert codes("Ana likes party arts.", quote, "Ana: I like party arts.") == ("quote",)

    @pytest.mark.parametrize("quote", ["", "...", "I", "to the", "und ich"])
    def test_of_nothing_or_of_function_words_proves_nothing(self, quote):
        said = "Ana: I went to the sea, und ich..."
        assert codes("Ana went to the sea.", quote, said) in (("empty",), ("quote",))

    def test_one_word_is_enough_where_it_is_all_that_was_said(self):
        window = ("Bo: Where do you live?", "Ana: Lisbon.")
        assert codes("Ana lives in Lisbon.", "Lisbon", *window, about="Ana") == ()
        said = "Ana: My flight to Lisbon was late."
        assert codes("Ana lives in Lisbon.", "Lisbon", said, about="Ana") == ("empty",)

    def test_in_another_line_is_told_and_can_be_moved_there(self):
        window = lines("Ana: I keep bees.", "Bo: I keep goats.")
        found = check(item("Ana keeps bees.", "I keep bees", line=2, about="Ana"), window)
        assert found.codes == ("quote",)
        assert found.moved_to == 1
        assert check(moved(found.item, window), window).supported

    def test_in_a_line_that_was_handled_before_is_no_evidence(self):
        window = lines("Ana: I keep bees.", "Ana: Right.", handled=1)
        found = check(item("Ana keeps bees.", "I keep bees", about="Ana"), window)
        assert (found.codes, found.moved_to) == (("line",), None)

    def test_an_unknown_line(self):
        assert codes("Ana keeps bees.", "I keep bees", "Ana: I keep bees.", line=7) == ("line",)

    def test_in_what_memkit_put_there_is_an_echo(self):
        said = f"Ana: {marked('Bo hates jazz music.')} Who hates jazz?"
        assert codes("Bo hates jazz music.", "Bo hates jazz music", said) == ("echo",)


WRONG = [
    # Numbers, with units.
    ("number", "Ana has 4 cats.", "I have 3 cats and 4 dogs"),
    ("number", "Ana paid 1,500 euros.", "I paid 1,500 dollars"),
    ("number", "Ana paid 1.000 euros.", "I paid 1.500 euros"),
    ("number", "Ana has thirty cousins.", "I have thirteen cousins"),
    ("number", "Ana pays 20 % tax.", "I pay 30 % tax"),
    ("number", "Ana runs 10 miles.", "I run 10 kilometres"),
    ("number", "Ana came second in the race.", "I came third in the race"),
    # Dates and words of time.
    ("date", "Ana moved in June.", "I moved in May"),
    ("date", "Ana moved on Friday.", "I moved on Thursday"),
    ("date", "Ana moved in 2019.", "I moved in 2018"),
    ("date", "Ana moved next week.", "I moved last week"),
    ("date", "Ana moved on 3 May 2024.", "I moved yesterday"),
    ("date", "Ana moved on 14 May 2024.", "I moved yesterday"),
    ("date", "Ana meets Eva at 6 pm.", "I meet Eva at 5 pm"),
    ("date", "Ana swims every evening.", "I swim every morning"),
    # Names.
    ("name", "Ana moved to Porto.", "I moved to Lisbon"),
    ("name", "Ana works for Bosch.", "I work for Siemens"),
    ("name", "Ana's friend Julian paints.", "My friend Julia paints"),
    # Denials, both ways.
    ("negation", "Ana eats meat.", "I don't eat meat"),
    ("negation", "Ana doesn't eat meat.", "I eat meat"),
    ("negation", "Ana works at the bank.", "I no longer work at the bank"),
    ("negation", "Ana smokes.", "I stopped smoking"),
    ("negation", "Ana loves olives.", "I hate olives"),
    ("negation", "Ana eats fish and meat.", "I eat fish and never meat"),
    ("negation", "Ana will quit the choir.", "I will never quit the choir"),
    # What was only asked or supposed.
    ("hypothetical", "Ana moves to Porto.", "Should I move to Porto?"),
    ("hypothetical", "Ana got the job and moved.", "If I got the job, I would move"),
    ("hypothetical", "People carry water in a belt.", "How do people carry water on a run?"),
    ("hypothetical", "On porte de l'eau dans une ceinture.", "Comment porte-t-on de l'eau ?"),
    ("hypothetical", "La gente lleva agua en un cinturón.", "¿Cómo lleva agua la gente?"),
    # Languages.
    ("language", "Ana trinkt gern Tee und mag keinen Kaffee.", "I like tea and no coffee"),
]


@pytest.mark.parametrize(("code", "text", "quote"), WRONG)
def test_what_a_fact_says_more_than_its_quote(code, text, quote):
    assert code in codes(text, quote, f"Ana: {quote}", about="Ana")


RIGHT = [
    ("Ana paid $1,500 for it.", "I paid 1500 dollars for it"),
    ("Ana has twenty-five cousins.", "I have 25 cousins"),
    ("Ana earns 15,000 euros.", "I earn 15k euros"),
    ("Ana may move to Rome.", "may I move to Rome?"),
    ("Ana moved on 13 May 2024.", "I moved yesterday"),
    ("Ana moved in 2023.", "I moved last year"),
    ("Ana moved in April 2024.", "I moved last month"),
    ("Ana started in 2020.", "I started four years ago"),
    ("Ana meets Eva at 17:00.", "I meet Eva at 5 pm"),
    ("Ana doesn't like olives.", "I hate olives"),
    ("Ana is looking forward to Rome.", "I can't wait for Rome"),
    ("Ana likes New York City.", "I love NYC, New York City"),
    ("Ana loves cheese.", "I don't eat meat, but I love cheese"),
    ("Ana is considering a move to Porto.", "Should I move to Porto?"),
    ("Ana wants to know how people carry water.", "How do people carry water on a run?"),
    ("Ana has a son who sleeps badly.", "How do I get my son to sleep less badly?"),
    ("Leo moved to Porto.", "Why is it that Leo moved to Porto?"),
    ("Ana has a vegan daughter.", "What should I cook for my vegan daughter?"),
    ("Ana drinks tea instead of coffee.", "I don't drink coffee but tea"),
]


@pytest.mark.parametrize(("text", "quote"), RIGHT)
def test_what_follows_from_a_quote(text, quote):
    assert codes(text, quote, f"Ana: {quote}.", about="Ana") == ()


class TestSpeakers:
    def test_an_assistant_vouches_for_nothing_about_the_user(self):
        said = ("Ana: I got a dog.", "assistant: So you live in Graz, and you are 40.")
        assert "speaker" in codes("The user lives in Graz.", "you live in Graz", *said)
        assert "speaker" in codes("Ana lives in Graz.", "you live in Graz", *said, about="Ana")

    def test_an_assistant_vouches_for_itself(self):
        said = ("Ana: Any tips?", "assistant: I recommend the museum of clocks.")
        text = "The assistant recommended the museum of clocks."
        assert codes(text, "I recommend the museum of clocks", *said, about="assistant") == ()

    def test_what_one_says_of_oneself_is_not_the_others(self):
        said = ("Bo: How are you, Ana?", "Ana: Thanks, Bo! I broke my leg.")
        assert codes("Ana broke her leg.", "I broke my leg", *said, about="Ana") == ()
        assert "speaker" in codes("Bo broke his leg.", "I broke my leg", *said, about="Bo")

    def test_what_one_says_to_another(self):
        said = ("Bo: Hi.", "Ana: You broke your leg, right?")
        assert codes("Bo broke his leg.", "You broke your leg", *said, about="Bo") == ()

    def test_who_is_meant_by_a_pronoun_stands_before(self):
        said = ("Bo: How is Eva?", "Ana: She moved to Rome.")
        assert codes("Eva moved to Rome.", "She moved to Rome", *said, about="Eva") == ()


class TestAnswers:
    def test_a_yes_says_what_was_asked(self):
        said = ("Bo: Do you have 2 cats?", "Ana: Yes, I do.")
        assert codes("Ana has 2 cats.", "Yes, I do", *said, about="Ana") == ()

    def test_a_no_denies_it(self):
        said = ("Bo: Do you eat meat?", "Ana: No.")
        assert codes("Ana doesn't eat meat.", "No", *said, about="Ana") == ()
        assert codes("Ana eats meat.", "No", *said, about="Ana") == ("negation",)


def test_a_quote_as_a_fact_is_what_was_said():
    window = lines("Ana: Well, I keep forty bees in Graz.")
    wrong = item("Ana keeps fifty wasps.", "I keep forty bees in Graz", about="Ana")
    fact = quote_as_fact(wrong, window)
    assert (fact.text, fact.about) == ("I keep forty bees in Graz", "Ana")
    assert check(fact, window).supported


@pytest.mark.parametrize("quote", ["forty bees", "should I keep bees in Graz?", "I keep goats"])
def test_a_quote_that_makes_no_fact(quote):
    window = lines("Ana: I keep forty bees. Should I keep bees in Graz?")
    assert quote_as_fact(item("x", quote), window) is None


def test_a_fact_in_the_language_that_was_asked_for():
    window = lines("Ana: I like tea very much and never drink coffee")
    fact = item("Ana mag Tee sehr und trinkt nie Kaffee.", "I like tea very much", about="Ana")
    assert "language" in check(fact, window).codes
    assert "language" not in check(fact, window, language="de").codes


def test_support_is_a_figure_and_no_refusal():
    said = ("Bo: The weather is bad.", "Ana: I keep bees on the roof.")
    found = verdict("Ana keeps bees on a roof.", "I keep bees", *said, about="Ana")
    assert found.supported
    assert found.support > 0.5 > found.chance
    assert not found.weak
