"""Who fills a space: a sign of life in the journal, which other processes look for."""

from __future__ import annotations

import json
import os
import socket
import time
from contextlib import suppress
from typing import Any

from memkit.contracts.journal import Journal
from memkit.errors import MemkitError

# Who said nothing for so long is gone. A slow model's batch takes less.
PATIENCE_SECONDS = 180.0


def tell_of_filling(journal: Journal, key: str) -> None:
    """Let other processes know that this one fills a space, and is alive."""
    _tell(journal, key, {"host": socket.gethostname(), "pid": os.getpid(), "at": time.time()})


def tell_of_end(journal: Journal, key: str) -> None:
    """Let other processes know that this one fills a space no more."""
    _tell(journal, key, {})


def _tell(journal: Journal, key: str, said: dict[str, Any]) -> None:
    # A fill may end because the journal is closed, or out of reach.
    with suppress(MemkitError):
        journal.cache_put(_name(key), json.dumps(said).encode())


def is_filled_elsewhere(journal: Journal, key: str) -> bool:
    """Tell whether another process, or another memory of this one, fills a space."""
    said = json.loads(journal.cache_get(_name(key)) or b"{}")
    if not said or time.time() - said["at"] > PATIENCE_SECONDS:
        return False
    if said["host"] != socket.gethostname():
        return True
    return _is_alive(said["pid"])


def _is_alive(pid: int) -> bool:
    if os.name == "nt":
        return True  # There a signal of zero would end it.
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _name(key: str) -> str:
    return f"filling-{key}"
