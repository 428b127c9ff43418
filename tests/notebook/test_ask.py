"""%ask, and what a cell shows of an answer."""

from __future__ import annotations

from typing import Any

import pytest

from memkit.errors import ValidationError


def test_an_answer_with_its_sources(shell: Any) -> None:
    shell.run("%memkit use :memory:")
    shell.run("%remember Ana moved to Lisbon <b>in March</b>. Her cat came along. --user ana")
    found = shell.run("%ask where did Ana move? --user ana -o kept")
    assert found.known
    assert shell.run("kept.citations[0].number") == 1
    shell.run("kept")
    assert "<b>in March" not in shell.page
    assert "&lt;b&gt;in March" in shell.page
    assert "[1]" in shell.said
    assert "quoted, without an LLM" in shell.said
    shell.run("%ask where did Ana move? --user ana --quote --show-code")
    assert "answer = m.ask('where did Ana move?', user_id='ana', quote=True)" in (
        shell.printed + shell.said
    )
    assert not shell.run("%ask which football club wins? --user ana").known
    with pytest.raises(ValidationError, match=r"There is no question"):
        shell.run("%ask")
