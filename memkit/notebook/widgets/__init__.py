"""Widgets: what a cell shows that can be touched. Loaded when one is displayed."""
