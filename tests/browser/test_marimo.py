"""marimo: its apps show live widgets, and what it exports shows the pictures that these leave."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab import ROOT, free_port, wait_for

APP = """
import marimo

app = marimo.App()


@app.cell
def _():
    from memkit import Memory, samples

    m = Memory(":memory:", embedder="static-2", actor="alice")
    _ = m.add_many(list(samples.messages())[:200], progress=False)
    _ = m.add("The kettle lives on the balcony", user_id="mara")
    _ = m.add("<script>window.bad=1</script><img src=x onerror=window.bad=1>", user_id="mara")
    return (m,)


@app.cell
def _(m):
    m.explore(user_id="mara", where="memory icontains 'e'")
    return


@app.cell
def _(m):
    m.timeline(user_id="mara")
    return


@app.cell
def _(m):
    m.search("where is the kettle?", user_id="mara")
    return


if __name__ == "__main__":
    app.run()
"""
# Where an exported page has marimo's own scripts from; here they come from the package.
FRONTEND = "https://cdn.jsdelivr.net/npm/@marimo-team/frontend@"
LOST = re.compile("model not found|error displaying|<Explorer of|Traceback", re.IGNORECASE)


def from_the_package(route: Any) -> None:
    import marimo

    place = route.request.url.removeprefix(FRONTEND).partition("/dist/")[2]
    path = Path(marimo.__file__).parent / "_static" / place.partition("?")[0]
    route.fulfill(path=path) if path.is_file() else route.abort()


@pytest.fixture
def app(tmp_path: Path) -> Path:
    path = tmp_path / "app.py"
    path.write_text(APP, "utf-8")
    return path


def command(app: Path, *arguments: str) -> dict[str, Any]:
    """Return how marimo is started, with no settings and no folder of the user's."""
    home = app.parent / "home"
    home.mkdir(exist_ok=True)
    folders = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "CACHE", "STATE")}
    return {
        "args": [sys.executable, "-m", "marimo", "--log-level", "warn", *arguments],
        "cwd": app.parent,
        "env": {**os.environ, **folders, "HOME": str(home), "PYTHONPATH": str(ROOT)},
    }


@pytest.fixture
def served(app: Path) -> Iterator[str]:
    """The address of the app, run by marimo."""
    port, log = free_port(), app.with_name("marimo.log")
    with log.open("wb") as out:
        process = subprocess.Popen(
            **command(
                app, "run", app.name, "--headless", "--no-token", "--host", "127.0.0.1",
                "--port", str(port),
            ),
            stdout=out, stderr=out,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    wait_for(f"{url}/health", process, log=log)
    yield url
    process.terminate()
    process.wait(30)


def test_widgets_are_live_in_marimo(served: str, page: Any) -> None:
    page.goto(served)
    page.wait_for_selector(".mkx[data-ready]", timeout=60_000)
    page.wait_for_selector(".mkt[data-drawn]")
    explorer = page.locator(".mkx")
    explorer.get_by_text("The kettle lives on the balcony").first.wait_for()
    # The picture gives way to the widget, which answers.
    assert page.locator("[data-memkit-picture]:visible").count() == 0
    explorer.get_by_label("where, a filter").fill("memory contains 'kettle'")
    explorer.get_by_text("<script>").wait_for(state="detached")
    assert explorer.get_by_text("The kettle lives on the balcony").first.is_visible()
    assert "The kettle lives on the balcony" in page.locator("body").inner_text()
    assert page.evaluate("window.bad") is None
    assert not LOST.search(page.locator("body").inner_text())


def test_an_exported_app_shows_pictures(app: Path, page: Any) -> None:
    done = subprocess.run(
        **command(app, "export", "html", app.name, "-o", "app.html", "--force"),
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page.route(f"{FRONTEND}**", from_the_package)
    page.goto(app.with_name("app.html").as_uri())
    shown = page.locator("[data-memkit-picture]")
    shown.nth(1).wait_for()
    words = page.locator("body").inner_text()
    assert "The kettle lives on the balcony" in words
    assert not LOST.search(words)
    image = page.locator("img[src^='data:image/svg']")
    assert image.count() == 1
    assert image.evaluate("(one) => one.complete && one.naturalWidth") == 760
    assert page.evaluate("window.bad") is None
