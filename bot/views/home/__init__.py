"""What everything is reached from: the menu and App Home, per role."""
