"""The windows around a request for keys (manual §6.1, §6.4.1.1)."""
