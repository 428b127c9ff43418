"""The providers that ship with the core."""
