"""The path of a search, one step a module."""
