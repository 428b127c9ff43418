from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from memkit.providers.hosted import batches, cut, encodable, estimated_tokens

# With halves of characters, which hypothesis leaves out by itself.
TEXTS = st.text(st.characters(codec=None), max_size=60)


@given(st.lists(TEXTS), st.integers(1, 5), st.integers(1, 40))
def test_batches_keep_the_order_and_the_limits(texts, most_texts, most_tokens):
    found = list(batches(texts, most_texts=most_texts, most_tokens=most_tokens))
    assert [text for batch in found for text in batch] == texts
    for batch in found:
        assert 1 <= len(batch) <= most_texts
        # A text that is beyond the limit by itself goes alone.
        assert sum(map(estimated_tokens, batch)) <= most_tokens or len(batch) == 1


def test_batches_are_as_large_as_may_be():
    sizes = {"a": 3, "b": 3, "c": 4, "d": 9}
    found = batches("abcd", most_texts=3, most_tokens=6, tokens_of=sizes.__getitem__)
    assert ["".join(batch) for batch in found] == ["ab", "c", "d"]
    assert [len(b) for b in batches(["x"] * 7, most_texts=3)] == [3, 3, 1]


@given(TEXTS)
def test_every_text_can_be_sent(text):
    sent = encodable(text)
    sent.encode()
    assert len(sent) == len(text)
    assert all(one == other or other == "?" for one, other in zip(text, sent, strict=True))


@given(TEXTS.map(encodable), st.integers(1, 10))
def test_a_text_is_cut_between_characters(text, tokens):
    short = cut(text, tokens=tokens)
    assert text.startswith(short)
    assert len(short.encode()) <= 3 * tokens
    # Nothing more than it must.
    assert short == text or len(short.encode()) > 3 * tokens - 4
