"""What code checks of the choice between an old fact and a new one."""

from datetime import date

import pytest

from memkit.extraction.gate.choices import Claim, may_change, may_choose


def claim(text, about="Ana", **fields):
    return Claim(text=text, about=about, **fields)


CHANGES = [
    ("Ana lives in Berlin.", "Ana moved to Lisbon."),
    ("Ana works at Siemens.", "Ana now works as a nurse at Bosch."),
    ("Ana drinks coffee.", "Ana no longer drinks coffee."),
    ("Ana has two dogs.", "Ana has three dogs."),
    ("Ana's favourite colour is blue.", "Ana's favourite colour is green."),
    ("Ana is single.", "Ana is engaged to Bo."),
    ("Ana dislikes sports such as wrestling.", "Ana now enjoys wrestling for its tricks."),
    ("Ana wohnt in Berlin.", "Ana ist nach Lissabon gezogen."),
    ("Ana vive en Madrid.", "Ana se mudó a Lisboa."),
    ("Ana habite à Nantes.", "Ana a déménagé à Lyon."),
    ("Анна живёт в Казани.", "Анна переехала в Москву."),
    ("安娜住在杭州。", "安娜搬到上海。"),
    ("アナは札幌に住んでいる。", "アナは福岡に引っ越した。"),
]


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_a_state_of_the_same_property_may_change(old, new):
    about = old.split()[0] if old.isascii() or " " in old else old[:2]
    assert may_change(claim(old, about), claim(new, about)).allowed


NEW = [
    ("subject", claim("Ana lives in Rome."), claim("Bo lives in Rome.", "Bo")),
    ("subject", claim("Ana's dog is called Rex."), claim("Ana's cat is called Mia.")),
    ("subject", claim("Ana's brother lives in Rome."), claim("Ana lives in Berlin.")),
    ("subject", claim("El hermano de Ana vive en Roma."), claim("Ana vive en Berlín.")),
    ("property", claim("Ana likes tea."), claim("Ana likes jazz.")),
    ("property", claim("Ana lives in Rome."), claim("Ana has three dogs.")),
    ("kind", claim("Ana ran a race.", kind="event"), claim("Ana ran a race.", kind="event")),
    ("kind", claim("Ana lives in Rome."), claim("Ana went to Rome.", kind="event")),
    ("speaker", claim("Ana lives in Rome."), claim("Ana lives in Oslo.", said_by="assistant")),
    ("speaker", claim("Ana lives in Rome."), claim("Ana lives in Oslo.", said_by="tool")),
]


@pytest.mark.parametrize(("reason", "old", "new"), NEW)
def test_what_is_new(reason, old, new):
    ruling = may_change(old, new)
    assert (ruling.allowed, ruling.reason) == (False, reason)
    assert ruling.sentence


@pytest.mark.parametrize("kinds", [("other", "other"), ("state", "other"), ("other", "state")])
def test_a_home_is_a_state_where_the_kind_was_left_open(kinds):
    old = claim("Ana lives in Rome.", kind=kinds[0])
    new = claim("Ana moved to Oslo.", kind=kinds[1])
    assert may_change(old, new).allowed
    went = claim("Ana moved to Oslo.", kind="event")
    assert may_change(old, went).reason == "kind"
    swam = claim("Ana swims in the Tiber.", kind="other")
    assert may_change(swam, claim("Ana swims in the Tiber daily.", kind="other")).reason == "kind"


def test_an_event_is_corrected_only_by_words_that_say_so():
    old = claim("Ana ran a race on Monday.", kind="event", first=date(2024, 5, 6))
    said = {"kind": "event", "first": date(2024, 5, 6)}
    new = claim("Ana ran a race of ten miles on Monday.", quote="Actually it was ten miles", **said)
    assert may_choose("corrects", old=old, new=new).allowed
    assert may_choose("changes", old=old, new=new).allowed  # Small models call it that.
    silent = claim(new.text, quote="It was ten miles", **said)
    assert may_choose("corrects", old=old, new=silent).reason == "kind"
    other = claim(new.text, quote=new.quote, kind="event", first=date(2024, 5, 9))
    assert may_choose("corrects", old=old, new=other).reason == "time"


def test_events_of_different_days_are_not_the_same():
    old = claim("Ana swam in the lake.", kind="event", first=date(2024, 5, 6))
    new = claim("Ana swam in the lake.", kind="event", first=date(2024, 5, 9))
    assert may_choose("same", old=old, new=new).reason == "time"
    assert may_choose("adds", old=old, new=new).reason == "time"
    assert may_choose("same", old=old, new=claim(old.text, kind="event", first=old.first)).allowed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ana has two dogs.", "Ana has three dogs."),
        ("Ana eats meat.", "Ana doesn't eat meat."),
        ("Ana moved to Rome.", "Ana moved to Rome in 2019."),
        ("I live in Leeds.", "Ana moved from Leeds to Porto."),
        ("Ana wohnt in Rom.", "Ana wohnt in Rom und in Oslo."),
    ],
)
def test_the_same_says_nothing_more(old, new):
    assert may_choose("same", old=claim(old), new=claim(new)).reason == "values"
    assert may_choose("same", old=claim(old), new=claim(old)).allowed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("I live in Leeds.", "Ana lives in Leeds."),
        ("Ana lives in Leeds and sings.", "Ana lives in Leeds."),
        ("Ana moved to Porto.", "Ana lives in the city of Porto."),
    ],
)
def test_the_same_may_be_said_in_other_words(old, new):
    assert may_choose("same", old=claim(old), new=claim(new)).allowed
