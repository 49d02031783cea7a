"""The digest: the keys and the queue at a glance, every week, every month and whenever a manager asks."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.ids import Action
from bot.rules.figures import BUCKET_DAYS, UNCOVERED_DAYS, WEEKS, Figures, Urgent
from bot.views.digests.chart import total, weeks_chart, weeks_in_letters, weeks_text
from bot.views.digests.counts import bucket_lines, shown_environments
from bot.views.digests.reminders import remind_button, reminders_button, reminders_line
from bot.views.digests.work import load_lines, work_facts
from bot.views.home.boards import Reminders
from bot.views.messages.message import Message
from bot.views.parts import LONGEST_TEXT, button, clip, facts, heading, paragraph, small
from bot.views.text import ENVIRONMENTS, count_text, date_text, figure, mention, moment_text, safe, when_text
from storage.enums import DigestKind
from storage.models import Person

_NEAR = BUCKET_DAYS.index(UNCOVERED_DAYS) + 1  # buckets, the expired among them

MENTIONED = 20

_TITLES = {
    DigestKind.WEEKLY: "Resumen semanal de llaves",
    DigestKind.MONTHLY: "Resumen mensual de llaves",
    DigestKind.ON_DEMAND: "Resumen de llaves",
}

_NO_KEYS = "Aún no hay llaves asignadas. Cuando las haya, aquí verá cuántas vencen y cuándo."
_NO_WEEKS = f"No vence ninguna llave en las próximas {WEEKS} semanas."
_NO_URGENT = "Ningún prestador tiene llaves vencidas hace poco o por vencer sin solicitud en trámite."

# Ten of them fit one paragraph, however long they are, and fewer letters do for the text without blocks.
_LONGEST_NAME, _LONGEST_SEDE, _LONGEST_NAME_IN_TEXT = 100, 50, 25


def digest_message(
    figures: Figures,
    previous: Figures | None,
    kind: DigestKind,
    readers: Sequence[Person],
    reminders: Reminders,
) -> Message:
    """Tell the figures of a digest, and how they changed since the `previous` one.

    `readers` are the managers who chose to get it; they are mentioned, `MENTIONED` at most. `simpler` shows the weeks
    as bars of letters instead of Slack's chart.
    """
    title = f"{_TITLES[kind]} · {date_text(figures.made_at)}"
    above = [heading(title), *_readers(readers), small(_about(figures, previous)), *_keys(figures, previous)]
    below = [*_urgent(figures), *_work(figures, previous), *_loads(figures), *_actions(figures, reminders)]
    return Message(
        text=clip(_text(title, figures, previous, readers, reminders), LONGEST_TEXT),
        blocks=[*above, *_weeks(figures), *below],
        simpler=[*above, *_weeks(figures, in_letters=True), *below],
    )


def _readers(readers: Sequence[Person]) -> list[Block]:
    return [paragraph(f"Para {_mentioned(readers)}")] if readers else []


def _mentioned(readers: Sequence[Person]) -> str:
    more = len(readers) - MENTIONED
    told = " ".join(mention(person) for person in readers[:MENTIONED])
    return f"{told} y {figure(more)} más" if more > 0 else told


def _about(figures: Figures, previous: Figures | None) -> str:
    compared = (
        f" Entre paréntesis, el cambio frente al resumen del {date_text(previous.made_at)}."
        if previous
        else ""
    )
    return (
        f"Datos del {moment_text(figures.made_at)}; lo hecho se cuenta desde el "
        f"{moment_text(figures.since)}.{compared}"
    )


def _keys(figures: Figures, previous: Figures | None) -> list[Block]:
    if not figures.keys:
        return [heading("Vencimiento de llaves"), paragraph(_NO_KEYS)]
    lines = bucket_lines(figures.keys, previous.keys if previous else None)
    # Not a table: Slack draws it below the buttons, and a phone cuts it.
    return [heading("Vencimiento de llaves"), *map(paragraph, lines), paragraph(_uncovered(figures))]


def _uncovered(figures: Figures) -> str:
    if not figures.uncovered:
        if not any(sum(counts[:_NEAR]) for counts in figures.keys.values()):
            return f"Ninguna llave está vencida ni vence en {UNCOVERED_DAYS} días."
        # Of desarrollo nobody is reminded: its keys are not the delegates'.
        return (
            f"Todas las llaves de producción y preproducción vencidas o que vencen en {UNCOVERED_DAYS} días tienen una "
            "solicitud en trámite."
        )
    keys = count_text(
        figures.uncovered,
        f"llave vencida o que vence en {UNCOVERED_DAYS} días no tiene",
        f"llaves vencidas o que vencen en {UNCOVERED_DAYS} días no tienen",
    )
    alone = count_text(figures.sedes_alone, "sede", "sedes")
    rest = f" En *{alone}* no hay a quién recordarle: sin delegado activo." if figures.sedes_alone else ""
    return f"*{keys} solicitud en trámite.*{rest}"


def _weeks(figures: Figures, *, in_letters: bool = False) -> list[Block]:
    if not figures.keys:
        return []
    if not any(map(total, figures.weeks)):
        return [paragraph(_NO_WEEKS)]
    return [weeks_in_letters(figures.weeks) if in_letters else weeks_chart(figures.weeks)]


def _urgent(figures: Figures) -> list[Block]:
    if not figures.keys:
        return []
    lines = [_provider(each, figures.made_at, number) for number, each in enumerate(figures.urgent, start=1)]
    return [heading("Prestadores más urgentes"), paragraph("\n".join(lines) or _NO_URGENT)]


def _provider(each: Urgent, now: datetime, number: int) -> str:
    sede = f" · {safe(each.sede, _LONGEST_SEDE)}" if each.sede else ""
    environments = " y ".join(
        ENVIRONMENTS[environment] for environment in shown_environments(each.environments)
    )
    told = f"*{number}. {safe(each.name, _LONGEST_NAME)}*{sede} · {each.codigo}\n{when_text(each.expires_at, now)}"
    return f"{told} · {environments}{_alone(each)}"


def _alone(each: Urgent) -> str:
    return "" if each.delegates else " · *sin delegado activo*"


def _work(figures: Figures, previous: Figures | None) -> list[Block]:
    return [heading("Solicitudes"), facts(work_facts(figures, previous))]


def _loads(figures: Figures) -> list[Block]:
    return [heading("Carga de los funcionarios"), paragraph("\n".join(load_lines(figures.loads)))]


def _actions(figures: Figures, reminders: Reminders) -> list[Block]:
    first = [remind_button(figures.uncovered)] if figures.uncovered else []
    return [
        small(reminders_line(reminders)),
        ActionsBlock(
            elements=[
                *first,
                button(Action.OPEN_EXPIRIES, "Ver detalle"),
                reminders_button(reminders),
                button(Action.OPEN_DIGEST_PREFERENCES, "Preferencias"),
            ]
        ),
    ]


def _text(
    title: str,
    figures: Figures,
    previous: Figures | None,
    readers: Sequence[Person],
    reminders: Reminders,
) -> str:
    """Return all figures as a notification and a screen reader tell them, in fewer words than the blocks."""
    work = (f"{label}: {told}" for label, told in work_facts(figures, previous).items())
    keys = (
        [*bucket_lines(figures.keys, previous.keys if previous else None), _uncovered(figures)]
        if figures.keys
        else [_NO_KEYS]
    )
    weeks = [weeks_text(figures.weeks)] if any(map(total, figures.weeks)) else []
    urgent = (
        f"{each.codigo} {safe(each.name, _LONGEST_NAME_IN_TEXT)} {when_text(each.expires_at, figures.made_at)}{_alone(each)}"
        for each in figures.urgent
    )
    lines = chain(
        [f"*{title}*"],
        [f"Para {_mentioned(readers)}"] if readers else [],
        keys,
        weeks,
        urgent,
        work,
        load_lines(figures.loads),
        [reminders_line(reminders)],
    )
    return "\n".join(lines)
