from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memkit.errors import ValidationError
from memkit.notebook.commands import FORGET, HISTORY, RECALL, REMEMBER, SUBCOMMANDS
from memkit.notebook.expand import expander
from memkit.notebook.options import Command, parse


@pytest.mark.parametrize(
    "line",
    [
        "what does she like --k 5 --user bob",
        "--k 5 --user bob what does she like",
        "--k 5 what does she like --user=bob",
        "-k 5 -u bob what does she like",
        "--user 'bob' --k '5' what does she like",
        "--k 5 --user bob -- what does she like",
        '"what does she like" --k=5 --user="bob"',
    ],
)
def test_options_stand_before_or_after_the_text(line: str) -> None:
    arguments = parse(RECALL, line)
    assert (arguments.text, arguments["k"], arguments["user"]) == ("what does she like", 5, "bob")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("what's new?", "what's new?"),
        ("he said \"yes\" and 'no'", "he said \"yes\" and 'no'"),
        ("two  spaces stay", "two  spaces stay"),
        ("it is -5 degrees - cold --- isn't it", "it is -5 degrees - cold --- isn't it"),
        ("-- --user is an option", "--user is an option"),
        ("here -- --user is an option", "here --user is an option"),
        ("he said -- well -- that", "he said -- well -- that"),
        ("git commit --amend, ls -l and --", "git commit --amend, ls -l and --"),
        ("--amend is for git; --zzz=3", "--amend is for git; --zzz=3"),
        ("before --k 2 -- --after", "before --after"),
        ('"--user is an option"', "--user is an option"),
        (r"a \"quoted\" C:\path", r"a \"quoted\" C:\path"),
        ("", ""),
    ],
)
def test_free_text_is_kept_as_typed(line: str, text: str) -> None:
    assert parse(RECALL, line).text == text


def test_an_option_may_follow_a_dash_in_the_text() -> None:
    arguments = parse(REMEMBER, "I like tea -- a lot --user alice")
    assert (arguments.text, arguments["user"]) == ("I like tea -- a lot", "alice")


def test_what_looks_like_an_option_and_is_text_is_told() -> None:
    assert parse(REMEMBER, "git commit --amend --user alice").kept == ("--amend",)
    assert parse(REMEMBER, '"git commit --amend" --user alice').kept == ()


# The signs that mean something in a line, and some that do not.
LINES = st.text(alphabet="ab1 \t\"'{}$-=\\é日")


@given(LINES)
def test_whatever_follows_two_dashes_is_text(text: str) -> None:
    arguments = parse(REMEMBER, f"--user a -- {text}")
    bare = text.strip()
    expected = {bare}
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"":
        # All of it may be one quoted string, which loses its quotes and its escapes.
        expected |= {bare[1:-1], re.sub(r"\\([\\'\"])", r"\1", bare[1:-1])}
    assert arguments.text.split() in [each.split() for each in expected]
    assert arguments["user"] == "a"


@given(LINES)
def test_no_line_makes_the_parser_fail_but_with_a_message(line: str) -> None:
    for command in (RECALL, REMEMBER, HISTORY, FORGET):
        with contextlib.suppress(ValidationError):
            assert isinstance(parse(command, line).text, str)


def test_filters_in_quotes_and_in_braces() -> None:
    quoted = parse(RECALL, "x --where \"priority >= 3 and category = 'food'\"")
    braces = parse(RECALL, 'x --where {"priority": {"$gte": 3}}', expand=expander({}))
    assert quoted["where"] == "priority >= 3 and category = 'food'"
    assert braces["where"] == {"priority": {"$gte": 3}}
    assert braces.text == "x"
    after = parse(RECALL, '--where {"priority": 1} in which city --k 2')
    assert (after["where"], after.text) == ({"priority": 1}, "in which city")
    assert parse(RECALL, "--where priority>=3 is it here")["where"] == "priority>=3"


