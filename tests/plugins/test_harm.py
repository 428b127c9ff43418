"""A plug-in that is broken is reported, and harms no other."""

from __future__ import annotations

import pytest

from memkit.errors import PluginError
from memkit.plugins import Manager

BROKEN = {
    "raises-at-import": ("raise RuntimeError('no luck')", "RuntimeError: no luck"),
    "misses-an-import": ("import fake_that_is_not_there", "No module named 'fake_that_is_not"),
    "exits": ("import sys; sys.exit(3)", "SystemExit: 3"),
    "is-no-python": ("def", "SyntaxError"),
    "raises-in-its-hook": (
        "from memkit.plugins import hookimpl\n@hookimpl\ndef memkit_stores(): raise KeyError('x')",
        "Its hook memkit_stores raised KeyError: 'x'",
    ),
    "takes-an-argument": (
        "from memkit.plugins import hookimpl\n@hookimpl\ndef memkit_stores(manager): return []",
        "It registers badly",
    ),
    "returns-none": (
        "from memkit.plugins import hookimpl\n@hookimpl\ndef memkit_stores(): pass",
        "memkit_stores returned NoneType, not a list of StoreSpec",
    ),
    "returns-strings": (
        "from memkit.plugins import hookimpl\n@hookimpl\ndef memkit_stores(): return ['x']",
        "a list that holds str, not StoreSpec",
    ),
    "returns-another-kind": (
        "from memkit.plugins import EmbedderSpec, hookimpl\n@hookimpl\n"
        "def memkit_stores():\n"
        "    return [EmbedderSpec(name='x', impl='a:B', config='a:C', summary='')]",
        "a list that holds EmbedderSpec, not StoreSpec",
    ),
    "has-an-unknown-hook": (
        "from memkit.plugins import hookimpl\n@hookimpl\ndef memkit_teapots(): return []",
        "memkit_teapots",
    ),
    "has-an-unknown-function": ("def memkit_teapots(): return []", "which is no hook of memkit"),
    "forgot-to-mark-its-hook": ("def memkit_stores(): return []", "without @hookimpl"),
    "registers-nothing": ("", "It registers no provider and no command."),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_is_reported_and_harms_no_other(name, install, install_good):
    code, cause = BROKEN[name]
    package = f"fake_{name}".replace("-", "_")
    install_good("healthy")
    install(
        f"memkit-{name}",
        f"[memkit]\n{name} = {package}._plugin\n",
        version="2.5",
        package=package,
        _plugin=code,
    )
    manager = Manager(builtin=None)

    rows = {row.name: row for row in manager.list_providers()}

    assert rows["healthy"].state == "ok"
    assert rows[name].state == "failed"
    assert rows[name].kind == ""
    assert rows[name].distribution == f"memkit-{name}"
    assert rows[name].version == "2.5"
    assert cause in rows[name].failure
    assert manager.create("embedder", "healthy").dim == 3
    with pytest.raises(PluginError) as raised:
        manager.get_spec("store", name)
    assert f"memkit-{name} 2.5" in str(raised.value)
    assert cause in str(raised.value)


@pytest.mark.parametrize(
    ("name", "entry_points"),
    [
        ("without-value", "[memkit]\nwithout-value\n"),
        ("not-a-module", "[memkit]\nnot-a-module = ???\n"),
        ("entry_points.txt", "no section\n[memkit]\nx = fake_x\n"),
    ],
)
def test_a_broken_entry_points_file_harms_no_other(name, entry_points, install, install_good):
    install_good("healthy")
    install("memkit-garbled", entry_points)
    rows = {row.name: row for row in Manager(builtin=None).list_providers()}
    assert rows["healthy"].state == "ok"
    assert rows[name].state == "failed"
    assert rows[name].distribution == "memkit-garbled"
    assert "not of the form" in rows[name].failure


def test_a_distribution_without_metadata_harms_no_other(site, install, install_good):
    install_good("healthy")
    install("memkit-nameless", "[memkit]\nnameless = fake_nameless\n")
    (site / "memkit_nameless-1.0.dist-info" / "METADATA").write_bytes(b"\xff\xfe\x00")
    rows = {row.name: row for row in Manager(builtin=None).list_providers()}
    assert rows["healthy"].state == "ok"
    assert rows["nameless"].distribution == "unknown"


@pytest.mark.parametrize(
    ("extra", "cause"),
    [
        ("api=2,", "version 2 of the plug-in contract"),
        ("capabilities=['filter'],", "not a frozenset"),
        ("secrets={'api_key': 'KEY'},", "not a mapping"),
    ],
)
def test_a_spec_that_does_not_fit_is_refused_alone(extra, cause, install, install_good):
    install_good("healthy")
    install_good("misfit", kind="store", extra=extra, version="3.1")
    manager = Manager(builtin=None)
    rows = {row.name: row for row in manager.list_providers()}
    assert rows["healthy"].state == "ok"
    assert (rows["misfit"].kind, rows["misfit"].state) == ("store", "failed")
    assert cause in rows["misfit"].failure
    with pytest.raises(PluginError, match=r"memkit-misfit 3\.1") as raised:
        manager.get_spec("store", "misfit")
    assert cause in str(raised.value)


def test_a_name_registered_twice_by_one_plugin_is_refused_alone(install):
    install(
        "memkit-twice",
        "[memkit]\ntwice = fake_twice._plugin\n",
        package="fake_twice",
        _plugin="""
            from memkit.plugins import EmbedderSpec, hookimpl

            def spec(name):
                return EmbedderSpec(name=name, impl="a:B", config="a:C", summary="")

            @hookimpl
            def memkit_embedders():
                return [spec("twice"), spec("once"), spec("twice")]
        """,
    )
    manager = Manager(builtin=None)
    rows = {row.name: row for row in manager.list_providers()}
    assert rows["once"].state == "ok"
    assert rows["twice"].state == "failed"
    with pytest.raises(PluginError, match="more than once"):
        manager.get_spec("embedder", "twice")


class TestClash:
    @pytest.fixture
    def manager(self, install_good):
        install_good("healthy")
        install_good("same", distribution="memkit-one", package="fake_one")
        install_good("same", distribution="memkit-two", package="fake_two", version="2.0")
        return Manager(builtin=None)

    def test_both_are_listed(self, manager):
        rows = manager.list_providers()
        assert [(r.name, r.distribution, r.state) for r in rows] == [
            ("healthy", "memkit-healthy", "ok"),
            ("same", "memkit-one", "clash"),
            ("same", "memkit-two", "clash"),
        ]
        assert "memkit-two 2.0" in rows[1].failure
        assert "memkit-one/same" in rows[1].failure

    def test_using_the_name_names_both(self, manager):
        with pytest.raises(PluginError) as raised:
            manager.create("embedder", "same")
        message = str(raised.value)
        assert "memkit-one 1.0" in message
        assert "memkit-two 2.0" in message
        assert "'memkit-one/same' or 'memkit-two/same'" in raised.value.fix

    @pytest.mark.parametrize("reference", ["memkit-two/same", "Memkit_Two/same"])
    def test_the_distribution_decides(self, manager, reference):
        assert type(manager.create("embedder", reference, dim=5)).__module__ == "fake_two.impl"

    def test_the_other_name_works(self, manager):
        assert manager.create("embedder", "healthy").dim == 3

    def test_listing_first_changes_nothing(self, manager):
        manager.list_providers()
        with pytest.raises(PluginError, match="offered by"):
            manager.create("embedder", "same")
        assert manager.create("embedder", "memkit-one/same").dim == 3


def test_who_claims_a_name_by_its_entry_point_keeps_it(install_good):
    install_good("mine", distribution="memkit-mine")
    install_good("mine", distribution="memkit-stray", package="fake_stray", entry="stray")
    manager = Manager(builtin=None)
    assert type(manager.create("embedder", "mine")).__module__ == "fake_mine.impl"
    states = {row.distribution: row.state for row in manager.list_providers()}
    assert states == {"memkit-mine": "ok", "memkit-stray": "clash"}
    assert type(manager.create("embedder", "mine")).__module__ == "fake_mine.impl"
    stray = manager.create("embedder", "memkit-stray/mine")
    assert type(stray).__module__ == "fake_stray.impl"


def test_the_same_name_in_two_kinds_is_no_clash(install_good):
    install_good("both", distribution="memkit-one", package="fake_one")
    install_good("both", distribution="memkit-two", package="fake_two", kind="store")
    rows = Manager(builtin=None).list_providers()
    assert [(row.kind, row.state) for row in rows] == [("embedder", "ok"), ("store", "ok")]
