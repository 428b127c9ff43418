"""Which loader a source leads to."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from memkit.errors import PluginError
from memkit.plugins import LoaderSpec, Manager, Point, create, hookimpl, loader_for
from memkit.plugins.dispatch import fit_of, name_of, scheme_of


def spec(name, **claims):
    return LoaderSpec(
        name=name,
        impl="memkit.builtin.loaders.text:TextLoader",
        config="memkit.builtin.loaders.configs:TextConfig",
        summary="A loader.",
        **claims,
    )


WEB = spec("web", schemes=("http", "https"), media_types=("text/html",))
PDF = spec(
    "pdf",
    suffixes=(".pdf",),
    schemes=("file", "https"),
    media_types=("application/pdf",),
)


@pytest.fixture
def manager(monkeypatch):
    """Make a manager that knows loaders of plug-ins, each of a distribution of its own."""

    def make(*specs, builtin="memkit.builtin._plugin"):
        points = []
        for one in specs:
            module = ModuleType(f"plugin_of_{one.name}")
            module.memkit_loaders = hookimpl(lambda one=one: [one], specname="memkit_loaders")
            monkeypatch.setitem(sys.modules, module.__name__, module)
            points.append(Point(one.name, module.__name__, f"memkit-{one.name}", "1.0"))
        return Manager(lambda: points, builtin=builtin)

    return make


@pytest.mark.parametrize(
    ("source", "scheme", "name"),
    [
        ("notes/A.MD", "file", "a.md"),
        ("file:///home/ana/a.md", "file", "a.md"),
        ("file:/home/ana/a.md", "file", "a.md"),
        ("https://example.org/papers/b.PDF?page=2#x", "https", "b.pdf"),
        ("S3://bucket/c.txt", "s3", "c.txt"),
        ("https://example.org", "https", ""),
        ("today: notes.md", "file", "today: notes.md"),
    ],
)
def test_a_source_has_a_scheme_and_a_name(source, scheme, name):
    assert (scheme_of(source), name_of(source)) == (scheme, name)


@pytest.mark.parametrize(
    ("source", "media_type", "name"),
    [
        ("notes.md", None, "text"),
        ("NOTES.TXT", None, "text"),
        ("report.pdf", None, "pdf"),
        ("file:///tmp/report.pdf", None, "pdf"),
        ("https://example.org/", None, "web"),
        ("https://example.org/report.pdf", None, "pdf"),
        ("http://example.org/report.pdf", None, "web"),
        ("/tmp/upload-1", "text/markdown; charset=utf-8", "text"),
        ("/tmp/upload.txt", "Application/PDF", "pdf"),
        ("https://example.org/report.pdf", "text/html", "web"),
    ],
)
def test_a_source_leads_to_its_loader(manager, source, media_type, name):
    assert manager(WEB, PDF).loader_for(source, media_type=media_type).name == name


def test_an_exact_media_type_goes_before_any_text_and_a_long_suffix_before_a_short_one(manager):
    any_text = spec("any", media_types=("text/*",))
    exact = spec("exact", media_types=("text/csv",))
    gz, tar = spec("gz", suffixes=(".gz",)), spec("tar", suffixes=(".tar.gz",))
    found = manager(any_text, exact, gz, tar)
    assert found.loader_for("x", media_type="text/csv").name == "exact"
    assert found.loader_for("x", media_type="text/x-log").name == "any"
    assert found.loader_for("a.tar.gz").name == "tar"
    assert found.loader_for("a.gz").name == "gz"


def test_a_plug_in_goes_before_what_ships_with_memkit(manager):
    mine = spec("mine", suffixes=(".md",))
    reference = manager(mine).loader_for("notes.md")
    assert (reference.name, reference.distribution) == ("mine", "memkit-mine")
    assert manager(mine).loader_for("notes.txt").name == "text"


def test_two_that_fit_alike_are_told(manager):
    both = manager(spec("one", suffixes=(".pdf",)), spec("two", suffixes=(".pdf",)))
    with pytest.raises(PluginError, match="memkit-one/one and memkit-two/two read") as raised:
        both.loader_for("report.pdf")
    assert "'memkit-one/one'" in raised.value.fix


def test_a_source_that_nobody_reads_is_told_with_what_is_read(manager):
    with pytest.raises(PluginError, match=r"No loader reads 'x\.docx'.*\.md, .*\.pdf.*https:"):
        manager(WEB, PDF).loader_for("x.docx")
    with pytest.raises(PluginError, match="media type 'image/png'"):
        manager().loader_for("https://example.org/a.png", media_type="image/png")
    assert fit_of(spec("all"), "x.docx") is None, "without a suffix it claimed every file"


@pytest.mark.parametrize(
    ("claims", "failure"),
    [
        ({"suffixes": ("pdf",)}, "Among its suffixes is 'pdf'"),
        ({"suffixes": (".PDF",)}, "Among its suffixes is '.PDF'"),
        ({"suffixes": ".pdf"}, "Its suffixes are a str"),
        ({"schemes": ("https://",)}, "Among its schemes is 'https://'"),
        ({"media_types": ("pdf",)}, "Among its media_types is 'pdf'"),
    ],
)
def test_a_claim_that_is_none_is_listed_as_a_failure(manager, claims, failure):
    (row,) = manager(spec("bad", **claims), builtin=None).list_providers("loader")
    assert row.state == "failed"
    assert failure in row.failure


def test_a_loader_that_was_found_can_be_made(tmp_path):
    (tmp_path / "notes.md").write_text("# Boats\n")
    source = str(tmp_path / "notes.md")
    (document,) = create("loader", loader_for(source)).load(source)
    assert document.text == "# Boats\n"
