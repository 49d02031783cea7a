"""What to do about a call that Slack refused, in Spanish and with Slack's own code. Never repeats a secret."""

from slack_sdk.errors import SlackApiError

from bot.logs import name_of, slack_code
from bot.settings import Settings

INVITE = "En ese canal de Slack escriba: /invite @llaves"

_MISSING_SCOPE = "falta un permiso (missing_scope). Cargue manifest.yml en su app de Slack y reinstálela"

_TOKEN_REFUSALS = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
_PASSING = frozenset(
    {"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable"}
)


def token_advice(error: Exception, variable: str, method: str, settings: Settings) -> str:
    """Say in Spanish what to do when Slack refuses the token in `variable`, or the call fails in another way."""
    code = slack_code(error) if isinstance(error, SlackApiError) else None
    if code in _TOKEN_REFUSALS:
        return f"Slack lo rechaza ({code}). Copie de nuevo {variable} en api.slack.com/apps"
    return _call_advice(error, method, settings)


def channel_advice(error: Exception, variable: str, settings: Settings) -> str:
    """Say in Spanish what to do when Slack does not show the channel in `variable`."""
    code = slack_code(error) if isinstance(error, SlackApiError) else None
    if code == "channel_not_found":
        # Slack hides a private channel from an app outside it: the two causes look the same.
        return f"Slack no lo muestra ({code}). {INVITE}, y revise {variable}"
    if code == "missing_scope":
        return _MISSING_SCOPE
    return _call_advice(error, "conversations.info", settings)


def user_advice(error: Exception, settings: Settings) -> str:
    """Say in Spanish what it means when Slack does not show a user."""
    code = slack_code(error) if isinstance(error, SlackApiError) else None
    if code in {"user_not_found", "user_not_visible"}:
        return f"no existe en este espacio de Slack ({code})"
    if code == "missing_scope":
        return _MISSING_SCOPE
    return _call_advice(error, "users.info", settings)


def _call_advice(error: Exception, method: str, settings: Settings) -> str:
    """What to do when a call fails for a reason that is not the token's or the channel's."""
    if not isinstance(error, SlackApiError):
        return (
            f"no se llega a {settings.slack_api_url} ({name_of(error)}). "
            "Revise la red, el proxy y SLACK_API_URL"
        )
    code = slack_code(error)
    if code is None:
        return f"lo que responde en {settings.slack_api_url} no es Slack. Revise el proxy y SLACK_API_URL"
    if code in _PASSING:
        return f"Slack no puede responder ahora ({code}). Intente de nuevo en unos minutos"
    return (
        f"Slack respondió un error inesperado ({code}). Búsquelo en https://docs.slack.dev/reference/methods/{method} "
        f"y revise SLACK_API_URL ({settings.slack_api_url})"
    )
