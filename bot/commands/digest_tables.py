"""The figures of a digest as tables for a terminal."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.bar import Bar
from rich.markup import escape
from rich.table import Table

from bot.rules.figures import UNCOVERED_DAYS, Figures, OfficialLoad, Urgent, Week
from bot.views.digests.counts import bucket_labels, shown_environments
from bot.views.digests.work import work_facts
from bot.views.text import ENVIRONMENTS, count_text, day_text, figure, moment_text, when_text

_BAR = 40  # columns


def tables(figures: Figures) -> Iterator[Table]:
    """Yield the keys by bucket, the weeks, the work, the officials and the most urgent providers."""
    yield _keys(figures)
    yield _weeks(figures.weeks)
    yield _work(figures)
    yield _loads(figures.loads)
    yield _urgent(figures)


def _keys(figures: Figures) -> Table:
    table = _table(f"Llaves por vencimiento, {moment_text(figures.made_at)}")
    table.add_column("Ambiente", no_wrap=True)
    for label in (*bucket_labels(), "Total"):
        table.add_column(label, justify="right")
    for environment in shown_environments(figures.keys):
        counts = figures.keys[environment]
        table.add_row(ENVIRONMENTS[environment], *map(figure, counts), figure(sum(counts)))
    table.caption = (
        f"Vencidas o en sus últimos {UNCOVERED_DAYS} días, sin solicitud en trámite: {figure(figures.uncovered)}. "
        f"Sedes de ellas sin delegado activo: {figure(figures.sedes_alone)}."
    )
    return table


def _weeks(weeks: Sequence[Week]) -> Table:
    table = _table("Vencen por semana", "Semana del")
    table.add_column("Llaves", justify="right")
    table.add_column("", width=_BAR)
    totals = [sum(week.expiring.values()) for week in weeks]
    most = max(totals, default=0)
    for week, total in zip(weeks, totals, strict=True):
        table.add_row(day_text(week.begins), figure(total), Bar(max(most, 1), 0, total, width=_BAR))
    return table


def _work(figures: Figures) -> Table:
    table = _table(f"Solicitudes, desde el {moment_text(figures.since)}", "", "")
    table.show_header = False
    for label, told in work_facts(figures, None).items():
        table.add_row(label, told.replace("*", ""))
    return table


def _loads(loads: Sequence[OfficialLoad]) -> Table:
    table = _table("Carga de los funcionarios", "Funcionario (id de Slack)")
    for label in ("Asignadas", "Devueltas", "Tomadas ahora"):
        table.add_column(label, justify="right")
    for load in loads:
        table.add_row(escape(load.user_id), figure(load.assigned), figure(load.returned), figure(load.taken))
    return table


def _urgent(figures: Figures) -> Table:
    table = _table(
        "Prestadores más urgentes", "Código", "NIT", "Prestador", "Llaves", "Ambientes", "Delegados"
    )
    for each in figures.urgent:
        table.add_row(
            each.codigo,
            each.nit,
            escape(_name(each)),
            when_text(each.expires_at, figures.made_at),
            ", ".join(ENVIRONMENTS[environment] for environment in shown_environments(each.environments)),
            count_text(each.delegates, "activo", "activos") if each.delegates else "ninguno activo",
        )
    return table


def _name(each: Urgent) -> str:
    return f"{each.name} · {each.sede}" if each.sede else each.name


def _table(title: str, *columns: str) -> Table:
    return Table(*columns, title=title, title_justify="left", caption_justify="left", box=box.SIMPLE_HEAD)
