"""What the user allowed: the addresses and options of providers that a file may name.

A memory says which embedder each of its spaces was made with, and who made it need not be who opens
it. What the user gave by hand on this machine is kept in the user's own folder, so that the user's
own files open without a question; of another's file nothing is contacted until it is allowed.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from memkit import plugins
from memkit.errors import MemkitError
from memkit.plugins import RecordedOptions, Reference, addresses_in
from memkit.plugins.from_file import are_within
from memkit.plugins.references import same_name
from memkit.plugins.registration import KINDS

FILE = "allowed.jsonl"


def user_folder() -> Path:
    """Return the folder of the user's own settings; it need not exist."""
    base = os.environ.get("APPDATA") if os.name == "nt" else os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "memkit"


class Trust:
    """What the user allowed.

    Args:
        addresses: Of servers, each with all that is below it; given by the user for this memory.
    """

    def __init__(self, addresses: Sequence[str] = ()) -> None:
        self._addresses = tuple(addresses)

    def allows(self, provider: Reference, found: RecordedOptions) -> bool:
        """Tell whether a provider may be opened with the options that a file has for it.

        It may if none of them needs the user's word, if the user gave all of them before, or if
        those that do are addresses that the user gave.
        """
        if not found.questionable:
            return True
        kept = [
            entry["options"]
            for entry in _entries()
            if entry.get("provider") == same_name(provider.name)
        ]
        given = [
            one for options in kept for value in options.values() for one in addresses_in(value)
        ]
        known = (*self._addresses, *given)
        return found.options in kept or all(
            are_within(value, known) for value in found.questionable.values()
        )

    def keep(self, provider: Reference, found: RecordedOptions) -> None:
        """Keep what the user gave, for the next time. Where nothing can be kept, nothing is."""
        if found.questionable:
            _append({"provider": same_name(provider.name), "options": dict(found.options)})


def named_by_folder(folder: str, setting: str, choice: object) -> str | None:
    """Return what a memkit.toml would have contacted or done, the first time that it says so.

    The file comes with the folder it lies in, which may be a repository of others. That it was
    told allows nothing: a memory that names the same is as strange as before.

    Args:
        folder: Where the file is.
        setting: The setting's name, which is a provider's kind.
        choice: What the file has for it.
    """
    if setting not in KINDS or not isinstance(choice, (str, Mapping)):
        return None
    kind: Any = setting
    reference = choice if isinstance(choice, str) else str(choice["provider"])
    options = {} if isinstance(choice, str) else dict(choice.get("config", {}))
    try:
        # As it is understood, with the scheme that was left out.
        spec, config = plugins.spec_config(kind, reference, **options)
        named, found = plugins.recorded(kind, spec.name, config)
    except MemkitError:
        return None  # It is told when the provider is opened, which contacts nobody.
    reaching = {
        name: value
        for name, value in found.questionable.items()
        if addresses_in(value) or value is True
    }
    if not reaching or not _append({"folder": folder, "setting": setting, "options": reaching}):
        return None
    keys = " and the key that this machine has for it" if spec.secrets else ""
    return (
        f"The memkit.toml in {folder!r} sets the {setting} {named.name!r} with "
        f"{in_words(reaching)}: texts{keys} go where it says. If the file is not yours, take this "
        f"out of it, or give {setting}=... yourself. This is said once."
    )


def in_words(options: Mapping[str, Any]) -> str:
    """Return options as people read them; what does not print is escaped."""
    return ", ".join(f"{name}={value!r}" for name, value in sorted(options.items()))


def _entries() -> Iterator[dict[str, Any]]:
    try:
        lines = (user_folder() / FILE).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError, RuntimeError):
        return
    for line in lines:
        # A line that was cut off, or written by hand, takes nothing from the others.
        with contextlib.suppress(ValueError):
            entry = json.loads(line)
            if isinstance(entry, dict) and isinstance(entry.get("options"), Mapping):
                yield entry


def _append(entry: Mapping[str, Any]) -> bool:
    """Keep an entry, and tell whether it is new."""
    if entry in list(_entries()):
        return False
    with contextlib.suppress(OSError, RuntimeError):
        folder = user_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        line = json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n"
        # Of several processes each writes whole lines to the end.
        file = os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, line.encode())
        finally:
            os.close(file)
    return True
