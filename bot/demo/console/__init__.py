"""Being the people of the local workspace from a terminal: type what they would type, see what they see."""
