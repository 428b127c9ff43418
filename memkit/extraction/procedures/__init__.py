"""Runs of tools as memories: which steps were taken, what came of them, and what failed."""
