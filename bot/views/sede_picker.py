"""Which sede? Asked of the delegate of a NIT that has several."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import PlainTextObject
from slack_sdk.models.views import View

from bot.ids import Callback, Field
from bot.views.parts import field, select
from bot.views.session import Place, header
from bot.views.states import delegate_state
from bot.views.text import sede_text
from storage.models import KeyRequest, Person, Provider


def sede_to_request(person: Person, sedes: Sequence[Provider], latest: Mapping[str, KeyRequest]) -> View:
    """Ask for which sede the keys are wanted; those that asked before tell where that stands."""

    def text(sede: Provider) -> str:
        before = latest.get(sede.codigo)
        return sede_text(sede) + (f" · {delegate_state(before)}" if before else "")

    options = [(sede.codigo, text(sede)) for sede in sedes]
    return _picker(
        Callback.REQUEST_SEDE, Place.REQUEST, "Solicitud de Llave", "Continuar", person, sedes[0], options
    )


def sede_to_view(person: Person, requests: Sequence[KeyRequest]) -> View:
    """Ask which sede's keys to show."""
    options = [(request.codigo, sede_text(request.provider)) for request in requests]
    title = "Visualización de Llaves"
    return _picker(Callback.KEYS_SEDE, Place.KEYS, title, "Ver llaves", person, requests[0].provider, options)


def _picker(
    callback: Callback,
    place: Place,
    title: str,
    submit: str,
    person: Person,
    entity: Provider,
    options: Sequence[tuple[str, str]],
) -> View:
    return View(
        type="modal",
        callback_id=callback,
        title=PlainTextObject(text=title),
        submit=PlainTextObject(text=submit),
        close=PlainTextObject(text="Cancelar"),
        blocks=[
            *header(person, entity, place, codigo="por elegir"),
            field(
                Field.CODIGO,
                "Código de habilitación",
                select(options, placeholder="Elija la sede"),
                hint=f"Su entidad tiene {len(options)} sedes para elegir; cada una tiene sus propias llaves.",
            ),
        ],
    )
