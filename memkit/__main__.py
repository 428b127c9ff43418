"""`python -m memkit` is the command `memkit`."""

from __future__ import annotations

from memkit.cli import main

if __name__ == "__main__":
    main()
