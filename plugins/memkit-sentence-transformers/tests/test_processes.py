"""What shows only in a fresh process: what is imported, what is said, what is asked of whom."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import PackageNotFoundError, distribution

import pytest

LISTING = """
import json, sys
from memkit import plugins
rows = [(row.name, row.state) for row in plugins.list_providers("embedder")]
made = plugins.create("embedder", "minilm")
print(json.dumps([rows, made.dim, sorted(sys.modules)]))
"""

ASKING = """
import json, sys, warnings
from memkit import plugins
from memkit.errors import MemkitError

def attempt(name, **options):
    try:
        plugins.create("embedder", name, **options).embed_query("tea")
        return "ok"
    except MemkitError as error:
        return f"{type(error).__name__}: {error}"

found = [attempt("minilm")]
found += [attempt(f"sentence-transformers:owner/{name}") for name in ("none", "gated", "refused")]
print(json.dumps(found))
"""


class Hub(BaseHTTPRequestHandler):
    """Answers as the Hugging Face hub does for models that it does not give."""

    asked: list[str]

    def do_GET(self):
        self.asked.append(self.path)
        if "none" in self.path:
            self.send_response(404)
            self.send_header("X-Error-Code", "RepoNotFound")
        elif "gated" in self.path:
            self.send_response(403)
            self.send_header("X-Error-Code", "GatedRepo")
        else:
            self.send_response(401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *arguments):
        pass


@pytest.fixture
def hub():
    handler = type("Handler", (Hub,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", handler.asked
    server.shutdown()
    server.server_close()


def fresh(script, **environment):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


def test_listing_and_making_import_no_sdk():
    try:
        distribution("memkit-sentence-transformers")
    except PackageNotFoundError:
        pytest.skip("memkit-sentence-transformers is not installed here")
    (rows, dim, modules), _ = fresh(LISTING)
    assert ["minilm", "ok"] in rows
    assert ["sentence-transformers", "ok"] in rows
    assert dim == 384
    assert {"torch", "transformers", "sentence_transformers", "tokenizers"}.isdisjoint(modules)


@pytest.mark.weights
def test_the_hub_is_asked_only_for_its_models_and_its_refusals_are_told(hub, tmp_path):
    endpoint, asked = hub
    found, _ = fresh(
        ASKING, HF_HUB_OFFLINE="0", HF_ENDPOINT=endpoint, HF_HOME=str(tmp_path), HF_TOKEN=""
    )
    minilm, none, gated, refused = found
    assert minilm == "ok"
    assert not any("minilm" in path.lower() for path in asked)
    assert none.startswith("ProviderError: The Hugging Face hub has no model 'owner/none'")
    assert gated.startswith("AuthenticationError: ")
    assert "Accept them at https://huggingface.co/owner/gated" in gated
    assert refused.startswith("AuthenticationError: ")
    assert "HF_TOKEN" in refused


@pytest.mark.weights
def test_minilm_asks_no_server_and_says_nothing(hub, tmp_path):
    endpoint, asked = hub
    script = ASKING.replace('("none", "gated", "refused")', "()")
    found, said = fresh(script, HF_HUB_OFFLINE="0", HF_ENDPOINT=endpoint, HF_HOME=str(tmp_path))
    assert found == ["ok"]
    assert asked == []
    assert said == ""
