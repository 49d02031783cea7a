"""What the local workspace knows and how it changes: people, channels, messages, views, triggers."""
