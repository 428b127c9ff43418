"""Do searches find the passage with the answer? Questions about the files of `files.py`.

    python -m benchmarks.documents.recall [--folder FOLDER] [--tokens 800] [--overlap 80]

A question names its file, or the editions of one text in several formats, and the words that the
right passage holds. R@5 is the share of questions for which one of the first five passages is of
such a file and holds such words; blanks and case don't count. All passages of all files are
searched together. Each share has its interval of 95 %, from drawing as many questions anew.

- `questions.json`, "tuned on": sixty questions whose misses were looked at; sizes and weights were
  chosen by them.
- `questions_first.json`, "first wording": the same questions as they were first worded: often
  without the name of what they are about, as if it were known ("the shell", "the library"). It was
  written before the first run; `questions.json` after it.
- `questions_held_out.json`, "held out": sixty others, written later from passages that were drawn
  at random, and before anything was changed. Nobody tunes by them.

Beside memkit, on the same texts with the same embedder: llama-index with its default splitter and
its vector index, and the two crossed, so that what cutting does and what searching does are told
apart. It gets files with pages page by page, as its own readers give them.

llama-index is asked for by `requirements.txt` here and left out where it isn't installed;
`memkit-loaders` must be, for it reads the files.
"""

from __future__ import annotations

import importlib.util
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.documents.files import FILES, FOLDER, fetched
from benchmarks.measure import Row, arguments, report
from memkit import Memory, plugins
from memkit.contracts.loader import Document
from memkit.documents.finding import places
from memkit.documents.reading import Loaders
from memkit.errors import MemkitError
from memkit.providers.hosted import estimated_tokens

QUESTIONS = {
    "tuned on": "questions.json",
    "first wording": "questions_first.json",
    "held out": "questions_held_out.json",
}
EMBEDDER = "static-2"
DEPTHS = (1, 5, 10)
TARGET = 0.85
_USER = "reader"
_DRAWS = 10_000


@dataclass(frozen=True)
class Question:
    """What is asked, and how a right passage is known.

    Attributes:
        answers: Words of which a right passage holds one; `files`: of which it may be.
    """

    question: str
    answers: Sequence[str]
    files: Sequence[str]

    def rank(self, passages: Sequence[Passage]) -> int | None:
        """Return the place of the first right passage, from 1; None if none is right."""
        return next((place for place, one in enumerate(passages, 1) if self._is_right(one)), None)

    def _is_right(self, passage: Passage) -> bool:
        return passage.file in self.files and any(
            _plain(answer) in _plain(passage.text) for answer in self.answers
        )


@dataclass(frozen=True)
class Passage:
    """What a search found: the text that it shows, and the file that it is of."""

    text: str
    file: str


@dataclass(frozen=True)
class Outcome:
    """What one way to cut and to search came to.

    Attributes:
        passages: How many there are, of `tokens` on average by memkit's estimate.
        seconds: To cut, embed and store all of them.
        ranks: Of each set of questions, the place of each one's first right passage.
    """

    name: str
    passages: int
    tokens: float
    seconds: float
    ranks: Mapping[str, Sequence[int | None]]

    def found(self, name: str, depth: int) -> NDArray[np.bool_]:
        """Tell which questions of a set have a right passage among the first so many."""
        return np.array([rank is not None and rank <= depth for rank in self.ranks[name]])


Asked = Mapping[str, Sequence[Question]]


def questions() -> dict[str, list[Question]]:
    """Return the sets of questions by name."""
    texts = {
        name: Path(__file__).with_name(file).read_text("utf-8") for name, file in QUESTIONS.items()
    }
    return {name: [Question(**each) for each in json.loads(text)] for name, text in texts.items()}


def documents(folder: Path) -> Iterator[Document]:
    """Yield the documents that loaders read from the files; say which can't be read."""
    loaders = Loaders(None)
    for file in FILES:
        try:
            for place in places([folder / file.name]):
                for found in place.found:
                    yield from loaders.documents(found)
        except MemkitError as error:
            print(f"not read: {file.name}: {error}")
    loaders.close()


def by_memkit(
    folder: Path, asked: Asked, *, tokens: int, overlap: int, modes: Sequence[str]
) -> Iterator[Outcome]:
    """Yield what memkit's own passages come to, by each mode of search."""
    with _memory() as memory:
        began = time.perf_counter()
        files = [folder / file.name for file in FILES]
        memory.ingest(files, user_id=_USER, tokens=tokens, overlap=overlap)
        seconds = time.perf_counter() - began
        texts = list(_stored(memory))
        for mode in modes:
            name = f"memkit's passages ({tokens}, {overlap}), {mode} search"
            yield _outcome(name, texts, seconds, asked, _searching(memory, mode))


def by_their_splitter(
    read: Sequence[Document], asked: Asked, *, modes: Sequence[str]
) -> Iterator[Outcome]:
    """Yield what llama-index's passages come to: by its own index, and by memkit's search."""
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import Document as Text

    splitter = SentenceSplitter()
    began = time.perf_counter()
    nodes = splitter.get_nodes_from_documents(
        [
            Text(
                text=text, metadata={"file": _name(each.uri)}, excluded_embed_metadata_keys=["file"]
            )
            for each in read
            for text in _pages(each)
        ]
    )
    cutting = time.perf_counter() - began
    texts = [str(node.get_content()) for node in nodes]
    began = time.perf_counter()
    search = _their_index(nodes)
    seconds = cutting + time.perf_counter() - began
    yield _outcome("llama-index's passages, its vector index", texts, seconds, asked, search)
    with _memory() as memory:
        began = time.perf_counter()
        memory.add_many(
            {"memory": text, "user_id": _USER, "metadata": dict(node.metadata)}
            for text, node in zip(texts, nodes, strict=True)
            if text.strip()
        )
        seconds = cutting + time.perf_counter() - began
        for mode in modes:
            name = f"llama-index's passages, memkit's {mode} search"
            yield _outcome(name, texts, seconds, asked, _searching(memory, mode))


