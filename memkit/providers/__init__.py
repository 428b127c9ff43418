"""What authors of plug-ins build on: hosted models, vector stores, journals in SQL."""
