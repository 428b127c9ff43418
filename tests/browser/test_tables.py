"""What cells show of memories: legible in both themes, in wide and narrow windows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MADE = """
from memkit import Memory, samples

%load_ext memkit
m = Memory("tables.db", embedder="static-2")
m.add_many(list(samples.messages())[:300], progress=False)
m.add_space("hash", wait=True, progress=False)
[home] = m.add("I live in Berlin, on the third floor", user_id="alice")
sure = {"category": "home", "sure": True}
m.update(home.id, "I live in Lisbon, on the first floor", reason="she moved", metadata=sure)
m.add("I live in Lisbon, on the second floor", user_id="alice")
m.add("<script>window.bad = 1</script> <b>not bold</b>", user_id="alice")
m.add("Unbroken" * 60, user_id="alice")
m.delete(m.add("A mistake", user_id="alice")[0].id)
"""
SHOWN = {
    "hits": 'm.search("who looks after the boat?", k=3, explain=True)',
    "hit": 'm.search("who looks after the boat?", k=1)[0]',
    "record": "m.get(home.id)",
    "history": "m.history(home.id)",
    "events": "m.events()[-8:]",
    "page": 'm.get_all(user_id="alice")',
    "duplicates": "m.duplicates(user_id='alice', threshold=0.8)",
    "status": "%memkit status",
    "plugins": "%memkit plugins",
    "spaces": "m.spaces",
    "doctor": "m.doctor()",
    "added": 'm.add(["Hello", "I live in Porto"], user_id="bob")',
    "weak": 'm.search("purple elephant tax law", user_id="alice")',
    "nothing": 'm.search("x", user_id="nobody")',
    "code": "%recall boat --user alice --show-code --k 1",
    "forget": "%forget --where \"category = 'home'\" --user alice",
    # Last, because a failure stops "run all".
    "error": "%recall tea --mode nope",
}


def test_what_cells_show_is_legible(
    open_notebook: Any,
    page: Any,
    use_theme: Callable[[str], None],
    faults: Callable[[Any], list[str]],
    picture: Any,
) -> None:
    open_notebook(MADE, *SHOWN.values())
    cells = page.locator(".jp-CodeCell")
    outputs = {
        name: cells.nth(number).locator(".jp-OutputArea-output")
        for number, name in enumerate(SHOWN, start=1)
    }
    for width in (1200, 700):
        page.set_viewport_size({"width": width, "height": 1200})
        page.wait_for_timeout(500)
        for theme in ("light", "dark"):
            use_theme(theme)
            for name, shown in outputs.items():
                assert shown.count() > 0, name
                for one in shown.all():
                    box = one.bounding_box()
                    assert box["width"] > 400, name
                    assert box["height"] > 15, name
                    assert faults(one) == [], (name, theme, width)

    # What is stored is shown, and does nothing.
    assert "<script>window.bad = 1</script>" in outputs["page"].inner_text()
    assert page.evaluate("window.bad") is None
    # A word and its value are two words to those who copy or listen.
    assert "user alice" in outputs["record"].inner_text()

    long = outputs["page"].locator("details")
    assert not long.locator("summary + .mk-text").is_visible()
    long.locator("summary").click()
    assert long.locator("summary + .mk-text").inner_text() == "Unbroken" * 60

    for name in ("hits", "history"):
        picture(name, outputs[name].locator(".memkit"))
