"""Pages of real hosts: what is read of them, what is refused, and how hosts are treated."""

from __future__ import annotations

import gzip
import threading
import zlib
from datetime import UTC, datetime

import making
import pytest
import web_hosts
from memkit_loaders import _plugin
from memkit_loaders.process import Reader
from memkit_loaders.web.config import WebConfig
from memkit_loaders.web.loader import WebLoader

from memkit import plugins
from memkit.errors import NotFoundError, ProviderError
from memkit.testing import LoaderConformance

PDF = making.pdf(["In Lisbon.", "More"])
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def here():
    with web_hosts.host() as served:
        yield served


@pytest.fixture(scope="module")
def reader():
    """One process for all: it takes a second to start."""
    reader = Reader()
    yield reader
    reader.close()


@pytest.fixture
def web(here, reader):
    def web(**options):
        waited = []
        options = {"allow_private": True, "ports": (here.port,), "pause_seconds": 0, **options}
        loader = WebLoader(WebConfig(**options), reader=reader, sleep=waited.append)
        loader.waited = waited
        return loader

    return web


def refused(loader, source):
    with pytest.raises(ProviderError) as caught:
        list(loader.load(source))
    assert caught.value.fix
    return str(caught.value)


class TestWeb(LoaderConformance):
    spec = _plugin.WEB

    @pytest.fixture
    def config(self, here):
        return {"allow_private": True, "ports": (here.port,), "pause_seconds": 0}

    @pytest.fixture
    def source(self, here):
        return here.page("/a", "Ana lives in Lisbon.")

    @pytest.fixture
    def changed_source(self, here):
        return here.page("/b", "Ana lives in Porto.")


# -- what is read -----------------------------------------------------------------------------


def test_a_page_has_its_main_text_under_its_headings(here, web):
    url = here.page("/a", "Ana lives in Lisbon.")
    [document] = web().load(f"{url}#river")
    assert document.uri == url
    assert document.media_type == "text/html"
    assert "Shop" not in document.text
    assert "All rights" not in document.text
    found = {span.heading: document.text[span.start : span.end] for span in document.spans}
    assert list(found) == [("Where people live",), ("Where people live", "The river")]
    assert "Ana lives in Lisbon." in found[("Where people live",)]
    assert "The Tagus" in found[("Where people live", "The river")]
    assert document.metadata["title"] == "Ana lives in Lisbon."
    assert document.metadata["author"] == "Ana Costa"
    assert document.metadata["date"] == "2024-03-05"
    assert document.occurred_at == datetime(2024, 3, 5, 9, tzinfo=UTC)


def test_where_a_page_moved_to_is_known(here, web):
    here.paths["/old"] = (301, {"Location": "new?q=é"}, b"")
    here.page("/new?q=%C3%A9", "Ana lives in Lisbon.")
    [document] = web().load(here.url("/old"))
    assert document.uri == here.url("/old")
    assert document.metadata["moved_to"].startswith(here.url("/new"))


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw deflate", "several"])
def test_what_is_packed_is_unpacked(here, web, encoding):
    here.page("/a", "Ana lives in Lisbon.")
    page = here.paths["/a"][2]
    packed = {
        "gzip": gzip.compress(page),
        "deflate": zlib.compress(page),
        "raw deflate": zlib.compress(page)[2:-4],
        "several": gzip.compress(page[:99]) + gzip.compress(page[99:]),
    }[encoding]
    name = "deflate" if "deflate" in encoding else "gzip"
    here.paths["/a"] = (200, {**HTML, "Content-Encoding": name}, packed)
    [document] = web().load(here.url("/a"))
    assert "Ana lives in Lisbon." in document.text


@pytest.mark.parametrize(
    ("told", "mark", "charset"),
    [
        ("text/html; charset=iso-8859-7", b"", "iso-8859-7"),
        ("text/html", b'<meta charset="shift_jis">', "shift_jis"),
        ("text/html", b"\xef\xbb\xbf", "utf-8"),
        ("text/html; charset=nonsense", b"", "utf-8"),
    ],
)
def test_characters_are_read_as_they_are_written(here, web, told, mark, charset):
    text = "日本の川は長い。" if charset == "shift_jis" else "Η Άννα ζει στη Λισαβόνα."
    here.paths["/a"] = (200, {"Content-Type": told}, mark + f"<p>{text}</p>".encode(charset))
    [document] = web().load(here.url("/a"))
    assert text in document.text


def test_a_page_that_nobody_calls_one_is_known_by_its_start(here, web):
    here.page("/a", "Ana lives in Lisbon.")
    here.paths["/a"] = (200, {}, here.paths["/a"][2])
    [document] = web().load(here.url("/a"))
    assert document.media_type == "text/html"


