"""What is read next, and reading it."""
