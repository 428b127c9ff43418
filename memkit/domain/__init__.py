"""What memkit speaks of: records, results and proposals, and how a cell shows them."""
