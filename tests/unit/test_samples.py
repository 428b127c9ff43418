from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from memkit import samples

KEYS = {"memory", "user_id", "role", "name", "occurred_at", "metadata"}
USERS = {"haruka", "ines", "jordan", "mara", "tomas", "wei"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return list(samples.messages())


def when(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["occurred_at"])


def test_path_is_the_file_that_messages_reads(rows: list[dict[str, Any]]) -> None:
    lines = samples.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(rows)
    assert 450 <= len(rows) <= 600


def test_every_message_is_complete(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert set(row) == KEYS
        assert row["memory"] == row["memory"].strip() != ""
        assert row["role"] in {"user", "assistant"}
        assert (row["name"] == "Pilot") == (row["role"] == "assistant")
        metadata = row["metadata"]
        assert set(metadata) <= {"category", "thread", "lang", "priority", "tags", "place"}
        assert all(isinstance(metadata[key], str) for key in ("category", "thread", "lang"))
        assert metadata.get("priority", 1) in range(1, 6)
        assert all(isinstance(tag, str) for tag in metadata.get("tags", []))


def test_times_rise_over_about_seven_months_of_2025(rows: list[dict[str, Any]]) -> None:
    times = [when(row) for row in rows]
    assert all(row["occurred_at"].endswith("Z") for row in rows)
    assert times == sorted(times)
    assert times[0].year == times[-1].year == 2025
    assert 200 <= (times[-1] - times[0]).days <= 220


def test_six_people_and_their_assistant_speak(rows: list[dict[str, Any]]) -> None:
    assert {row["user_id"] for row in rows} == USERS
    assert min(Counter(row["user_id"] for row in rows).values()) >= 60
    names = {(row["user_id"], row["name"]) for row in rows if row["role"] == "user"}
    assert len(names) == len(USERS), "each person goes by one name"
    share = sum(row["role"] == "assistant" for row in rows) / len(rows)
    assert 0.15 <= share <= 0.20


def test_languages_are_mixed(rows: list[dict[str, Any]]) -> None:
    languages = Counter(row["metadata"]["lang"] for row in rows)
    assert set(languages) == {"en", "de", "es", "pt", "zh", "ja"}
    assert 0.65 <= languages["en"] / len(rows) <= 0.75
    assert min(languages.values()) >= 20


def test_assistant_answers_the_message_before_it_in_the_same_conversation(
    rows: list[dict[str, Any]],
) -> None:
    last: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["role"] == "assistant":
            asked = last[row["user_id"]]
            assert asked["role"] == "user", row["memory"]
            assert asked["metadata"]["thread"] == row["metadata"]["thread"], row["memory"]
            assert asked["metadata"]["lang"] == row["metadata"]["lang"], row["memory"]
            assert (when(row) - when(asked)).total_seconds() <= 15 * 60, row["memory"]
        last[row["user_id"]] = row


def test_duplicates_are_as_the_readme_says(rows: list[dict[str, Any]]) -> None:
    seen = Counter((row["user_id"], row["memory"]) for row in rows)
    repeated = sum(count - 1 for count in seen.values())
    shared = len(seen) - len({text for _, text in seen})
    again = sum("again" in row["metadata"].get("tags", []) for row in rows)
    readme = samples.path().with_name("README.md").read_text(encoding="utf-8")
    assert f"{len(rows)} messages" in readme
    assert f"{repeated} exact duplicates" in readme
    assert shared == 1
    assert again >= 25


def test_every_answer_stands_verbatim_in_the_same_conversation(
    rows: list[dict[str, Any]],
) -> None:
    said = {(row["user_id"], row["memory"]) for row in rows}
    asked = samples.questions()
    assert len(asked) == len({(one["user_id"], one["question"]) for one in asked}) == 40
    for one in asked:
        assert set(one) == {"question", "user_id", "answers", "note"}
        assert one["answers"], one["question"]
        for answer in one["answers"]:
            assert (one["user_id"], answer) in said, answer
    assert {one["note"] for one in asked} == {
        "keyword",
        "multilingual",
        "paraphrase",
        "temporal",
        "update",
    }
