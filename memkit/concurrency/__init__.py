"""Work that goes on beside the caller: background jobs, and tasks one after the other."""
