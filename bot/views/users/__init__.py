"""The windows by which managers govern users."""
