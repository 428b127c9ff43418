"""Chats that remember: what is recalled for an answer, and what is remembered of it."""
