"""The windows of registration (manual §6.2)."""
