"""The list of designated delegates that the ministry loads (§6.1): reading its file. Pure but for the reading."""
