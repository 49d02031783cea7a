"""A Slack workspace on this machine, as strict as Slack, for people without one and for the tests."""
