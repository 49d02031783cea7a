"""Taking the secrets out of a payload, so that it may be shown to whoever sits at the page."""

import re
from collections.abc import Collection, Iterator
from typing import Any

MASK = "••••••••"

_BEARER = frozenset({"token", "response_url", "password"})
_SECRET_FIELD = re.compile(r"client_?(secret|id)|apim|subs(cription)?_?key", re.IGNORECASE)
_SHOWN_SECRET = re.compile(
    r"(\b(?:Client_?Secret|Client_?ID|APIMsubskey|SUBSCRIPTION_KEY)\b\W{0,3}[:=]\s*)[^\n`<>]+",
    re.IGNORECASE,
)
_ENTRA_SECRET = re.compile(r"[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{16,}")
_VALUES = frozenset({"value", "initial_value"})
_SHORTEST = 6


def typed_secrets(part: Any, *, secret: bool = False) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield what was typed in the fields that ask for keys and may be one: it is masked wherever else it turns up."""
    if isinstance(part, list):
        for each in part:
            yield from typed_secrets(each, secret=secret)
    elif isinstance(part, dict):
        inside = secret or _asks_for_keys(part)
        for name, content in part.items():
            if isinstance(content, str):
                if inside and name in _VALUES and _may_be_a_key(content.strip()):
                    yield content.strip()
            else:
                yield from typed_secrets(content, secret=inside or bool(_SECRET_FIELD.search(name)))


def masked(part: Any, secrets: Collection[str], *, secret: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Return a copy without secrets and without drawings, which are long and show what the person sees.

    Args:
        part: JSON.
        secrets: texts that are masked wherever they are.
        secret: whether the part belongs to a field that asks for keys.
    """
    if isinstance(part, list):
        return [masked(each, secrets, secret=secret) for each in part]
    if isinstance(part, str):
        return masked_text(part, secrets)
    if not isinstance(part, dict):
        return part
    inside = secret or _asks_for_keys(part)
    return {name: _entry(name, content, secrets, secret=inside) for name, content in part.items()}


def masked_text(text: str, secrets: Collection[str]) -> str:
    """Return a text without the secrets known, and without what looks like one or stands where one is shown."""
    for each in sorted(secrets, key=len, reverse=True):
        text = text.replace(each, MASK)
    return _ENTRA_SECRET.sub(MASK, _SHOWN_SECRET.sub(rf"\1{MASK}", text))


def _entry(name: str, content: Any, secrets: Collection[str], *, secret: bool) -> Any:  # noqa: ANN401 - JSON
    if name in _BEARER or (secret and name in _VALUES and isinstance(content, str)):
        return MASK if content else content
    if name == "blocks" and isinstance(content, list):
        return f"({len(content)} bloques)"
    return masked(content, secrets, secret=secret or bool(_SECRET_FIELD.search(name)))


def _may_be_a_key(text: str) -> bool:
    """Whether a text is no plain word: those would be masked wherever people write them."""
    return len(text) >= _SHORTEST and not text.isalpha()


def _asks_for_keys(part: dict[str, Any]) -> bool:
    return bool(_SECRET_FIELD.search(str(part.get("block_id", ""))))
