"""A space notices a model that changed under its name, whatever changed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from memkit import Memory, plugins
from memkit.contracts.embedder import Embedder, EmbedKind, Vectors
from memkit.domain import defaults
from memkit.engine.spaces.fingerprint import PROBES
from memkit.engine.spaces.unrelated_texts import UNRELATED
from memkit.errors import SpaceError

ALL = "gives other vectors"


class Model(Embedder):
    """The default embedder under another name, as a model that reads texts in its own way.

    Args:
        read: What is done to a text first.
        change: What is done to the vectors.
    """

    model = "served"

    def __init__(
        self,
        read: Callable[[str], str] = str,
        change: Callable[[Vectors], Vectors] = np.asarray,
        max_batch: int = 64,
    ) -> None:
        made = plugins.create("embedder", defaults.EMBEDDER)
        assert isinstance(made, Embedder)
        self.inner, self.read, self.change = made, read, change
        self.dim = change(np.ones((1, made.dim), np.float32)).shape[1]
        self.max_batch = max_batch
        self.calls: list[list[str]] = []

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Return the default embedder's vectors of what it reads."""
        self.calls.append(list(texts))
        return self.change(self.inner.embed_batch([self.read(t) for t in texts], kind=kind))


def without(letters: str) -> Callable[[str], str]:
    """Return what a vocabulary without these letters leaves of a text."""
    return lambda text: re.sub(f"[{letters}]", "", text)


def first_words(n: int) -> Callable[[str], str]:
    """Return what a model that stops after so many words reads of a text."""
    return lambda text: " ".join(text.split()[:n])


def cased(text: str) -> str:
    """Return a text as a model that tells capitals from small letters reads it."""
    return re.sub(r"\b[A-Z]{2,}\b", lambda word: f"{word[0]} capital", text)


def rounded(steps: int) -> Callable[[Vectors], Vectors]:
    """Return vectors of whole numbers of so many steps, as they are compressed."""
    return lambda vectors: (np.rint(vectors / np.abs(vectors).max() * steps) / steps).astype("f4")


def turned(vectors: Vectors) -> Vectors:
    """Return the answers of another model of the same size."""
    return np.roll(vectors, 1, axis=1)


def in_part(vectors: Vectors) -> Vectors:
    """Return vectors of which a part with little weight comes from another model."""
    return np.concatenate([vectors[:, :-32], vectors[:, -32:][:, ::-1]], axis=1)


# What is said of a model that was the first and is the second.
SIBLINGS = {
    "Japanese out of the vocabulary": (Model(), Model(without("\u3041-\u30ff")), "Japanese text"),
    "Russian out of it": (Model(), Model(without("\u0400-\u04ff")), "Russian text"),
    "Korean and Hindi": (
        Model(), Model(without("\uac00-\ud7a3\u0900-\u097f")), "Hindi text and Korean text",
    ),
    "Thai": (Model(), Model(without("\u0e00-\u0e7f")), "text of other scripts and signs"),
    "accents": (Model(), Model(without("ßéèöüąęźłçãõ")), "text with accents"),
    "lower case": (Model(cased), Model(lambda text: cased(text.lower())), "text in capitals"),
    "less of a text is read": (Model(first_words(250)), Model(first_words(96)), "a long text"),
    "the prefix was forgotten": (Model(lambda text: f"passage: {text}"), Model(), ALL),
    "only the first word is taken": (Model(), Model(first_words(1)), ALL),
    "updated where it is served": (Model(), Model(change=turned), ALL),
    "updated in part": (Model(), Model(change=in_part), ALL),
    "all texts alike": (Model(), Model(lambda text: "x"), ALL),
}  # fmt: skip


@pytest.mark.parametrize("what", SIBLINGS)
def test_a_changed_model_is_refused_and_told_by_what(
    open_memory: Callable[..., Memory], what: str
) -> None:
    before, after, told = SIBLINGS[what]
    with open_memory(embedder=before) as memory:
        memory.add("tea", user_id="a")
    with pytest.raises(SpaceError) as caught:
        open_memory(embedder=after)
    said = told if told.startswith("gives") else f"answers differently to {told}"
    assert caught.value.problem.endswith(f" dimensions) {said}.")
    assert "served-2" in caught.value.fix


