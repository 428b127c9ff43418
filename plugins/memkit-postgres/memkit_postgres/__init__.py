"""PostgreSQL as memkit's journal and as its store."""
