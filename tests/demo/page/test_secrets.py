"""The three steps of the tour with the real bot: the keys are on the delegate's page and on nobody else's."""

import io
from collections.abc import Iterator

import pytest
from rich.console import Console

from bot.demo import sample
from bot.demo.deployment import Demo
from bot.demo.page.drawn.drawing import Drawing
from bot.demo.page.samples import can_fill, fill_with_samples
from bot.demo.page.seat import APP, HOME, TOUR, Seat
from bot.demo.page.show import Show
from bot.demo.walkthrough.conversation import fill_key, fill_request
from bot.demo.walkthrough.stage import Stage, find_card, told
from bot.rules.calendar.days import day_in_bogota


@pytest.fixture(scope="module")
def stage() -> Iterator[tuple[Show, Stage]]:
    begun: list[Demo] = []

    def begin() -> Demo:
        begun.append(Demo())
        return begun[-1]

    with Show(begin) as show:
        yield show, Stage(begun[-1], Console(file=io.StringIO()))


def everything_shown(show: Show, but: str) -> str:
    """Every part of everybody's page everywhere, but for one person's."""
    drawing = Drawing(show)
    places = [TOUR, HOME, APP, *show.world.directory.channels]
    return "".join(
        str(drawing.parts(show.seat({"as": who, "at": at})))
        for who in show.people
        for at in places
        if who != but
    )


def done(show: Show) -> list[bool]:
    return [step.done for step in show.tour(Seat("laura", TOUR))]


def test_keys_typed_and_shown_are_on_no_other_page_nor_in_the_panel(stage: tuple[Show, Stage]) -> None:
    show, played = stage
    cast, drawing = show.cast, Drawing(show)
    assert done(show) == [False, False, False]

    cast.laura.command("/llaves solicitar")
    fill_request(cast.laura)
    assert not cast.laura.submit().errors
    cast.laura.close()
    assert done(show) == [True, False, False]

    card = find_card(cast.camila, cast.officials_channel, "Inscripción Token", "Pendiente")
    cast.camila.press("Ingresar info", in_=card)
    for environment in ("Ambiente Productivo", "Ambiente PreProducción"):
        fill_key(played, cast.camila, environment)
    typed = str(drawing.parts(Seat("camila", cast.officials_channel)))
    assert all(secret in typed for secret in played.secrets)
    assert not any(secret in everything_shown(show, but="camila") for secret in played.secrets)
    assert not cast.camila.submit().errors
    cast.camila.close()
    assert done(show) == [True, True, False]

    cast.laura.press("Ver llaves", in_=told(cast.laura, "Se ha asignado token"))
    parts = drawing.parts(Seat("laura", APP))
    assert all(secret in parts["modal"] for secret in played.secrets)
    assert not any(
        secret in html for secret in played.secrets for name, html in parts.items() if name != "modal"
    )
    assert not any(secret in everything_shown(show, but="laura") for secret in played.secrets)
    assert done(show) == [True, True, True]


def test_a_visitor_who_fills_forms_with_samples_gets_through_the_tour(stage: tuple[Show, Stage]) -> None:
    show, _ = stage
    show.reset()
    cast, today = show.cast, day_in_bogota(show.travel.now())
    cast.laura.command("/llaves solicitar")
    fill_with_samples(cast.laura, "laura", today)
    assert not cast.laura.submit().errors
    card = find_card(cast.camila, cast.officials_channel, "Inscripción Token", "Pendiente")
    cast.camila.press("Ingresar info", in_=card)
    fill_with_samples(cast.camila, "camila", today)
    assert not cast.camila.submit().errors
    cast.laura.close()
    cast.laura.press("Ver llaves", in_=told(cast.laura, "Se ha asignado token"))
    assert done(show) == [True, True, True]


def test_samples_correct_the_keys_of_one_environment_where_nothing_is_required(
    stage: tuple[Show, Stage],
) -> None:
    show, _ = stage
    camila = show.cast.camila
    camila.command(f"/llaves actualizar {sample.HOSPITAL_NIT}")
    view = show.world.views.top(camila.user_id)
    assert view is not None
    assert can_fill(view)
    fill_with_samples(camila, "camila", day_in_bogota(show.travel.now()))
    assert not camila.submit().errors
    assert camila.modal is not None
    assert "Ambientes actualizados\nAmbiente Productivo\nEstado" in camila.modal.text
    camila.close(everything=True)


def test_nothing_is_offered_where_the_visitor_has_to_decide(stage: tuple[Show, Stage]) -> None:
    show, _ = stage
    laura = show.cast.laura
    laura.command("/llaves requisitos")
    view = show.world.views.top(laura.user_id)
    assert view is not None
    assert not can_fill(view)
    laura.close(everything=True)


def test_the_first_month_after_the_tour_brings_a_reminder_and_a_digest_with_a_chart_at_eight(
    stage: tuple[Show, Stage],
) -> None:
    show, _ = stage
    show.travel.advance("30d")
    show.travel.wait(60)
    assert (show.travel.progress, show.travel.trouble) == (None, None)
    told(show.cast.laura, "están por vencer")
    digest = find_card(show.cast.beatriz, show.cast.managers_channel, "Resumen semanal de llaves", ", 08:00;")
    assert "data_visualization" in {block["type"] for block in digest.raw["blocks"]}


@pytest.mark.parametrize(
    ("key", "kind", "told_then"),
    [("tomas", "Otro Usuario", "LOGIN DE USUARIO"), ("andres", "Delegado Administrativo", "REGISTRO")],
)
def test_a_visitor_who_fills_forms_with_samples_registers(
    stage: tuple[Show, Stage], key: str, kind: str, told_then: str
) -> None:
    show, _ = stage
    person = show.people[key].person
    person.command("/llaves registro")
    person.fill("Seleccione el tipo de usuario", kind)
    person.submit()
    fill_with_samples(person, key, day_in_bogota(show.travel.now()))
    assert not person.submit().errors
    assert person.modal is not None
    assert told_then in person.modal.text
