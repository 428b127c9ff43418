"""%context, and what a cell shows of a block for a prompt."""

from __future__ import annotations

from typing import Any

import pytest

from memkit.errors import ValidationError


def test_a_block_with_its_reasons(shell: Any) -> None:
    shell.run("%memkit use :memory:")
    shell.run("%remember Ana moved to Lisbon <b>in March</b> --user ana --at 2025-03-01")
    shell.run("%remember ana moved to Lisbon <B>in March</B> --user ana")
    shell.run("%remember Ana likes tea --user ana")
    found = shell.run("%context where does Ana live? --user ana --tokens 70 -o kept")
    assert found.text == shell.run("kept.text")
    assert found.tokens <= 70
    shell.run("kept")
    assert "<b>in March" not in shell.page
    assert "&lt;b&gt;in March" in shell.page
    assert "of 70 tokens" in shell.said
    assert "says what" in shell.said
    assert "<memkit:memories>" in shell.said
    assert "Left out" in shell.page


def test_its_code_and_its_errors(shell: Any) -> None:
    shell.run("%memkit use :memory:")
    shell.run("%remember Ana likes tea --user ana")
    shell.run("%context tea --tokens 90 --kind messages --show-code")
    assert "context = m.context('tea', tokens=90, kind='messages')" in shell.printed + shell.said
    with pytest.raises(ValidationError, match=r"There is no question.*%context what does she like"):
        shell.run("%context")
    shell.run("%context tea --user nobody")
    assert "nobody" in shell.printed + shell.said
