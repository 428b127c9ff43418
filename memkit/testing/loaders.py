"""What every loader must do."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

import pytest

from memkit.contracts.loader import Document, Loader, digest_of, path_of
from memkit.errors import MemkitError, NotFoundError
from memkit.plugins.dispatch import fit_of, scheme_of
from memkit.plugins.specs import LoaderSpec
from memkit.testing.base import ProviderConformance


class LoaderConformance(ProviderConformance):
    """Subclass it, set `spec`, and give the fixtures `source` and `changed_source`.

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
    def changed_source(self, source: str) -> str:
        """A source like it that says something else, as if somebody had changed it."""
        raise NotImplementedError(
            "override the fixture `changed_source`: other words than `source`"
        )

    @pytest.fixture
    def missing_source(self, source: str) -> str:
        """A source that is not there."""
        return f"{source}-that-is-not-there"

    def kit_load(self, provider: Loader, source: str) -> list[Document]:
        """Read a source to its end, and check the types."""
        documents = list(provider.load(source))
        assert all(isinstance(document, Document) for document in documents)
        return documents

    def kit_is_file(self, source: str) -> bool:
        """Tell whether a source is a file, named by its path or URI."""
        return scheme_of(source) == "file" and path_of(source).is_file()

    # -- finding -----------------------------------------------------------------------------

    def test_its_sources_lead_to_it(self, source: str) -> None:
        """What the spec says of suffixes and schemes fits the source."""
        assert fit_of(self.spec, source) is not None, "the spec does not claim `source`"

    def test_a_media_type_leads_to_it(self, source: str) -> None:
        """Each media type that the spec claims fits a source of its scheme."""
        for media_type in self.spec.media_types:
            told = media_type.replace("*", "x-any")
            assert fit_of(self.spec, source, media_type=f"{told}; charset=utf-8") is not None

    # -- reading -----------------------------------------------------------------------------

    def test_documents_are_found(self, provider: Loader, source: str) -> None:
        """A source gives documents with a text, or with messages."""
        documents = self.kit_load(provider, source)
        assert documents
        assert any(document.text.strip() or document.messages for document in documents)

    def test_documents_come_lazily(self, provider: Loader, source: str) -> None:
        """`load` gives an iterator, which may be left before its end."""
        documents = provider.load(source)
        assert isinstance(documents, Iterator)
        assert isinstance(next(documents), Document)
        del documents

    def test_a_source_can_be_read_again(self, provider: Loader, source: str, make: Any) -> None:
        """The same source gives the same documents, from another instance too."""
        documents = self.kit_load(provider, source)
        assert self.kit_load(provider, source) == documents
        assert self.kit_load(make(), source) == documents

    def test_a_file_may_be_named_by_its_uri(self, provider: Loader, source: str) -> None:
        """A path and its URI are one source."""
        if "://" in source or not Path(source).exists():
            pytest.skip("the source is no file")
        uri = Path(source).absolute().as_uri()
        assert self.kit_load(provider, uri) == self.kit_load(provider, source)

    def test_a_missing_source_is_an_error(self, provider: Loader, missing_source: str) -> None:
        """A source that is not there is not an empty one."""
        with pytest.raises(NotFoundError):
            self.kit_load(provider, missing_source)

    def test_what_is_no_such_file_is_an_error(
        self, provider: Loader, source: str, tmp_path: Path
    ) -> None:
        """A folder is refused, a file of nothing or of noise read or refused: never by crashing."""
        if not self.kit_is_file(source):
            pytest.skip("the source is no file")
        name = Path(path_of(source)).name
        folder = tmp_path / "kit_folder" / name
        folder.mkdir(parents=True)
        with pytest.raises(MemkitError):
            self.kit_load(provider, str(folder))
        for number, content in enumerate((b"", bytes(range(256)) * 16)):
            file = tmp_path / f"kit_{number}" / name
            file.parent.mkdir()
            file.write_bytes(content)
            with contextlib.suppress(MemkitError):
                self.kit_load(provider, str(file))

    def test_threads_may_share_it(self, provider: Loader, source: str) -> None:
        """Several threads read the same as one."""
        expected = self.kit_load(provider, source)
        with ThreadPoolExecutor(4) as threads:
            for documents in threads.map(lambda _: self.kit_load(provider, source), range(8)):
                assert documents == expected

    # -- what is known of a document ---------------------------------------------------------

    def test_documents_keep_the_contract(self, provider: Loader, source: str) -> None:
        """Their URIs, media types and spans are valid, the spans in order and in the text."""
        for document in self.kit_load(provider, source):
            assert Document.model_validate(document.model_dump()) == document

    def test_each_document_has_its_own_uri(self, provider: Loader, source: str) -> None:
        """Documents of one source are told apart by their URIs."""
        uris = [document.uri for document in self.kit_load(provider, source)]
        assert len(set(uris)) == len(uris)

    def test_the_media_type_is_one_of_the_specs(self, provider: Loader, source: str) -> None:
        """A loader that claims media types gives documents of these."""
        if not self.spec.media_types:
            pytest.skip(f"the spec of {self.spec.name!r} claims no media types")
        for document in self.kit_load(provider, source):
            told = {document.media_type, f"{document.media_type.partition('/')[0]}/*"}
            assert told & set(self.spec.media_types)

    def test_a_digest_changes_with_the_source(
        self, provider: Loader, source: str, changed_source: str
    ) -> None:
        """Whoever knows a digest knows whether the source must be read again."""
        before = {document.digest for document in self.kit_load(provider, source)}
        after = {document.digest for document in self.kit_load(provider, changed_source)}
        assert before != after

    def test_a_digest_is_of_the_files_bytes(self, provider: Loader, source: str) -> None:
        """Whoever has a file knows the digest of its documents, without reading it."""
        if not self.kit_is_file(source):
            pytest.skip("the source is no file")
        expected = digest_of(path_of(source).read_bytes())
        assert {document.digest for document in self.kit_load(provider, source)} == {expected}

    def test_documents_stand_in_their_source(self, provider: Loader, source: str) -> None:
        """A file's documents have its URI, with a fragment each where there are several."""
        if not self.kit_is_file(source):
            pytest.skip("the source is no file")
        expected = path_of(source).absolute().as_uri()
        for document in self.kit_load(provider, source):
            assert document.uri.partition("#")[0] == expected

    def test_messages_can_be_remembered(self, provider: Loader, source: str) -> None:
        """Each message of a conversation says something, and its time has an offset."""
        for document in self.kit_load(provider, source):
            for message in document.messages:
                assert message.role in ("user", "assistant")
                assert message.content.strip()
                assert message.created_at is None or message.created_at.tzinfo is not None

    def test_what_is_known_of_a_document_can_be_stored(self, provider: Loader, source: str) -> None:
        """Metadata are JSON, and times have an offset."""
        for document in self.kit_load(provider, source):
            assert json.loads(json.dumps(document.metadata)) == document.metadata
            assert document.occurred_at is None or document.occurred_at.tzinfo is not None
