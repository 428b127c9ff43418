"""No page leads to a private address, however it is written, resolved or redirected to."""

from __future__ import annotations

import pytest
import web_hosts
from memkit_loaders.web.config import WebConfig
from memkit_loaders.web.loader import WebLoader
from memkit_loaders.web.public import is_public

from memkit.errors import ProviderError

PRIVATE = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200",
    "100.127.255.254", "127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.0.1",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1",
    "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.7",
    "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "100::1",
    "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:10::1", "2001:20::1",
    "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:1::1", "2600::5efe:7f00:1",
    "2600::200:5efe:a00:1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fd12:3456::1",
    "fe80::1", "fec0::1", "ff02::1", "ff0e::1",
)  # fmt: skip
PUBLIC = (
    "1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.15.0.1",
    "172.32.0.1", "192.167.1.1", "223.255.255.254", "2606:4700::1111", "2a00:1450::1",
    "64:ff9b::808:808", "2002:808:808::1",
)  # fmt: skip
# Spellings of 127.0.0.1, 169.254.169.254 and the like that some client or other understands.
SPELLINGS = (
    "2130706433", "0x7f000001", "0x7F000001", "017700000001", "127.1", "127.0.1", "0177.0.0.1",
    "0x7f.0.0.1", "0x7f.1", "127.0.0.01", "0127.0.0.1", "2852039166", "0xa9fea9fe",
    "169.254.43518", "0251.0376.0251.0376", "0", "0x0", "00000000000", "0x", "127.0.0.1.2",
    "256.256.256.256", "4294967297", "%31%32%37.0.0.1", "127.0.0.1%00.example.org",
    "127.0.0.1%2f", "[fe80::1%25lo]", "[::1%lo]", "[::1", "::1", "[v1.x]", "[127.0.0.1]",
    "ana@127.0.0.1", "ana:secret@127.0.0.1", "example.org@127.0.0.1", "example.org:80@127.0.0.1",
    "127.0.0.1\\@example.org", "example.org\\.127.0.0.1", "127.0.0.1\t", "127.0\n.0.1",
    "127.0.0.1 ", "127.0.0.1..", "127.0.0.1:99999", "127.0.0.1:0", "127.0.0.1:-1",
    "127.0.0.1:8o", "", ":80", "..", "-a.example", "a" * 300,
)  # fmt: skip
# These come to a usual spelling first, and are refused by what it is.
FOLDED = (
    "127.0.0.1", "127.0.0.1.", "１２７.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "[::1]", "[0:0::1]",
    "[::ffff:7f00:1]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:a9fe:a9fe]",
)  # fmt: skip
SCHEMES = (
    "file:///etc/passwd", "ftp://example.org/a", "gopher://127.0.0.1:70/_", "data:text/html,a",
    "javascript:alert(1)", "dict://127.0.0.1:11211/", "ldap://127.0.0.1/", "//127.0.0.1/a",
    "unix:///var/run/docker.sock", "jar:http://127.0.0.1!/", "http:127.0.0.1/a", "http:/a",
)  # fmt: skip
PORTS = (22, 25, 6379, 8080, 9200, 11211)


def never(host, port):
    raise AssertionError(f"{host} was resolved")


def web(resolve=never, **options):
    options = {"pause_seconds": 0, "robots": False, **options}
    return WebLoader(WebConfig(**options), resolve=resolve)


def refused(loader, source):
    with pytest.raises(ProviderError) as caught:
        list(loader.load(source))
    assert caught.value.fix
    return caught.value.problem


def bracketed(address):
    return f"[{address}]" if ":" in address else address


@pytest.fixture
def here():
    with web_hosts.host() as served:
        yield served


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address):
    assert "not of the public internet" in refused(web(), f"http://{bracketed(address)}/")


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_of_such_an_address_is_refused(address):
    def resolve(host, port):
        return ["93.184.216.34", address]

    assert f"is at {address}" in refused(web(resolve), "https://innocent.example/")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_known(address):
    assert is_public(address)


def test_a_zone_is_never_public():
    assert not is_public("2606:4700::1111%eth0")


@pytest.mark.parametrize("host", SPELLINGS)
def test_a_host_in_another_spelling_is_refused(host):
    refused(web(), f"http://{host}/")


