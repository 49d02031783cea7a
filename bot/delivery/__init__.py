"""From the outbox to Slack: render what holds now, post or update it, pace, retry and repair."""