@pytest.mark.parametrize(
    "change",
    [rounded(127), lambda vectors: vectors.astype("f2").astype("f4"), lambda vectors: 3 * vectors],
    ids=["int8", "float16", "not scaled to one"],
)
def test_another_precision_is_the_same_model(
    open_memory: Callable[..., Memory], change: Callable[[Vectors], Vectors]
) -> None:
    open_memory(embedder=Model()).add("tea", user_id="a")
    memory = open_memory(embedder=Model(change=change))
    assert memory.search("tea", user_id="a")


def test_a_model_is_asked_once_for_all_texts(open_memory: Callable[..., Memory]) -> None:
    made, opened = Model(), Model()
    open_memory(embedder=made).close()
    assert made.calls == [list(PROBES.values())]
    memory = open_memory(embedder=opened)
    assert opened.calls == made.calls
    memory.add("tea", user_id="a")
    memory.search("tea", user_id="a")
    assert opened.calls[1:] == [["tea"], [*UNRELATED], ["tea"]]


def test_a_model_that_takes_one_text_a_call_is_asked_for_one(
    open_memory: Callable[..., Memory],
) -> None:
    one = Model(max_batch=1)
    open_memory(embedder=one).close()
    assert one.calls == [[PROBES["English text"]]]
    # The plug-in may take more, or fewer, some day.
    open_memory(embedder=Model(max_batch=64)).close()
    open_memory(embedder=Model(max_batch=1)).close()
    with pytest.raises(SpaceError, match=ALL):
        open_memory(embedder=Model(first_words(1), max_batch=64))


def test_a_space_made_by_more_texts_is_checked_by_fewer(
    open_memory: Callable[..., Memory],
) -> None:
    open_memory(embedder=Model()).close()
    open_memory(embedder=Model(max_batch=2)).close()
    with pytest.raises(SpaceError, match="differently to Japanese text"):
        open_memory(embedder=Model(without("\u3041-\u30ff"), max_batch=2))


def replace_fingerprint(path: Path, fingerprint: bytes) -> None:
    """Write another fingerprint into the only space of a file."""
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE spaces SET fingerprint = ?", [fingerprint])
    connection.close()


def test_an_older_space_is_checked_by_its_only_vector(
    open_memory: Callable[..., Memory], path: Path
) -> None:
    open_memory(embedder=Model()).close()
    english = Model().embed_batch([PROBES["English text"]], kind="document")
    replace_fingerprint(path, english.astype("<f4").tobytes())
    same = Model()
    open_memory(embedder=same).close()
    assert same.calls == [[PROBES["English text"]]]
    # As it always was: nothing is known of other texts.
    open_memory(embedder=Model(without("\u3041-\u30ff"))).close()
    with pytest.raises(SpaceError, match=ALL):
        open_memory(embedder=Model(change=turned))


@pytest.mark.parametrize(
    "kept",
    [b"", b"abc", b"abcd" * 5, b"probes:", b"probes:x", b"probes:" + b"x" * 34, b"\xff" * 1024],
)
def test_a_fingerprint_that_means_nothing_is_refused(
    open_memory: Callable[..., Memory], path: Path, kept: bytes
) -> None:
    open_memory(embedder=Model()).close()
    replace_fingerprint(path, kept)
    with pytest.raises(SpaceError, match=ALL):
        open_memory(embedder=Model())


def test_a_model_may_know_nothing_of_a_script_but_not_of_all(
    open_memory: Callable[..., Memory],
) -> None:
    english = without(r"^\x00-\x7f")
    open_memory(embedder=Model(english)).close()
    open_memory(embedder=Model(english)).close()
    with pytest.raises(SpaceError, match=ALL):
        open_memory(embedder=Model())


def test_a_model_without_any_vector_is_none(open_memory: Callable[..., Memory]) -> None:
    with pytest.raises(SpaceError, match=ALL):
        open_memory(embedder=Model(change=lambda vectors: 0 * vectors))


def test_a_large_model_fills_no_journal(open_memory: Callable[..., Memory], path: Path) -> None:
    def large(vectors: Any) -> Any:
        return np.tile(vectors, (1, 12))

    with open_memory(embedder=Model(change=large)) as memory:
        [row] = memory.engine.journal.spaces()
    assert row.dim == 3072
    assert len(row.fingerprint) < 3000
    open_memory(embedder=Model(change=large)).close()
    with pytest.raises(SpaceError, match="differently to Japanese text"):
        open_memory(embedder=Model(without("\u3041-\u30ff"), change=large))
