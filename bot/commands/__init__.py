"""What the longer commands of `llaves` do; `bot.cli` says how each is called."""
