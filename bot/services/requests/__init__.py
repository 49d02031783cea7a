"""Requests for keys (manual §6.1, §6.4.1.1): asking, correcting, taking, returning, cancelling."""
