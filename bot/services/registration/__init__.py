"""Being let in (manual §6.2): registering, and deciding on who registered."""
