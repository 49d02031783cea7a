"""Files that the ministry loads on the server, each whole or not at all."""
