"""A memory in PostgreSQL answers as one in a file with the built-in store does."""

import pytest

from memkit import Memory
from memkit.testing.answers import Answers


class TestStore(Answers):
    """The store, beside a journal in a file, by HNSW; `TestJournalAndStore` compares exactly."""

    @pytest.fixture
    def open_memory(self):
        return Memory

    @pytest.fixture
    def choice(self, url, schema):
        options = {"url": url, "schema_name": schema, "exact_below": 0}
        return {"provider": "postgres", "config": options}

    @pytest.fixture
    def min_share(self):
        return 0.99


class InPostgres(Answers):
    """The journal is there."""

    @pytest.fixture
    def choice(self, url, schema):
        return {"provider": "postgres", "config": {"url": url, "schema_name": f"{schema}_index"}}

    @pytest.fixture(autouse=True)
    def _journal(self, url, schema):
        self.journal = {"provider": "postgres", "config": {"url": url, "schema_name": schema}}

    def filled(self, open_memory, journal, path, choice):
        lines = path.with_suffix(".jsonl")
        with Memory(journal) as memory:
            memory.export(lines)
        memory = open_memory(None, journal=self.journal, store=choice)
        memory.import_(lines, progress=False)
        return memory


class TestJournalAndStore(InPostgres):
    @pytest.fixture
    def open_memory(self):
        return lambda path, **options: Memory(**({"path": path} if path else {}), **options)


class TestWordsOfTheJournal(InPostgres):
    """Beside a store that leaves words to the journal."""

    @pytest.fixture
    def choice(self):
        return "local"

    @pytest.fixture
    def open_memory(self):
        def opened(path, **options):
            if path is not None:
                return Memory(path, **options)
            memory = Memory(**options)
            assert memory.engine.words is memory.engine.journal
            memory.engine.index.has_words = False
            memory.engine.index._text = memory.engine.words
            return memory

        return opened
