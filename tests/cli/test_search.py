from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]


def test_best_first_with_score_date_and_id(memkit: Memkit, filled: list[str]) -> None:
    result = memkit("search", "Lisbon", "-u", "alice")
    assert result.exit_code == 0
    first, about, more, *_ = result.stdout.splitlines()
    score, date, text = first.split(maxsplit=2)
    assert float(score) > 0
    assert len(date) == len("2025-02-03")
    assert text == "I moved to Lisbon"
    assert f"{about} {more}".split() == [filled[0], "user=alice", "category=home"]
    assert "Builds" not in result.stdout


def test_a_question_without_an_answer_says_so(
    memkit: Memkit, memkit_json: MemkitJson, filled: list[str]
) -> None:
    said = memkit("search", "xylophone trilobite", "-u", "alice").stdout
    assert said.startswith("Nothing close was found; the nearest are shown.\n")
    assert "I moved to Lisbon" in said
    assert memkit_json("search", "xylophone trilobite", "-u", "alice")["weak"] is True
    good = memkit_json("search", "Lisbon", "-u", "alice")
    assert good["weak"] is False
    assert 0.2 <= good["hits"][0]["relevance"] <= 1


def test_the_date_is_when_it_was_true_if_that_is_known(memkit: Memkit, filled: list[str]) -> None:
    result = memkit("search", "Kacheln", "-u", "alice", "--mode", "text")
    assert result.stdout.split()[1] == "2025-02-03"


def test_json_carries_whole_hits(memkit_json: MemkitJson, filled: list[str]) -> None:
    document = memkit_json("search", "tea", "-u", "alice", "--k", "2", "--explain")
    assert set(document) == {"query", "rewritten", "space", "times", "weak", "hits"}
    assert document["query"] == "tea"
    assert document["space"] == "static-2"
    hit = document["hits"][0]
    assert hit["id"] == filled[1]
    assert hit["score"] == pytest.approx(sum(hit["reasons"].values()))
    assert hit["details"]["matched_terms"]
    assert len(document["hits"]) == 2


def test_explain_shows_what_adds_up_to_the_score(memkit: Memkit, filled: list[str]) -> None:
    result = memkit("search", "green tea", "-u", "alice", "-k", "1", "--explain")
    lines = [line.strip() for line in result.stdout.splitlines()]
    score = float(lines[0].split()[0])
    reasons = next(line for line in lines if line.startswith("semantic "))
    parts = [float(part.split()[-1]) for part in reasons.split(" + ")]
    assert sum(parts) == pytest.approx(score, abs=0.002)
    assert any("matched_terms" in line for line in lines)


def test_where_mode_threshold_and_also_reach_the_search(
    memkit_json: MemkitJson, filled: list[str]
) -> None:
    def ids(*args: str) -> list[str]:
        return [hit["id"] for hit in memkit_json("search", *args)["hits"]]

    assert ids("what does she like?", "--where", "category = 'food'") == [filled[1]]
    assert ids("Lisbon", "--mode", "text") == [filled[0]]
    assert ids("Lisbon", "--threshold", "99") == []
    assert set(ids("Lisbon", "--also", "tea", "--mode", "text")) == {filled[0], filled[1]}
    assert ids("builds", "--agent", "reviewer", "--recency", "30d") == [filled[3]]


def test_context_and_weights_by_role_reach_the_search(
    memkit_json: MemkitJson, tmp_path: Path
) -> None:
    said = {"user": "which tea do you like?", "assistant": "the green one"}
    lines = [{"memory": text, "role": role, "user_id": "t"} for role, text in said.items()]
    file = tmp_path / "talk.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    memkit_json("import", str(file))

    def scores(*args: str) -> dict[str, float]:
        found = memkit_json("search", "green tea", "--user", "t", "--context", "0", *args)["hits"]
        return {hit["role"]: hit["score"] for hit in found}

    alike = scores("--role-weight", "assistant=1")
    halved = scores("--role-weight", "assistant=0.5", "--role-weight", "user=0.25")
    assert halved["assistant"] == pytest.approx(alike["assistant"] / 2, abs=1e-6)
    assert halved["user"] == pytest.approx(alike["user"] / 4, abs=1e-6)


def test_words_are_compared_one_by_one_unless_told_not_to(
    memkit_json: MemkitJson, filled: list[str]
) -> None:
    def reasons(*args: str) -> set[str]:
        found = memkit_json("search", "hot beverages", "-u", "alice", *args)["hits"]
        return set().union(*(hit["reasons"] for hit in found))

    assert reasons() == {"semantic", "bm25", "late_interaction"}
    assert reasons("--no-late-interaction") == {"semantic", "bm25"}


def test_as_of_searches_the_past(memkit_json: MemkitJson, filled: list[str]) -> None:
    hits = memkit_json("search", "tea", "--as-of", "1")["hits"]
    assert [hit["id"] for hit in hits] == [filled[0]]


def test_nothing_found_is_a_sentence_and_no_error(memkit: Memkit, filled: list[str]) -> None:
    result = memkit("search", "zebra", "-u", "alice", "--mode", "text")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.startswith("No memories of alice match 'zebra'. Try")
    assert "memkit list --user alice" in " ".join(result.stdout.split())


def test_nobody_there_says_how_to_add(memkit: Memkit, filled: list[str]) -> None:
    result = memkit("search", "tea", "-u", "bob", "--app", "my desk")
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    assert text.startswith("There are no memories of bob, app my desk yet. Add one: memkit add")
    assert text.endswith("--user bob --app 'my desk'")


def test_nothing_found_as_json_is_an_empty_list(memkit_json: MemkitJson, filled: list[str]) -> None:
    assert memkit_json("search", "zebra", "-u", "bob")["hits"] == []


def test_a_filter_error_points_at_the_place(memkit: Memkit, filled: list[str]) -> None:
    result = memkit("search", "tea", "--where", "priority >>= 3")
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert lines[0].startswith("Error: ")
    assert lines[1] == "  priority >>= 3"
    assert lines[2] == "            ^"
    error = json.loads(memkit("search", "x", "--where", "priority >>= 3", "--json").stderr)["error"]
    assert (error["type"], error["position"]) == ("FilterError", 10)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["x", "--space", "nope"], "nope"),
        (["x", "--k", "0"], "k is 0"),
        (["x", "--recency", "soon"], "soon"),
        (["x", "--context", "2"], "context is 2"),
        (["x", "--role-weight", "assistant=2"], "assistant=0.5"),
        (["x", "--role-weight", "robot=0.5"], "robot"),
        (["x", "--rerank"], "reranker"),
        (["x", "--reranker", "nope"], "nope"),
        (["x", "--store", "nope"], "nope"),
        ([" "], "query"),
        (["x", "-u", ""], "user_id"),
    ],
)
def test_what_memory_refuses_is_exit_code_1(
    memkit: Memkit, filled: list[str], args: list[str], message: str
) -> None:
    result = memkit("search", *args)
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("args", [[], ["one", "two"], ["x", "--mode", "fast"], ["x", "--k", "y"]])
def test_wrong_usage_is_exit_code_2(memkit: Memkit, args: list[str]) -> None:
    assert memkit("search", *args).exit_code == 2


def test_a_mistyped_path_is_an_error_and_makes_no_file(memkit: Memkit, folder: Any) -> None:
    for command in (["search", "x"], ["list"], ["history", "x"], ["export", "y"], ["doctor"]):
        result = memkit(*command, "--db", "typo.db")
        assert result.exit_code == 1
        assert "There is no memory at 'typo.db'" in result.stderr
    assert list(folder.iterdir()) == []
