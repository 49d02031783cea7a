"""The local workspace in the browser."""
