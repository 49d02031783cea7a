"""How the app reaches the local workspace and is reached by it: Web API, Socket Mode, signed HTTP."""