def _pages(document: Document) -> Iterator[str]:
    """Yield the text of each page, as llama-index's readers do; the whole one without pages."""
    if not document.spans or document.spans[0].page is None:
        yield document.text
        return
    for _, spans in groupby(document.spans, key=lambda span: span.page):
        of_page = list(spans)
        yield document.text[of_page[0].start : of_page[-1].end]


def _their_index(nodes: Sequence[Any]) -> Callable[[str], list[Passage]]:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding

    ours = plugins.create("embedder", EMBEDDER)

    class Ours(BaseEmbedding):  # type: ignore[misc]  # llama-index has no types here
        """memkit's embedder, as llama-index asks for it."""

        def _get_query_embedding(self, query: str) -> list[float]:
            vector: list[float] = ours.embed_query(query).tolist()
            return vector

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = ours.embed_batch(texts, kind="document").tolist()
            return vectors

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    index = VectorStoreIndex(list(nodes), embed_model=Ours(embed_batch_size=256))
    retriever = index.as_retriever(similarity_top_k=DEPTHS[-1])
    return lambda question: [
        Passage(found.node.get_content(), found.node.metadata["file"])
        for found in retriever.retrieve(question)
    ]


def _memory() -> Memory:
    # The files are of a few languages, and no model is downloaded.
    return Memory(Path(tempfile.mkdtemp()) / "documents.db", embedder=EMBEDDER)


def _stored(memory: Memory) -> Iterator[str]:
    cursor = None
    while True:
        page = memory.get_all(user_id=_USER, limit=1000, cursor=cursor)
        yield from (each.memory for each in page)
        cursor = page.cursor
        if cursor is None:
            return


def _searching(memory: Memory, mode: Any) -> Callable[[str], list[Passage]]:
    def search(question: str) -> list[Passage]:
        hits = memory.search(question, user_id=_USER, k=DEPTHS[-1], mode=mode)
        return [Passage(hit.memory, _file_of(hit)) for hit in hits]

    return search


def _file_of(hit: Any) -> str:
    uri = hit.sources[0].document if hit.sources else None
    return str(hit.metadata["file"]) if uri is None else _name(uri)


def _name(uri: str) -> str:
    return uri.partition("#")[0].rpartition("/")[2]


def _outcome(
    name: str,
    texts: Sequence[str],
    seconds: float,
    asked: Asked,
    search: Callable[[str], list[Passage]],
) -> Outcome:
    ranks = {
        named: [each.rank(search(each.question)) for each in of] for named, of in asked.items()
    }
    tokens = sum(map(estimated_tokens, texts)) / len(texts)
    return Outcome(name, len(texts), tokens, seconds, ranks)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def interval(found: NDArray[np.bool_]) -> tuple[float, float]:
    """Return where 95 % of the shares lie of as many questions, drawn anew with repeats."""
    drawn = np.random.default_rng(0).integers(0, len(found), (_DRAWS, len(found)))
    low, high = np.percentile(found[drawn].mean(axis=1), (2.5, 97.5))
    return float(low), float(high)


def table(outcomes: Sequence[Outcome]) -> str:
    """Return the outcomes as a table in Markdown, in percent."""
    depths = " | ".join(f"R@{depth}" for depth in DEPTHS)
    lines = [
        f"| passages and search | questions | {depths} | passages | tokens each | seconds |",
        "|---" * (len(DEPTHS) + 5) + "|",
    ]
    for one in outcomes:
        for name in one.ranks:
            shares = " | ".join(_share(one.found(name, depth)) for depth in DEPTHS)
            size = f"{one.passages:,} | {one.tokens:.0f} | {one.seconds:.1f}"
            lines.append(f"| {one.name} | {name} | {shares} | {size} |")
    return "\n".join(lines)


def _share(found: NDArray[np.bool_]) -> str:
    low, high = interval(found)
    return f"{100 * found.mean():.1f} ({100 * low:.0f} to {100 * high:.0f})"


def main() -> None:
    """Read, cut, ask; print the table, and of what is not held out what was missed."""
    parser = arguments(__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--tokens", type=int, default=800)
    parser.add_argument("--overlap", type=int, default=80)
    options = parser.parse_args()
    for _ in fetched(options.folder):
        pass
    asked = questions()
    modes = ("hybrid", "vector")
    outcomes = list(
        by_memkit(
            options.folder, asked, tokens=options.tokens, overlap=options.overlap, modes=modes
        )
    )
    if importlib.util.find_spec("llama_index") is None:
        print("llama-index is not installed: left out")
    else:
        outcomes += by_their_splitter(list(documents(options.folder)), asked, modes=modes)
    print(table(outcomes))
    ours = outcomes[0]
    for each, found in zip(asked["tuned on"], ours.found("tuned on", 5), strict=True):
        if not found:
            print(f"missed: {each.question} ({each.files[0]})")
    report([_row(name, ours.found(name, 5)) for name in asked], options.json)


def _row(name: str, found: NDArray[np.bool_]) -> Row:
    share = float(found.mean())
    what = f"R@5 of {len(found)} questions on real files, {name}"
    return Row(what, ">= 85 %", f"{100 * share:.1f} %", share >= TARGET)


if __name__ == "__main__":
    main()
