"""The windows in which keys are listed, entered and read (manual §6.4.1.2, §6.4.2)."""
