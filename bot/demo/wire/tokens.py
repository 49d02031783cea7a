"""The secrets of one installation: what the app and Slack know each other by."""

import secrets
from dataclasses import dataclass, field


def _token(prefix: str) -> str:
    return f"{prefix}-{secrets.token_hex(16)}"


@dataclass(frozen=True)
class Tokens:
    """Made up anew for each workspace; none is in its representation."""

    bot: str = field(default_factory=lambda: _token("xoxb-local"), repr=False)
    app: str = field(default_factory=lambda: _token("xapp-1-local"), repr=False)
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
