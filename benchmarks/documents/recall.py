"""Do searches find the passage with the answer? 60 questions about the files of `files.py`.

    python -m benchmarks.documents.recall [--folder FOLDER] [--tokens 800] [--overlap 80]

A question names its file, or the editions of one text in several formats, and the words that the
right passage holds. R@5 is the share of questions for which one of the first five passages is of
such a file and holds such words; blanks and case don't count. All passages of all files are
searched together. Whoever tunes chunk sizes does so on the half "tuned on"; the other is held out.

Beside memkit, on the same texts with the same embedder: llama-index with its default splitter and
its vector index, and the two crossed, so that what cutting does and what searching does are told
apart. It gets files with pages page by page, as its own readers give them.

`questions_first.json` has the same questions as they were first worded: often without the name of
what they are about, as if it were known ("the shell", "the library"). It was written before the
first run; `questions.json` after it.

llama-index is asked for by `requirements.txt` here and left out where it isn't installed;
`memkit-loaders` must be, for it reads the files.
"""

from __future__ import annotations

import importlib.util
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.documents.files import FILES, FOLDER, fetched
from benchmarks.measure import Row, arguments, report
from memkit import Memory, plugins
from memkit.contracts.loader import Document
from memkit.documents.finding import places
from memkit.documents.reading import Loaders
from memkit.errors import MemkitError
from memkit.providers.hosted import estimated_tokens

QUESTIONS = Path(__file__).with_name("questions.json")
EMBEDDER = "static-2"
DEPTH = 5
TARGET = 0.85
_USER = "reader"
_HALVES = ("tuned on", "held out")


@dataclass(frozen=True)
class Question:
    """What is asked, and how a right passage is known.

    Attributes:
        half: Whether chunk sizes were chosen by it.
        answers: Words of which a right passage holds one; `files`: of which it may be.
    """

    half: str
    question: str
    answers: Sequence[str]
    files: Sequence[str]

    def is_answered(self, passages: Sequence[Passage]) -> bool:
        """Tell whether one of some passages is right."""
        return any(
            passage.file in self.files
            and any(_plain(answer) in _plain(passage.text) for answer in self.answers)
            for passage in passages
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
        missed: The questions that were not answered.
    """

    name: str
    passages: int
    tokens: float
    seconds: float
    missed: Sequence[Question]

    def recall(self, questions: Sequence[Question]) -> float:
        """Return the share of questions that were answered."""
        return 1 - len([each for each in questions if each in self.missed]) / len(questions)


def questions(file: Path = QUESTIONS) -> list[Question]:
    """Return the questions of a file, in their order."""
    return [Question(**each) for each in json.loads(file.read_text("utf-8"))]


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
    folder: Path, asked: Sequence[Question], *, tokens: int, overlap: int, modes: Sequence[str]
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
    read: Sequence[Document], asked: Sequence[Question], *, modes: Sequence[str]
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
    retriever = index.as_retriever(similarity_top_k=DEPTH)
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
        hits = memory.search(question, user_id=_USER, k=DEPTH, mode=mode)
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
    asked: Sequence[Question],
    search: Callable[[str], list[Passage]],
) -> Outcome:
    missed = [each for each in asked if not each.is_answered(search(each.question))]
    tokens = sum(map(estimated_tokens, texts)) / len(texts)
    return Outcome(name, len(texts), tokens, seconds, missed)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def table(outcomes: Sequence[Outcome], asked: Sequence[Question]) -> str:
    """Return the outcomes as a table in Markdown."""
    halves = [[each for each in asked if each.half == half] for half in _HALVES]
    lines = [
        "| passages and search | R@5 | tuned on | held out | passages | tokens each | seconds |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in outcomes:
        shares = " | ".join(f"{100 * one.recall(half):.1f}" for half in (asked, *halves))
        lines.append(
            f"| {one.name} | {shares} | {one.passages:,} | {one.tokens:.0f} | {one.seconds:.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Read, cut, ask; print the table and what was missed."""
    parser = arguments(__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--tokens", type=int, default=800)
    parser.add_argument("--overlap", type=int, default=80)
    options = parser.parse_args()
    for _ in fetched(options.folder):
        pass
    asked = questions(options.questions)
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
    print(table(outcomes, asked))
    for each in outcomes[0].missed:
        print(f"missed, {each.half}: {each.question} ({each.files[0]})")
    ours = outcomes[0].recall(asked)
    measured = f"{100 * ours:.1f} %"
    report(
        [Row("R@5 of 60 questions on real files", ">= 85 %", measured, ours >= TARGET)],
        options.json,
    )


if __name__ == "__main__":
    main()
