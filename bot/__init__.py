"""The Slack app that hands out the IHCE access keys."""
