"""A model is asked, once, and its answer read however badly it is written."""
