"""Pictures of widgets, for where there is no kernel: saved notebooks, exports, other readers."""
