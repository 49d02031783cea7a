"""The people of the local workspace: what they do and what they see."""
