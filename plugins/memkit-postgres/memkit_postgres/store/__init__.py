"""The store on pgvector."""
