"""What the app keeps: tables, encryption and migrations. Imports nothing of `bot`."""
