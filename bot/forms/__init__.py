"""From what a person typed in a modal to a frozen command, or to one sentence under each wrong field."""
