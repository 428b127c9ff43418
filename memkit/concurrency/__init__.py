"""Work beside the caller: calls to providers, retries, clients, jobs in the background."""
