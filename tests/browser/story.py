"""What came before a test, done without a browser: it is told where it is the test's own part."""

from datetime import timedelta
from uuid import uuid4

from bot.demo import sample
from bot.demo.human.person import Person
from bot.demo.page.show import Show
from bot.demo.scenes import register_delegate
from tests.flows.people import ask_for_keys, choose_sede, fill_request, find_card, secret

ENVIRONMENTS = ("Ambiente Productivo", "Ambiente PreProducción")

__all__ = ["ENVIRONMENTS", "ask_for_keys", "assign_keys", "be_designated", "request_for_sede"]


def assign_keys(show: Show) -> None:
    """Enter keys that expire in five weeks, as Camila does from the card."""
    camila = show.cast.camila
    card = find_card(camila, show.cast.officials_channel, "Inscripción Token", "SAN ROQUE", "Pendiente")
    camila.press("Ingresar info", in_=card)
    for environment in ENVIRONMENTS:
        camila.fill(f"{environment}: ClientID", str(uuid4()))
        camila.fill(f"{environment}: ClientSecret", secret("abc"))
        expires = show.travel.now() + timedelta(weeks=5)
        camila.fill(f"{environment}: Fecha de expiración", expires.date().isoformat())
    assert not camila.submit().errors
    camila.close(everything=True)


def be_designated(andres: Person) -> None:
    """Register Andrés, whom his clinic designated: nobody has to approve him. Does nothing the second time."""
    andres.command("/llaves registro")
    if andres.modal is not None:
        andres.close(everything=True)
        register_delegate(andres, sample.CLINIC_NIT, sample.DESIGNATED_DOCUMENT)


def request_for_sede(andres: Person, sede: str) -> None:
    """Request keys for one of the clinic's sedes, for which none are requested yet."""
    andres.command("/llaves solicitar")
    choose_sede(andres, sede)
    fill_request(andres)
    assert not andres.submit().errors
    andres.close(everything=True)
