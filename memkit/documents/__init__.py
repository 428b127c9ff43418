"""Documents: files, folders and pages that become passages, and follow what they were read from."""
