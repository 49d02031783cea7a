"""Digests for managers."""
