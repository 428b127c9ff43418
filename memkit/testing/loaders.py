"""What every loader must do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import pytest

from memkit.contracts.loader import Document, Loader
from memkit.errors import NotFoundError
from memkit.plugins.specs import LoaderSpec
from memkit.testing.base import ProviderConformance


class LoaderConformance(ProviderConformance):
    """Subclass it, set `spec`, and give the fixture `source`.

    Attributes:
        spec: The loader's `LoaderSpec`.
    """

    spec: ClassVar[LoaderSpec]

    kit_spec = LoaderSpec
    kit_contract = Loader

    @pytest.fixture
    def source(self) -> str:
        """A source that holds at least one document."""
        raise NotImplementedError("override the fixture `source`: it returns what `load` takes")

    @pytest.fixture
    def missing_source(self, source: str) -> str:
        """A source that is not there."""
        return f"{source}-that-is-not-there"

    def test_documents_are_found(self, provider: Loader, source: str) -> None:
        """A source gives documents with text."""
        documents = load(provider, source)
        assert documents
        assert any(document.text.strip() for document in documents)

    def test_documents_come_lazily(self, provider: Loader, source: str) -> None:
        """`load` gives an iterator, which may be left before its end."""
        documents = provider.load(source)
        assert isinstance(documents, Iterator)
        assert isinstance(next(documents), Document)
        del documents

    def test_a_source_can_be_read_again(self, provider: Loader, source: str, make: Any) -> None:
        """The same source gives the same documents, from another instance too."""
        documents = load(provider, source)
        assert load(provider, source) == documents
        assert load(make(), source) == documents

    def test_what_is_known_of_a_document_can_be_stored(self, provider: Loader, source: str) -> None:
        """Metadata are JSON, and times have an offset."""
        for document in load(provider, source):
            assert json.loads(json.dumps(document.metadata)) == document.metadata
            assert document.occurred_at is None or document.occurred_at.tzinfo is not None

    def test_a_missing_source_is_an_error(self, provider: Loader, missing_source: str) -> None:
        """A source that is not there is not an empty one."""
        with pytest.raises(NotFoundError):
            load(provider, missing_source)

    def test_threads_may_share_it(self, provider: Loader, source: str) -> None:
        """Several threads read the same as one."""
        expected = load(provider, source)
        with ThreadPoolExecutor(4) as threads:
            for documents in threads.map(lambda _: load(provider, source), range(8)):
                assert documents == expected


def load(provider: Loader, source: str) -> list[Document]:
    """Read a source to its end, and check the types."""
    documents = list(provider.load(source))
    assert all(isinstance(document, Document) for document in documents)
    return documents
