"""What managers read of the keys: the digest, the list behind it, and who gets it when."""