@pytest.mark.parametrize(
    ("path", "told", "content", "media_type"),
    [
        ("/a.md", "text/plain; charset=latin-1", b"\xc0 Lisbonne, Lisbon", "text/markdown"),
        ("/a", "text/markdown", b"# Where\n\nIn Lisbon.", "text/markdown"),
        ("/a", "text/plain", b"In Lisbon.", "text/plain"),
        ("/a", "application/pdf", PDF, "application/pdf"),
        ("/a.pdf", "application/octet-stream", PDF, "application/pdf"),
    ],
)  # fmt: skip
def test_a_file_is_read_by_its_loader(here, web, path, told, content, media_type):
    here.paths[path] = (200, {"Content-Type": told}, content)
    [document] = web().load(here.url(path))
    assert document.uri == here.url(path)
    assert document.media_type == media_type
    assert "Lisbon" in document.text


def test_a_file_that_no_loader_reads_is_refused(here, web):
    here.paths["/a"] = (200, {"Content-Type": "video/mp4"}, b"\0")
    assert "video/mp4" in refused(web(), here.url("/a"))


def test_a_damaged_file_is_named_by_its_address(here, web):
    here.paths["/a.pdf"] = (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7 and no more")
    said = refused(web(), here.url("/a.pdf"))
    assert here.url("/a.pdf") in said
    assert "memkit-" not in said


@pytest.mark.parametrize(
    "source", ["https://example.org/a", "HTTP://example.org", "https://a/b.pdf"]
)
def test_it_is_found_by_its_scheme(source):
    assert plugins.loader_for(source).name == "web"


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_not_found(here, web, status):
    here.paths["/a"] = (status, HTML, b"<p>Sorry</p>")
    with pytest.raises(NotFoundError):
        list(web().load(here.url("/a")))


@pytest.mark.parametrize("status", [400, 401, 403, 418, 500, 503, 304, 302])
def test_other_answers_are_errors(here, web, status):
    here.paths["/a"] = (status, HTML, b"")
    assert str(status) in refused(web(), here.url("/a"))


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_host_is_asked_again_once(here, web, status):
    here.page("/a", "Ana lives in Lisbon.")
    busy = (status, {"Retry-After": "7"}, b"")
    here.paths["/a"] = [busy, here.paths["/a"]]
    loader = web()
    assert list(loader.load(here.url("/a")))
    assert 7 in loader.waited
    here.paths["/a"] = busy
    refused(loader, here.url("/a"))
    assert here.count("/a") == 4


def test_a_host_that_asks_for_hours_is_not_waited_for(here, web):
    here.paths["/a"] = (503, {"Retry-After": "7200"}, b"")
    loader = web()
    assert "7200" in refused(loader, here.url("/a"))
    assert loader.waited == []


# -- limits -----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_is_refused(here, web, encoding):
    pack = gzip.compress if encoding == "gzip" else zlib.compress
    here.paths["/a"] = (200, {**HTML, "Content-Encoding": encoding}, pack(bytes(50_000_000)))
    assert "most_file_megabytes=1" in refused(web(most_file_megabytes=1), here.url("/a"))


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress", "x"])
def test_what_is_packed_otherwise_is_refused(here, web, encoding):
    here.paths["/a"] = (200, {**HTML, "Content-Encoding": encoding}, b"\0" * 99)
    assert "packed as" in refused(web(), here.url("/a"))


@pytest.mark.parametrize("content", [b"no gzip", gzip.compress(bytes(9999))[:-20]])
def test_damaged_packing_is_refused(here, web, content):
    here.paths["/a"] = (200, {**HTML, "Content-Encoding": "gzip"}, content)
    assert "damaged" in refused(web(), here.url("/a"))


def endless(head, piece, *, pause=0.0):
    """Return what answers with pieces until nobody listens."""
    waiting = threading.Event()

    def answer(handler):
        try:
            handler.wfile.write(head)
            while True:
                handler.wfile.write(piece)
                waiting.wait(pause)
        except OSError:
            handler.close_connection = True

    return answer


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (OK + b"\r\n", b"a" * 65536),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"a" * 65536 + b"\r\n"),
        # Packed, it says nothing for ever.
        (OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 3000),
    ],
)
def test_an_endless_body_is_refused(here, web, head, piece):
    here.paths["/a"] = endless(head, piece)
    assert "most_file_megabytes" in refused(web(most_file_megabytes=1), here.url("/a"))


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (OK + b"\r\n", b"a"),
        (OK, b"X"),
        (b"", b"H"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    ],
)
def test_a_slow_drip_ends(here, web, head, piece):
    here.paths["/a"] = endless(head, piece, pause=0.02)
    loader = web(most_fetch_seconds=0.3, robots=False)
    assert "most_fetch_seconds=0.3" in refused(loader, here.url("/a"))


