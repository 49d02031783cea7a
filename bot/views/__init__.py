"""What people see: pure functions from values to SDK objects; the Spanish lives here."""
