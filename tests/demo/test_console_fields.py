"""Filling in from the terminal the kinds of field that the registration does not have."""

import io

from rich.console import Console
from slack_bolt import App

from bot.demo.console.seat import Seat
from bot.demo.console.words import obey
from bot.demo.server import Workspace
from tests.demo.bolt_end import asks, connected, modal, opens, text


def test_what_is_no_date_is_told_with_how_to_write_one(slack: Workspace, app: App) -> None:
    opens(app, modal(asks("Fecha de expiración", {"type": "datepicker"})))
    laura = slack.add_person("Laura Restrepo")
    out = io.StringIO()
    seat = Seat(Console(file=out, width=120), {"laura": laura}, laura)
    with connected(slack, app):
        obey(seat, "/llaves")
        obey(seat, "llenar fecha 18/03/2027")
        assert (
            "«18/03/2027» no es una fecha. Escríbala como año-mes-día, por ejemplo 2027-03-18."
            in out.getvalue()
        )
        obey(seat, "llenar fecha 2027-03-18")
    assert "* Fecha de expiración: 2027-03-18" in laura.screen


def test_an_external_menu_offers_what_the_app_finds_for_part_of_a_name(slack: Workspace, app: App) -> None:
    opens(app, modal(asks("Prestador", {"type": "external_select", "min_query_length": 2})))

    @app.options("value")
    def _options(ack: object) -> None:
        assert callable(ack)
        ack(options=[{"text": text("Hospital del Río"), "value": "990010000101"}])

    laura = slack.add_person("Laura Restrepo")
    out = io.StringIO()
    seat = Seat(Console(file=out, width=120), {"laura": laura}, laura)
    with connected(slack, app):
        obey(seat, "/llaves")
        obey(seat, "opciones prestador")
        assert "pruebe otro texto, de al menos 2 letras" in out.getvalue()
        obey(seat, "llenar prestador rio")
    assert "* Prestador: Hospital del Río" in laura.screen
