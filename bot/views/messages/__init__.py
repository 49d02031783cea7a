"""Messages: cards in the channels, direct messages, answers to commands."""
