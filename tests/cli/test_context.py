"""`memkit context`."""

from __future__ import annotations

from tests.cli.conftest import Memkit, MemkitJson


def test_the_block_is_printed_as_a_prompt_has_it(memkit: Memkit, memkit_json: MemkitJson) -> None:
    memkit("add", "Ana moved to Lisbon", "--user", "ana", "--occurred-at", "2025-03-01")
    memkit("add", "ana moved to lisbon!", "--user", "ana")
    done = memkit("context", "Where does Ana live?", "--user", "ana")
    assert done.exit_code == 0
    lines = done.stdout.strip().split("\n")
    assert lines[:2] == ["<memkit:memories>", "Notes:"]
    assert lines[-1] == "</memkit:memories>"
    assert len(lines) == 4
    assert "oved to " in lines[2]
    why = memkit("context", "Where does Ana live?", "--user", "ana", "--why").stdout
    assert "of 800 tokens (estimate)" in why
    assert "says what" in why
    told = memkit_json("context", "Where does Ana live?", "--user", "ana", "--tokens", "60")
    assert told["text"].startswith("<memkit:memories>")
    assert told["tokens"] <= told["budget"] == 60
    assert [len(told["items"]), len(told["left_out"])] == [1, 1]
    assert told["items"][0]["line"] in told["text"]


def test_nothing_and_odd_budgets_are_told_with_a_fix(memkit: Memkit) -> None:
    memkit("add", "Ana moved to Lisbon", "--user", "ana")
    nobody = memkit("context", "Where?", "--user", "bob")
    assert nobody.exit_code == 0
    assert "memkit" in nobody.stdout
    odd = memkit("context", "Where?", "--tokens", "0")
    assert odd.exit_code == 1
    assert "tokens is 0" in odd.stderr
