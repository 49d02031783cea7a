"""«Ver detalle»: sede by sede, what expires when; one modal that is updated in place."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, Block, Option, PlainTextObject, StaticSelectElement
from slack_sdk.models.views import View

from bot.forms.expiries import ExpiriesState
from bot.ids import Action, Callback
from bot.views.digests.boards import ExpiryList, ExpiryRow
from bot.views.digests.counts import bucket_labels, shown_environments
from bot.views.parts import heading, paragraph
from bot.views.searching import pager
from bot.views.session import Place, header
from bot.views.text import ENVIRONMENTS, count_text, safe, when_text

EVERYTHING = "all"  # of the select: what expired or expires within 90 days

_LONGEST_NAME = 150
_NOTHING = (
    "*Ninguna llave está vencida ni vence en 90 días.* Elija otro plazo para ver las que vencen más adelante."
)


def expiries_view(found: ExpiryList) -> View:
    """Show one page of the sedes whose keys are in a bucket, the first to expire first."""
    return View(
        type="modal",
        callback_id=Callback.EXPIRIES,
        private_metadata=found.state.build(),
        title=PlainTextObject(text="Vencimientos"),
        close=PlainTextObject(text="Cerrar"),
        blocks=[
            *header(found.manager, None, Place.EXPIRIES),
            heading("Vencimiento de llaves"),
            _filter(found.state),
            *(_rows(found) if found.page.total else [paragraph(_empty(found.state))]),
        ],
    )


def bucket_chosen(value: str) -> int | None:
    """Return which bucket an option of the select stands for."""
    return None if value == EVERYTHING else int(value)


def _filter(state: ExpiriesState) -> Block:
    values = [EVERYTHING, *map(str, range(len(bucket_labels())))]
    texts = ["Vencidas y hasta 90 días", *map(_capitalized, bucket_labels())]
    options = [
        Option(value=value, text=PlainTextObject(text=text))
        for value, text in zip(values, texts, strict=True)
    ]
    chosen = EVERYTHING if state.bucket is None else str(state.bucket)
    return ActionsBlock(
        elements=[
            StaticSelectElement(
                action_id=Action.FILTER_EXPIRIES,
                placeholder=PlainTextObject(text="Plazo"),
                options=options,
                initial_option=next(option for option in options if option.value == chosen),
            )
        ],
    )


def _capitalized(label: str) -> str:
    return label[0].upper() + label[1:]


def _empty(state: ExpiriesState) -> str:
    if state.bucket is None:
        return _NOTHING
    if not state.bucket:
        return "*No hay llaves vencidas.*"
    return f"*Ninguna llave vence en ese plazo* ({bucket_labels()[state.bucket]}). Elija otro."


def _rows(found: ExpiryList) -> Sequence[Block]:
    page = found.page
    first = (page.number - 1) * page.size + 1
    return [
        *(paragraph(_row(number, row, found.now)) for number, row in enumerate(page.rows, start=first)),
        *pager(page, Action.PREVIOUS_EXPIRIES, Action.NEXT_EXPIRIES, "sede", "sedes"),
    ]


def _row(number: int, row: ExpiryRow, now: datetime) -> str:
    provider = row.provider
    named = " · ".join(
        part
        for part in (
            f"*{number}. {safe(provider.name, _LONGEST_NAME)}*",
            safe(provider.sede or "", _LONGEST_NAME),
            provider.codigo,
        )
        if part
    )
    expiries = " · ".join(
        f"{ENVIRONMENTS[environment]}: {when_text(row.environments[environment], now)}"
        for environment in shown_environments(row.environments)
    )
    return f"{named}\n{expiries}\n{_standing(row)}"


def _standing(row: ExpiryRow) -> str:
    delegates = count_text(row.delegates, "delegado activo", "delegados activos")
    who = delegates if row.delegates else "*Sin delegado activo*"
    return f"*Solicitud en trámite* · {who}" if row.request_pending else who
