"""What drawing facts costs, and how much it may."""
