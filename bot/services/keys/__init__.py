"""Keys (manual §6.4.1.2, §6.4.2): the lists of tokens, assigning, correcting, reading."""
