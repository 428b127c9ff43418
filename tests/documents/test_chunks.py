"""Documents cut into passages."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from memkit.builtin.loaders.markdown import sections_of
from memkit.contracts.loader import Document, Span
from memkit.documents.chunks.chunking import Chunk, chunks_of
from memkit.providers.hosted import estimated_tokens

ALPHABETS = (
    "abc de. f\n\n# ghi!\n- jk\n| l | m |\n```",
    "日本語です。東京は大きい！\n\n",
    "Привет, мир. Как дела?\n",
    "สวัสดีชาวโลก ",
    "é\u0301👩‍👩‍👧🇩🇪🏽\n ",
)
TEXTS = st.sampled_from(ALPHABETS).flatmap(lambda signs: st.text(alphabet=signs, max_size=900))


def document(text: str, *spans: Span) -> Document:
    return Document(
        text=text, uri="file:///a.md", media_type="text/markdown", digest="sha256:0", spans=spans
    )


def markdown(text: str) -> Document:
    return document(text, *sections_of(text))


def cut(made: Document, tokens: int = 60, overlap: int = 10) -> list[Chunk]:
    return chunks_of(made, tokens=tokens, overlap=overlap)


@given(TEXTS, st.integers(20, 80), st.booleans())
@example("# A\n\n## B\n", 20, True)
@example("x" * 1_000, 20, False)
def test_every_passage_stands_where_it_says_and_nothing_is_lost(
    text: str, tokens: int, in_sections: bool
) -> None:
    made = markdown(text) if in_sections else document(text)
    found = chunks_of(made, tokens=tokens, overlap=tokens // 4)
    told = set()
    for chunk in found:
        assert chunk.text == text[chunk.start : chunk.end] == chunk.text.strip()
        assert chunk.text
        assert estimated_tokens(chunk.text) <= tokens
        told.update(range(chunk.start, chunk.end))
    headings = {word for chunk in found for title in chunk.heading for word in title.split()}
    for place, sign in enumerate(text):
        if not sign.isspace() and place not in told:
            line = text[text.rfind("\n", 0, place) + 1 :].partition("\n")[0]
            # Only what a heading tells.
            assert in_sections
            assert set(line.strip("# \t").split()) <= headings
    assert [chunk.start for chunk in found] == sorted(chunk.start for chunk in found)
    assert chunks_of(made, tokens=tokens, overlap=tokens // 4) == found


TEAS = (
    "# Tea\n\nGreen tea.\n\n## Black\n\nFrom Assam.\n\nUnderlined\n---\n\nUnderlined, too.\n\n"
    "# Coffee\n\nMocha.\n"
)


def test_a_passage_ends_with_its_section_and_begins_below_its_heading() -> None:
    found = cut(markdown(TEAS), tokens=8, overlap=0)
    assert [(chunk.text, chunk.heading) for chunk in found] == [
        ("Green tea.", ("Tea",)),
        ("From Assam.", ("Tea", "Black")),
        ("Underlined, too.", ("Tea", "Underlined")),
        ("Mocha.", ("Coffee",)),
    ]


def test_small_sections_under_one_heading_are_one_passage() -> None:
    first, second = cut(markdown(TEAS), tokens=300)
    assert first.heading == ("Tea",)
    assert first.text.startswith("Green tea.\n\n## Black\n\nFrom Assam.")
    assert first.text.endswith("Underlined, too.")
    assert (second.text, second.heading) == ("Mocha.", ("Coffee",))


def test_a_heading_without_a_text_is_told_by_those_below_it_or_by_itself() -> None:
    text = "# Menu\n\n## Tea\n\nGreen.\n\n## Closed on Mondays\n"
    found = [(chunk.text, chunk.heading) for chunk in cut(markdown(text), tokens=8, overlap=0)]
    assert found == [
        ("Green.", ("Menu", "Tea")),
        ("## Closed on Mondays", ("Menu", "Closed on Mondays")),
    ]


def test_pages_are_told_and_what_lies_between_spans_is_kept() -> None:
    text = "Cover\n\nfirst page\n\nsecond page\n\nthe end"
    spans = [Span(start=7, end=17, page=1), Span(start=19, end=30, page=2)]
    apart = cut(document(text, *spans), tokens=5, overlap=0)
    assert [(chunk.text, chunk.page) for chunk in apart] == [
        ("Cover", None), ("first page", 1), ("second page", 2), ("the end", None),
    ]  # fmt: skip
    together = cut(document(text, *spans), tokens=300)
    assert [(chunk.text, chunk.page) for chunk in together] == [
        ("Cover", None), ("first page\n\nsecond page", 1), ("the end", None),
    ]  # fmt: skip


def test_rows_are_passages_of_their_own() -> None:
    text = "a: 1\n\na: 2"
    found = cut(document(text, Span(start=0, end=4), Span(start=6, end=10)), tokens=300)
    assert [chunk.text for chunk in found] == ["a: 1", "a: 2"]


def test_what_is_repeated_is_whole_sentences_of_the_passage_before() -> None:
    text = " ".join(f"Sentence number {number} says so." for number in range(60))
    found = cut(document(text), tokens=60, overlap=25)
    assert len(found) > 5
    for before, after in itertools.pairwise(found):
        repeated = text[after.start : before.end]
        assert repeated.startswith("Sentence number")
        assert repeated.endswith("says so.")
        assert estimated_tokens(repeated) <= 25
    apart = cut(document(text), tokens=60, overlap=0)
    assert all(one.end < two.start for one, two in itertools.pairwise(apart))


def test_code_items_and_rows_are_not_torn_where_they_fit() -> None:
    code = "```python\ndef f():\n\n    return 1\n```"
    rows = "\n".join(f"| row {number} | {number * 7} |" for number in range(40))
    items = "\n".join(f"- item {number} is kept in one piece" for number in range(30))
    text = f"{'Before it. ' * 12}\n\n{code}\n\n{rows}\n\n{items}\n"
    found = cut(document(text), tokens=60, overlap=0)
    assert any(code in chunk.text for chunk in found)
    for number in range(40):
        assert any(f"| row {number} | {number * 7} |" in chunk.text for chunk in found)
    for number in range(30):
        assert any(f"- item {number} is kept in one piece" in chunk.text for chunk in found)


@pytest.mark.parametrize("sign", ["👩‍👩‍👧", "e\u0301", "🇩🇪", "👍🏽", "กิ"])
def test_no_sign_is_cut(sign: str) -> None:
    found = cut(document(sign * 400), tokens=40, overlap=0)
    assert len(found) > 5
    for chunk in found:
        assert len(chunk.text) % len(sign) == 0


def test_a_change_above_leaves_the_passages_below_as_they_were() -> None:
    plain = [
        " ".join(f"Word{place * 31 + number}" for number in range(12)) + "." for place in range(400)
    ]
    before = {chunk.text for chunk in cut(document("\n\n".join(plain)), tokens=120, overlap=0)}
    plain[3] = "Something else is said here, and at some length, as it were."
    plain.insert(5, "And a paragraph more.")
    after = {chunk.text for chunk in cut(document("\n\n".join(plain)), tokens=120, overlap=0)}
    assert len(before) > 100
    assert len(before - after) <= 8


def test_long_texts_of_any_make_are_cut() -> None:
    for text in ("x" * 300_000, "1. " * 60_000, "a\n" * 60_000, "Satz 1. " * 30_000):
        found = cut(document(text), tokens=300, overlap=40)
        assert all(estimated_tokens(chunk.text) <= 300 for chunk in found)
        assert found[-1].end >= len(text.rstrip())


def test_a_real_page_reads_well() -> None:
    path = Path(__file__).parents[2] / "docs" / "concepts.md"
    text = path.read_text()
    found = chunks_of(markdown(text), tokens=300, overlap=40)
    assert len(found) > 10
    assert all(chunk.heading[0].strip() for chunk in found if chunk.heading)
    assert not any(chunk.text.startswith("# ") for chunk in found)