@pytest.mark.parametrize("host", FOLDED)
def test_a_host_is_checked_as_it_is_asked(host):
    assert "not of the public internet" in refused(web(), f"http://{host}/")


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "localhost.", "ＬＯＣＡＬＨＯＳＴ"])
def test_the_names_of_this_machine_are_refused(name):
    from memkit_loaders.web.network import system_addresses

    assert "not of the public internet" in refused(web(system_addresses), f"http://{name}/")


@pytest.mark.parametrize("source", SCHEMES)
def test_other_schemes_are_refused(source):
    refused(web(), source)


@pytest.mark.parametrize("port", PORTS)
def test_unusual_ports_are_refused(port):
    assert f"port {port}" in refused(web(), f"http://93.184.216.34:{port}/")


def start_at(here, **options):
    """Return a loader that may ask the host here, by the name "start.example", and nobody else."""

    def resolve(host, port):
        assert host == "start.example", host
        return ["127.0.0.1"]

    return web(resolve, allowed_hosts=(f"start.example:{here.port}",), **options)


@pytest.mark.parametrize(
    "target",
    [
        *(f"http://{bracketed(address)}/a" for address in PRIVATE),
        *(f"http://{host}/a" for host in FOLDED if host.isascii()),
        # Without a host it leads to where it came from.
        *(f"http://{host}/a" for host in SPELLINGS if host.isprintable() and host),
        *SCHEMES[:-4],
    ],
)
def test_a_redirect_leads_to_none_of_them(here, target):
    here.paths["/start"] = (302, {"Location": target}, b"")
    here.page("/a", "Secret.")
    refused(start_at(here), here.url("/start", "start.example"))
    assert [path for path, _ in here.asked if path != "/start"] == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_each_kind_of_redirect_is_checked(here, status):
    here.paths["/start"] = (status, {"Location": here.url("/a")}, b"")
    here.page("/a", "Secret.")
    loader = start_at(here, ports=(80, here.port))
    assert "not of the public" in refused(loader, here.url("/start", "start.example"))
    assert here.count("/a") == 0


def test_robots_lead_to_no_private_address(here):
    here.paths["/robots.txt"] = (302, {"Location": here.url("/a")}, b"")
    here.page("/a", "Secret.")
    loader = start_at(here, robots=True, ports=(80, here.port))
    assert "not of the public" in refused(loader, here.url("/start", "start.example"))
    assert here.count("/a") == 0
    loader.close()


def test_the_checked_address_is_the_one_that_is_connected_to(here, monkeypatch):
    """A resolver that answers otherwise the second time changes nothing: it is asked once."""
    import httpcore

    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    connected = []

    def connect_tcp(self, host, port, **_):
        connected.append(host)
        raise httpcore.ConnectError("no internet in this test")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect_tcp)
    loader = web(lambda host, port: next(answers), ports=(80, here.port))
    assert "can't be reached" in refused(loader, here.url("/a", "rebinding.example"))
    assert connected == ["93.184.216.34"]
    # Asked again, it answers with an address of this machine.
    assert "not of the public" in refused(loader, here.url("/a", "rebinding.example"))
    assert connected == ["93.184.216.34"]
    assert here.asked == []


def test_a_name_that_changes_between_page_and_redirect_is_refused(here):
    here.paths["/start"] = (302, {"Location": "http://other.example/a"}, b"")
    answers = {"start.example": ["127.0.0.1"], "other.example": ["::ffff:127.0.0.1"]}
    loader = web(lambda host, port: answers[host], allowed_hosts=(f"start.example:{here.port}",))
    assert "not of the public" in refused(loader, here.url("/start", "start.example"))


def test_an_allowed_host_is_read_and_no_other_one(here):
    url = here.page("/a", "Ana lives in Lisbon.")
    loader = web(allowed_hosts=(f"127.0.0.1:{here.port}",))
    [document] = loader.load(url)
    assert "Ana lives in Lisbon." in document.text
    assert "port" in refused(loader, f"http://127.0.0.1:{here.port + 1}/")
    loader.close()


def test_a_proxy_of_the_environment_is_not_asked(here, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, here.url(""))
    assert "not of the public" in refused(web(), "http://10.0.0.1/")
    assert here.asked == []
