"""What Slack refuses: one table of limits, and the rules between fields."""
