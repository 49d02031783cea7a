"""Direct messages: what happened and what to do next. Never a key in them: Slack keeps messages."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, PlainTextObject

from bot.ids import NO_VALUE, Action
from bot.views.keys.key_view import SHOWN
from bot.views.messages.message import Message
from bot.views.parts import facts, paragraph
from bot.views.requests.buttons import cancel_button
from bot.views.text import ENVIRONMENTS, KINDS, date_text, mention, reason_text, safe
from storage.enums import Environment, PersonStatus, Role
from storage.models import Key, KeyRequest, Person, Provider

NEXT = {
    Role.DELEGATE: ("Ya puede solicitar las llaves de su entidad.", Action.START_REQUEST, "Solicitar llaves"),
    Role.OFFICIAL: (
        "Ya puede asignar llaves desde las tarjetas del canal de funcionarios.",
        None,
        "",
    ),
    Role.MANAGER: ("Escriba `/llaves` para ver qué puede hacer.", None, ""),
}


def registration_decided(person: Person, provider: Provider | None) -> Message:
    """Tell a person whether their registration was approved."""
    whose = f" ({safe(provider.name)})" if provider else ""
    if person.status is PersonStatus.REJECTED:
        text = (
            f"*Su registro no fue aprobado*{whose}.\n*Motivo:* {safe(person.decision_reason or '')}\n"
            "Corrija lo que haga falta y regístrese de nuevo."
        )
        return _message(text, [_actions(_button(Action.START_REGISTRATION, "Registrarse de nuevo"))])
    sentence, action, label = NEXT[person.role]
    text = f"*Su registro fue aprobado*{whose}. {sentence}"
    return _message(text, [_actions(_button(action, label))] if action else [])


def registration_repeated(person: Person) -> Message:
    """Tell the channel, in the card's thread, that a refused registration came back."""
    return _message(f"{mention(person)} corrigió su registro. Revíselo en la tarjeta de este hilo.", [])


def request_corrected(request: KeyRequest, holder: Person | None = None) -> Message:
    """Tell the officials, in the card's thread, that a delegate corrected a request; `holder` is who took it."""
    call = f"{mention(holder)}, usted la tiene tomada: revísela" if holder else "Atiéndala"
    return _message(
        f"{mention(request.submitted_by)} corrigió la solicitud de {safe(request.provider.name)} · {request.codigo}. "
        f"{call} en la tarjeta de este hilo.",
        [],
    )


def request_returned(request: KeyRequest) -> Message:
    """Tell a delegate why a request came back, with the buttons to correct it or take it back."""
    by = f" por {mention(request.returned_by)}" if request.returned_by else ""
    text = (
        f"*Su solicitud de {KINDS[request.kind]} fue devuelta*{by}.\n"
        f"{safe(request.provider.name)} · {request.codigo}\n"
        f"*Motivo:* {safe(request.return_reason or '')}\n"
        "Conservamos lo que escribió: corrija lo indicado y envíela de nuevo."
    )
    correct = _button(Action.START_REQUEST, "Corregir solicitud", request.codigo)
    return _message(text, [_actions(correct, cancel_button(request))])


def keys_assigned(request: KeyRequest, keys: Mapping[Environment, Key]) -> Message:
    """Tell a delegate that the keys are there and until when; the keys themselves are seen in a modal."""
    text = (
        f"*Se ha asignado token* a {safe(request.provider.name)} · {request.codigo}.\n"
        "Por seguridad las llaves no van en este mensaje: ábralas con el botón o con `/llaves ver`."
    )
    expiries = {
        f"Expira en {ENVIRONMENTS[environment]}": date_text(keys[environment].expires_at)
        for environment in (Environment.PREPRODUCTION, Environment.PRODUCTION)
        if environment in keys
    }
    blocks = [facts(expiries)] if expiries else []
    spoken = "".join(f" {label}: {day}." for label, day in expiries.items())
    return _message(
        text, [*blocks, _actions(_button(Action.OPEN_KEYS, "Ver llaves", request.codigo))], spoken
    )


def keys_updated(request: KeyRequest, saved: Sequence[Key]) -> Message:
    """Tell a delegate which environments of theirs an official corrected (Actualizar Token, §6.4.2.1)."""
    shown = [key for key in saved if key.environment in SHOWN]
    environments = " y ".join(ENVIRONMENTS[key.environment] for key in shown)
    text = (
        f"*El Ministerio corrigió sus llaves* de {environments}: "
        f"{safe(request.provider.name)} · {request.codigo}.\n"
        "Las anteriores dejan de servir: ponga las nuevas en su software. Ábralas con el botón o con `/llaves ver`."
    )
    expiries = {f"Expira en {ENVIRONMENTS[key.environment]}": date_text(key.expires_at) for key in shown}
    blocks = [facts(expiries)] if expiries else []
    spoken = "".join(f" {label}: {day}." for label, day in expiries.items())
    return _message(
        text, [*blocks, _actions(_button(Action.OPEN_KEYS, "Ver llaves", request.codigo))], spoken
    )


def access_changed(person: Person) -> Message:
    """Tell a person that a manager suspended them or let them work again."""
    if person.status is PersonStatus.SUSPENDED:
        reason = f"\n*Motivo:* {reason_text(person)}" if person.decision_reason else ""
        return _message(
            f"*Su acceso fue suspendido.*{reason}\nSi cree que es un error, comuníquese con la mesa de ayuda: 601 330 5043.",
            [],
        )
    return _message("*Su acceso fue restablecido.* Escriba `/llaves` para continuar.", [])


def _message(text: str, after: list[Block], spoken: str = "") -> Message:
    return Message(text=text + spoken, blocks=[paragraph(text), *after])


def _button(action: Action, label: str, value: str = NO_VALUE) -> ButtonElement:
    return ButtonElement(action_id=action, value=value, text=PlainTextObject(text=label), style="primary")


def _actions(*buttons: ButtonElement) -> ActionsBlock:
    return ActionsBlock(elements=list(buttons))
