"""Answers from memories: sentences whose citations were checked, by a model or quoted."""