def test_metadata_is_json_where_it_can_be() -> None:
    line = (
        'x -m category=food -m priority=3 --meta "note=two words" --meta tags=["a","b"] -m k="v w"'
    )
    assert dict(parse(REMEMBER, line)["meta"]) == {
        "category": "food", "priority": 3, "note": "two words", "tags": ["a", "b"], "k": "v w"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("command", "line", "problem", "fix"),
    [
        (RECALL, "x --uzer bob", "no option --uzer", "Did you mean --user"),
        (RECALL, "x --user-id bob", "no option --user-id", "put -- before the text"),
        (RECALL, "x --thresh 0.3", "no option --thresh", "Did you mean --threshold"),
        (REMEMBER, "x --metadata a=b", "no option --metadata", "Did you mean --meta"),
        (HISTORY, "a --zzz", "no option --zzz", "--help lists them"),
        (RECALL, "x --k", "--k needs a value", "--k VALUE"),
        (RECALL, "x --user --k 3", "--user needs a value", "--user VALUE"),
        (RECALL, "x --k three", "--k is 'three'", "whole number above zero"),
        (RECALL, "x --k 0", "--k is '0'", "whole number above zero"),
        (RECALL, "x --threshold much", "--threshold is 'much'", "Give a number"),
        (RECALL, "x --mode vectr", "--mode is 'vectr'", "Did you mean vector?"),
        (RECALL, "x --k 1 --k 2", "--k is given twice", "Leave one of them out"),
        (RECALL, "x --explain=yes", "takes no value", "Write --explain alone"),
        (RECALL, 'x --where "a > 1', "quote after --where is not closed", "Close it"),
        (RECALL, "x --where priority >= 3", "ends at 'priority', before '>='", '--where "priority'),
        (RECALL, "x --where=a in ('b')", "ends at 'a', before 'in'", "quotes"),
        (RECALL, "x --out 2x", "--out is '2x'", "name of a variable"),
        (RECALL, "x --where {a: 1}", "--where is '{a:", "JSON"),
        (REMEMBER, "x --meta food", "--meta is 'food'", "key=value"),
        (HISTORY, "", "%history needs ID", "For example: %history"),
        (HISTORY, "a b", "'b' too many", "%history ID"),
        (
            SUBCOMMANDS["compare"],
            "static-2",
            "needs SPACE SPACE",
            "%memkit compare static-2 minilm",
        ),
    ],
)
def test_mistakes_are_told_in_one_line_with_the_fix(
    command: Command, line: str, problem: str, fix: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        parse(command, line)
    assert problem in caught.value.problem
    assert fix in caught.value.fix
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("I am {who}", "I am alice"),
        ("I am $who.", "I am alice."),
        ("{n + 1} and {n:03d} and {d['key']!r}", "3 and 002 and 'v w'"),
        ("It cost $5, {who} paid $n", "It cost $5, alice paid 2"),
        ("{nobody} and $nobody stay, {who} does not", "{nobody} and $nobody stay, alice does not"),
        ("{{who}} and $$who", "{who} and $who"),
        ("{} {1, 2} {1/0}", "{} {1, 2} {1/0}"),
    ],
)
def test_variables_are_expanded_one_by_one(text: str, expanded: str) -> None:
    assert expander({"who": "alice", "n": 2, "d": {"key": "v w"}})(text) == expanded


def test_what_a_variable_holds_is_never_taken_for_an_option() -> None:
    expand = expander({"note": 'she said "--yes" --user bob', "who": "alice --k 3"})
    arguments = parse(REMEMBER, "{note} --user {who}", expand=expand)
    assert arguments.text == 'she said "--yes" --user bob'
    assert arguments["user"] == "alice --k 3"


def test_each_command_tells_all_its_options() -> None:
    for command in (REMEMBER, RECALL, HISTORY, FORGET, *SUBCOMMANDS.values()):
        for option in command.options:
            assert option.flags[0] in command.help
            assert option.help in command.help
        assert command.summary in command.help


def test_the_examples_of_each_command_are_read_without_a_mistake() -> None:
    for command in (REMEMBER, RECALL, HISTORY, FORGET, *SUBCOMMANDS.values()):
        for example in command.examples:
            line = example.removeprefix("%").removeprefix(command.name.removeprefix("%"))
            line = line.removeprefix(command.name)
            parse(command, line)
