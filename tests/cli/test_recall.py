"""memkit recall and memkit tune."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory


@pytest.fixture(autouse=True)
def filled_blurry(blurry: Any, folder: Path) -> Any:
    with Memory("memkit.db", embedder="hash", store="blurry") as memory:
        blurry.fill(memory)
    return blurry


def said(result: Any) -> str:
    return " ".join(result.stdout.split())


def test_recall_says_the_number_and_what_is_better(memkit: Any) -> None:
    result = memkit("recall", "--store", "blurry")
    assert result.exit_code == 0, result.stderr
    assert "recall@10 of 'blurry' 0.7 in 'hash' with ef_search=70" in said(result)
    assert "ef_search=140 gives 1 at" in said(result)
    rows = [line.split() for line in result.stdout.splitlines() if re.match(r"\d+ ", line)]
    assert [(row[0], row[1], row[-1]) for row in rows] == [
        ("70", "0.700", "now"), ("140", "1.000", rows[1][-1]),
    ]  # fmt: skip


def test_recall_of_a_store_that_compares_all(memkit: Any) -> None:
    assert "which compares all vectors" in said(memkit("recall"))


def test_recall_as_json(memkit_json: Any) -> None:
    document = memkit_json("recall", "--store", "blurry", "--k", "5", "--sample", "7")
    assert (document["recall"], document["k"], document["queries"]) == (pytest.approx(0.4), 5, 7)
    assert document["tried"][-1]["recall"] == 1


def test_recall_within_a_scope(memkit: Any, memkit_json: Any) -> None:
    result = memkit("recall", "--user", "nobody")
    assert result.exit_code == 1
    assert "nothing to measure" in " ".join(result.stderr.split())
    assert memkit_json("recall", "--user", "alice")["memories"] == 80


def test_tune_sets_and_keeps(memkit: Any, memkit_json: Any) -> None:
    result = memkit("tune", "0.9", "--store", "blurry")
    assert result.exit_code == 0, result.stderr
    assert "It is kept with the memory." in said(result)
    kept = memkit_json("recall", "--store", "blurry")
    assert kept["recall"] >= 0.9
    assert 90 <= kept["breadth"] < 100
    # What it is now stands in the table, and what it was.
    states = [line.split()[-1] for line in result.stdout.splitlines() if re.match(r"\d+ ", line)]
    assert {"now", "before"} <= set(states)


def test_tune_as_json(memkit_json: Any) -> None:
    document = memkit_json("tune", "--store", "blurry")
    assert document["reached"]
    assert document["store"] == {
        "provider": "blurry", "config": {"ef_search": document["after"]["breadth"]},
    }  # fmt: skip


def test_tune_says_where_nothing_is_enough(memkit: Any, folder: Path) -> None:
    toml = '[store]\nprovider = "blurry"\n[store.config]\nalways_missed = 1\n'
    (folder / "memkit.toml").write_text(toml)
    result = memkit("tune")
    assert result.exit_code == 3
    assert "No ef_search reaches" in said(result)
    assert json.loads(memkit("tune", "--json").stdout)["reached"] is False


@pytest.mark.parametrize("target", ["1.5", "-1", "much"])
def test_a_target_is_a_share(memkit: Any, target: str) -> None:
    assert memkit("tune", "--", target).exit_code == 2


def test_doctor_names_the_command(memkit: Any, memkit_json: Any) -> None:
    result = memkit("doctor", "--store", "blurry")
    assert result.exit_code == 3
    assert "memkit tune 0.99 --space hash" in said(result)
    assert "recall@10 of 'blurry' 0.7" in said(result)
    document = json.loads(memkit("doctor", "--store", "blurry", "--json").stdout)
    assert document["recall"][0]["recall"] == pytest.approx(0.7)
    assert memkit_json("doctor")["recall"] == []
