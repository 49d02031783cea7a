"""Actualizar Token (§6.4.2.1), as officials and the delegate meet it on their screens."""

from sqlalchemy import select

from bot.demo import sample
from bot.demo.human.person import Person
from storage.models import Key, Provider
from storage.providers import Entry, put
from tests.flows.conftest import Town
from tests.flows.people import (
    ask_for_keys,
    begin_settled,
    fill_keys,
    find_card,
    secret,
    told,
)

PRODUCTION, PREPRODUCTION = "Ambiente Productivo", "Ambiente PreProducción"


def assigned(town: Town) -> None:
    """Give the hospital its keys."""
    begin_settled(town)
    ask_for_keys(town.cast.laura)
    camila = town.cast.camila
    camila.press(
        "Ingresar info", in_=find_card(camila, town.cast.officials_channel, "Inscripción Token", "Pendiente")
    )
    fill_keys(camila, **{PRODUCTION: secret("abc"), PREPRODUCTION: secret("xyz")})
    assert not camila.submit().errors
    camila.close()
    with town.sessions.begin() as session:
        hospital = session.scalars(select(Provider).where(Provider.nit == sample.HOSPITAL_NIT)).one()
        put(session, [entry_of(hospital)])  # the directory is imported, in earnest: with its words


def entry_of(provider: Provider) -> Entry:
    return Entry._make(getattr(provider, name) for name in Entry._fields)


def keys(town: Town) -> list[tuple[str, int, bool]]:
    with town.sessions() as session:
        found = session.scalars(select(Key).order_by(Key.id)).all()
        return [(key.environment.value, key.version, key.superseded_at is None) for key in found]


def modal_text(person: Person) -> str:
    assert person.modal
    return person.modal.text


def test_the_menu_leads_to_the_list_of_who_has_keys(socket_town: Town) -> None:
    camila = socket_town.cast.camila
    assigned(socket_town)
    camila.command("/llaves")
    camila.press("Actualizar Token")
    assert "Estado token | Actualizar" in modal_text(camila)


def test_keys_are_corrected_in_one_environment_and_the_delegate_learns_which(town: Town) -> None:
    laura, camila = town.cast.laura, town.cast.camila
    assigned(town)
    camila.command("/llaves actualizar")
    assert "Asignado" in modal_text(camila)
    camila.press("Actualizar Keys")
    assert "Hoy: ClientID" in modal_text(camila)
    new = secret("new")
    fill_keys(camila, **{PREPRODUCTION: new})
    assert not camila.submit().errors
    assert "El registro se realizó correctamente" in modal_text(camila)
    assert "Ambiente PreProducción" in modal_text(camila)
    camila.close()
    camila.wait_for(lambda who: "Reasignado" in modal_text(who), what="the list with the new state")
    assert keys(town) == [
        ("production", 1, True),
        ("preproduction", 1, False),
        ("preproduction", 2, True),
    ]
    find_card(camila, town.cast.officials_channel, "Reasignado", "actualizado por @Camila Ospina")
    notice = told(laura, "El Ministerio corrigió sus llaves")
    assert "PREPRODUCCION" in notice.text
    assert new not in str(notice.raw)
    laura.press("Ver llaves", in_=notice)
    assert new in modal_text(laura)


def test_an_update_with_nothing_filled_in_asks_for_an_environment(socket_town: Town) -> None:
    camila = socket_town.cast.camila
    assigned(socket_town)
    camila.command(f"/llaves actualizar {sample.HOSPITAL_NIT}")
    assert camila.modal
    assert camila.modal.title == "Actualizar Keys"
    assert camila.submit().errors == {
        f"{PRODUCTION}: ClientID": "Escriba las llaves nuevas de al menos un ambiente."
    }


def test_of_two_officials_who_update_at_once_one_is_told_about_the_other(socket_town: Town) -> None:
    camila, julian = socket_town.cast.camila, socket_town.cast.julian
    assigned(socket_town)
    for official in (camila, julian):
        official.command(f"/llaves actualizar {sample.HOSPITAL_NIT}")
        fill_keys(official, **{PRODUCTION: secret(official.name[:3])})
    assert not camila.submit().errors
    julian.submit()
    assert "@Camila Ospina actualizó estas llaves" in modal_text(julian)
    assert [key for key in keys(socket_town) if key[0] == "production"] == [
        ("production", 1, False),
        ("production", 2, True),
    ]
