"""Run the tests of plug-ins, each in an environment that holds nothing else.

    python3 scripts/test_plugin.py [--shared] [NAME ...]

Without a name: of all plug-ins, those with few dependencies first. An environment holds
memkit-core, the plug-in, what the two depend on, and pytest; with `--shared`, also what other
plug-ins depend on whose pins agree with it. What it installs is pinned by the plug-in's
requirements.txt. Tests in `tests/notebook` have `memkit-core[notebook]` too, which the others must
do without. Only the standard library is used, so that any python3 can run it.
"""

from __future__ import annotations

import argparse
import os
import ssl
import sys
import time

import once_more
from environment import PLUGINS, ROOT
from plugin_environments import in_notebooks, interpreter, names


def main() -> None:
    """Test the plug-ins that are named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", action="store_true", help="in an environment of several")
    parser.add_argument("plugin", nargs="*", help="name of a folder in plugins/")
    options = parser.parse_args()
    known = names()
    unknown = sorted(set(options.plugin) - set(known))
    if unknown:
        sys.exit(f"There is no plug-in {', '.join(unknown)}. There are: {', '.join(known)}.")
    asked = options.plugin or known
    failed = []
    for name in asked:
        start = time.monotonic()
        passed = passes(name, shared=options.shared)
        if not passed:
            failed.append(name)
        if len(asked) > 1:
            outcome = "passed" if passed else "failed"
            print(f"{name}: {outcome} in {time.monotonic() - start:.0f} s", flush=True)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def passes(name: str, *, shared: bool) -> bool:
    """Run a plug-in's tests, and tell whether they passed."""
    aside = in_notebooks(name)
    tests = [str(PLUGINS / name / "tests"), f"--ignore={aside}"]
    passed = pytest_passes(name, tests, shared=shared, notebook=False)
    if passed and aside.is_dir():
        passed = pytest_passes(name, [str(aside)], shared=shared, notebook=True)
    return passed


def pytest_passes(name: str, arguments: list[str], *, shared: bool, notebook: bool) -> bool:
    """Run pytest in a plug-in's environment; its settings are the plug-in's own, or ours."""
    python = interpreter(name, shared=shared, notebook=notebook)
    variables = {**os.environ, "OMP_NUM_THREADS": "1", **few_certificates()}
    run = f"{name}-notebook" if notebook else name
    return once_more.run(python, arguments, name=run, environment=variables).passed


def few_certificates() -> dict[str, str]:
    """Return the variable that has HTTP clients trust one authority alone.

    Each of a thousand clients would read those of the machine, which takes half of these tests'
    time. What they speak to is on this machine, over plain HTTP, unless a variable names a server.
    """
    known = ssl.create_default_context().get_ca_certs(binary_form=True)
    if not known or any(name.startswith("MEMKIT_TEST_") for name in os.environ):
        return {}
    file = ROOT / ".cache" / "one-certificate.pem"
    file.parent.mkdir(exist_ok=True)
    # Several of these run side by side.
    made = file.with_name(f"{file.name}.{os.getpid()}")
    made.write_text(ssl.DER_cert_to_PEM_cert(known[0]), "ascii")
    made.replace(file)
    return {"SSL_CERT_FILE": str(file)}


if __name__ == "__main__":
    main()
