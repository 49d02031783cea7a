"""The whole conversation, played by its people through the workspace: what each does, and what each then sees."""
