"""The path of an addition, one step a module."""
