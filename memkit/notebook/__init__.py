"""memkit in a notebook: magics, and what its objects look like in a cell."""
