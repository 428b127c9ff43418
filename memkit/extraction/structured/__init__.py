"""Structured memories: fields of a schema, filled from messages, each with its quote."""
