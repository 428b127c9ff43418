"""Numbers about vectors: plain functions on arrays."""