def test_a_name_that_is_never_resolved_ends(here):
    ended = threading.Event()
    loader = WebLoader(
        WebConfig(most_fetch_seconds=0.2), resolve=lambda host, port: ended.wait() and []
    )
    assert "most_fetch_seconds" in refused(loader, "https://slow.example/")
    ended.set()


def test_huge_headers_are_refused(here, web):
    here.paths["/a"] = endless(OK, b"X-More: " + b"a" * 60_000 + b"\r\n")
    assert "HTTP" in refused(web(), here.url("/a"))


def test_endless_redirects_end(here, web):
    here.paths["/a"] = (302, {"Location": "/a"}, b"")
    assert "most_redirects=5" in refused(web(), here.url("/a"))
    assert here.count("/a") == 6


def test_a_host_that_is_not_there_is_an_error(web):
    def resolve(host, port):
        raise OSError("Name or service not known")

    loader = WebLoader(WebConfig(), resolve=resolve)
    assert "no host" in refused(loader, "https://nobody.example/")


# -- courtesy ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (b"User-agent: *\nDisallow: /", False),
        (b"User-agent: memkit\nDisallow: /a", False),
        (b"User-agent: other\nDisallow: /", True),
        (b"User-agent: *\nDisallow: /\nAllow: /a", True),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: memkit\nAllow: /", True),
        (b"User-agent: *\nDisallow: /*q=$", True),
        (b"User-agent: *\nDisallow: /*a$", False),
        (b"", True),
        (b"\xff\xfe no rules at all \0", True),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /a", False),
    ],
)
def test_robots_are_respected(here, web, rules, allowed):
    url = here.page("/a", "Ana lives in Lisbon.")
    here.paths["/robots.txt"] = (200, {"Content-Type": "text/plain"}, rules)
    loader = web()
    if allowed:
        assert list(loader.load(url))
        assert list(loader.load(url))
        assert here.count("/robots.txt") == 1
    else:
        assert "robots" in refused(loader, url)
        assert here.count("/a") == 0


@pytest.mark.parametrize(
    ("status", "allowed"), [(401, True), (404, True), (500, False), (503, False)]
)
def test_robots_that_cannot_be_had(here, web, status, allowed):
    url = here.page("/a", "Ana lives in Lisbon.")
    here.paths["/robots.txt"] = (status, {}, b"")
    if allowed:
        assert list(web().load(url))
    else:
        assert "robots.txt" in refused(web(), url)
        assert list(web(robots=False).load(url))


def test_robots_are_asked_before_each_redirect(here, web):
    here.paths["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /secret")
    here.paths["/a"] = (302, {"Location": "/secret"}, b"")
    here.page("/secret", "Secret.")
    assert "robots" in refused(web(), here.url("/a"))
    assert here.count("/secret") == 0


def test_endless_robots_are_read_to_their_limit(here, web):
    url = here.page("/a", "Ana lives in Lisbon.")
    here.paths["/robots.txt"] = endless(OK + b"\r\nUser-agent: *\nDisallow: /b\n", b"#" * 65536)
    assert list(web().load(url))


def test_a_host_is_asked_after_a_pause(here, web):
    url = here.page("/a", "Ana lives in Lisbon.")
    here.paths["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 12")
    loader = web(pause_seconds=3)
    list(loader.load(url))
    [waited] = loader.waited
    assert 9 < waited <= 12


def test_a_host_is_asked_one_thing_at_a_time(here, web):
    busy = threading.Lock()
    at_once = []

    def answer(handler):
        at_once.append(not busy.acquire(blocking=False))
        body = b"<p>Ana lives in Lisbon.</p>"
        handler.wfile.write(OK + b"\r\n" + body)
        if not at_once[-1]:
            busy.release()
        handler.close_connection = True

    here.paths["/a"] = answer
    loader = web(robots=False)
    threads = [threading.Thread(target=lambda: list(loader.load(here.url("/a")))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert at_once == [False] * 4


def test_it_says_who_asks(here, web):
    list(web().load(here.page("/a", "Ana lives in Lisbon.")))
    assert all(headers["User-Agent"].startswith("memkit/") for _, headers in here.asked)
    assert all(headers["Host"] == f"127.0.0.1:{here.port}" for _, headers in here.asked)
    assert not any("Cookie" in headers or "Referer" in headers for _, headers in here.asked)
