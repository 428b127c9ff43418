"""Hits that are not close look so, and %forget leaves them alone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from memkit import Memory
from memkit.domain.relevance import NOTHING_CLOSE
from memkit.errors import ValidationError
from memkit.notebook.display import mimebundle

NONSENSE = "purple elephant tax law"


@pytest.fixture
def boats(mem: Memory) -> Memory:
    for text in (
        "The mooring in the harbour costs 840 euros a year.",
        "Mara sands the teak planks of the deck every spring.",
        "The bilge pump was replaced in June.",
    ):
        mem.add(text, user_id="alice")
    return mem


def bars(page: str) -> list[float]:
    """Return how long the bars are, in percent of what holds them."""
    return [
        sum(map(float, re.findall(r"width:([\d.]+)%", bar)))
        for bar in re.findall(r'<div class="mk-bar".*?</div>', page)
    ]


def test_a_bar_is_as_long_as_its_hit_is_close_and_not_as_the_best_one(boats: Memory) -> None:
    hits = boats.search("teak planks of the deck")
    bundle: Any = mimebundle(hits)
    assert bars(bundle["text/html"]) == pytest.approx(
        [100 * (hit.relevance or 0) for hit in hits], abs=0.2
    )
    assert NOTHING_CLOSE not in bundle["text/html"]
    far: Any = mimebundle(boats.search(NONSENSE))
    assert max(bars(far["text/html"])) < 20
    assert far["text/html"].count("mk-weak") >= 3
    for form in ("text/html", "text/plain"):
        assert NOTHING_CLOSE in far[form]


def test_a_card_says_how_close_its_hit_is(boats: Memory) -> None:
    good, far = boats.search("teak planks of the deck")[0], boats.search(NONSENSE)[0]
    told: Any = mimebundle(good)
    assert f"relevance  {good.relevance:.2f}\n" in f"{told['text/plain']}\n"
    told = mimebundle(far)
    assert "(not close)" in told["text/plain"]
    assert bars(told["text/html"]) == pytest.approx([100 * (far.relevance or 0)], abs=0.2)


def test_recall_says_that_nothing_is_close(shell: Any, boats: Memory) -> None:
    hits = shell.run(f"%recall {NONSENSE}")
    assert len(hits) == 3
    assert hits.weak
    assert not shell.run("%recall who sands the deck?").weak


def test_forget_takes_only_what_is_close(shell: Any, boats: Memory) -> None:
    hits = boats.search("who sands the teak planks?", user_id="alice")
    close = [hit for hit in hits if not hit.weak]
    assert 0 < len(close) < len(hits)
    shell.run('%forget --query "who sands the teak planks?" --user alice')
    assert f"This would delete {len(close)} memor" in shell.said
    assert f"{hits[0].relevance:.2f}".removeprefix("0") in shell.said, "its relevance is shown"
    assert "--include-weak takes" in shell.said
    shell.run('%forget --query "who sands the teak planks?" --user alice --yes')
    assert boats.count() == 3 - len(close)


def test_forget_deletes_nothing_for_nonsense_unless_told(shell: Any, boats: Memory) -> None:
    shell.run(f'%forget --query "{NONSENSE}" --user alice --yes')
    assert boats.count() == 3
    assert "Nothing close was found, so there is nothing to forget. 3 hits" in shell.said
    assert "The bilge pump" in shell.said, "what would have gone is shown"
    shell.run(f'%forget --query "{NONSENSE}" --user alice --include-weak')
    assert "This would delete 3 memories" in shell.said
    shell.run(f'%forget --query "{NONSENSE}" --user alice --include-weak --yes')
    assert boats.count() == 0


def test_forget_leaves_what_nobody_knows_to_be_close(
    shell: Any, boats: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boats.engine.unrelated, "_failed_lately", lambda row: True)
    boats.engine.unrelated._known.clear()
    assert boats.search("teak planks")[0].relevance is None
    shell.run('%forget --query "teak planks" --user alice --yes')
    assert boats.count() == 3
    assert "a relevance nobody knows" in shell.said


def test_weak_hits_are_those_of_a_question(shell: Any, boats: Memory) -> None:
    with pytest.raises(ValidationError, match="there is no question"):
        shell.run("%forget --where \"memory contains 'pump'\" --user alice --include-weak --yes")
    assert boats.count() == 3
