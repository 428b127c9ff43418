import pytest


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch, tmp_path):
    """What a test allows is not kept for the user."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
