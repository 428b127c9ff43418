"""What each kind of thing looks like in a cell: a MIME bundle, HTML with plain text beside it."""
