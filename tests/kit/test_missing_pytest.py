from __future__ import annotations

import subprocess
import sys


def test_without_pytest_the_kit_says_what_to_install():
    script = "import sys; sys.modules['pytest'] = None; import memkit.testing"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
    )
    assert done.returncode == 1
    assert "Run: pip install 'memkit-core[testing]'" in done.stderr
