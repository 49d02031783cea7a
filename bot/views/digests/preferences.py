"""Which digests a manager is told of, and the word that an ordered one is on its way."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import Block, CheckboxesElement, Option, PlainTextObject
from slack_sdk.models.views import View

from bot.ids import Action, Callback, Field
from bot.views.messages.message import Message
from bot.views.parts import field, notice, paragraph
from bot.views.session import Place, header
from storage.enums import DigestKind
from storage.models import Person

TITLE = "Preferencias"

_LABELS: Mapping[DigestKind, str] = {
    DigestKind.WEEKLY: "Semanal (lunes 8:00)",
    DigestKind.MONTHLY: "Mensual (primer día hábil, 8:00)",
}
_NAMES: Mapping[DigestKind, str] = {DigestKind.WEEKLY: "semanal", DigestKind.MONTHLY: "mensual"}

_ON_ITS_WAY = "Le enviamos el resumen por mensaje directo."


def preferences_form(manager: Person) -> View:
    """Ask which digests the manager wants, with those of now ticked."""
    return View(
        type="modal",
        callback_id=Callback.DIGEST_PREFERENCES,
        title=PlainTextObject(text=TITLE),
        submit=PlainTextObject(text="Guardar"),
        close=PlainTextObject(text="Cancelar"),
        blocks=[
            *header(manager, None, Place.DIGEST),
            paragraph(
                "*Resumen de llaves*\nLlega al canal de gerentes y menciona a quienes lo eligieron. "
                "Con `/llaves resumen` lo recibe usted cuando quiera."
            ),
            field(
                Field.DIGESTS,
                "Quiero que me avise el resumen",
                _boxes(manager),
                hint="Si el lunes es festivo, el semanal llega el siguiente día hábil. Sin marcar ninguno, no le avisa.",
                optional=True,
            ),
        ],
    )


def preferences_saved(manager: Person) -> View:
    """Say what was chosen."""
    names = [_NAMES[kind] for kind in _chosen(manager)]
    if names:
        told = f"*Guardado.* Le avisará el resumen {' y el '.join(names)}."
    else:
        told = (
            "*Guardado.* Ningún resumen le avisará, y si ningún gerente elige uno, ese no se publica. "
            "Pídalo cuando lo necesite con `/llaves resumen`."
        )
    return notice(TITLE, told, above=header(manager, None, Place.DIGEST))


def digest_on_its_way() -> Message:
    """Answer whoever ordered a digest with the command."""
    return Message(text=_ON_ITS_WAY, blocks=[paragraph(_ON_ITS_WAY)])


def digest_on_its_way_notice(above: Sequence[Block]) -> View:
    """Answer whoever ordered a digest with a button, which may stand where no message can be answered."""
    return notice("Resumen de llaves", _ON_ITS_WAY, above=above)


def _boxes(manager: Person) -> CheckboxesElement:
    options = {kind: Option(value=kind, text=PlainTextObject(text=label)) for kind, label in _LABELS.items()}
    return CheckboxesElement(
        action_id=Action.INPUT,
        options=list(options.values()),
        initial_options=[options[kind] for kind in _chosen(manager)] or None,
    )


def _chosen(manager: Person) -> Sequence[DigestKind]:
    wanted = {DigestKind.WEEKLY: manager.weekly_digest, DigestKind.MONTHLY: manager.monthly_digest}
    return [kind for kind, chosen in wanted.items() if chosen]
