"""The digest, as a manager orders it, looks into it and chooses when to be told."""

from datetime import UTC, datetime, timedelta

from bot.demo import sample
from storage.enums import Environment, RequestStatus, Role
from storage.models import Key, Person, Provider
from tests.flows.conftest import Town
from tests.flows.people import begin_settled, stored_request, told


def _about_to_expire(town: Town) -> None:
    """Put keys of the hospital that expire in five days, as if they had been assigned long ago."""
    begin_settled(town)
    now = datetime.now(UTC)
    with town.sessions.begin() as session:
        hospital = session.query(Provider).filter_by(nit=sample.HOSPITAL_NIT).one()
        laura = session.query(Person).filter_by(role=Role.DELEGATE).one()
        camila = session.query(Person).filter_by(user_id=town.cast.camila.user_id).one()
        request = stored_request(
            hospital.codigo,
            laura.id,
            status=RequestStatus.ASSIGNED,
            requested_at=now - timedelta(days=200),
            assigned_by_id=camila.id,
            assigned_at=now - timedelta(days=199),
        )
        session.add(request)
        session.flush()
        session.add(
            Key(
                codigo=hospital.codigo,
                environment=Environment.PRODUCTION,
                version=1,
                client_id="00000000-0000-4000-8000-000000000001",
                secret_ciphertext="sealed",
                secret_fingerprint="0" * 64,
                expires_at=now + timedelta(days=5),
                request_id=request.id,
                assigned_by_id=camila.id,
                assigned_at=now - timedelta(days=199),
            )
        )


def test_a_manager_orders_the_digest_looks_into_it_and_turns_the_weekly_one_off(socket_town: Town) -> None:
    beatriz = socket_town.cast.beatriz
    _about_to_expire(socket_town)

    assert beatriz.command("/llaves resumen").text == "Le enviamos el resumen por mensaje directo."
    digest = told(beatriz, "Resumen de llaves")
    assert "hasta 7 días: 1" in digest.text
    assert "HOSPITAL SAN ROQUE" in digest.text

    beatriz.press("Ver detalle", in_=digest)
    assert beatriz.modal
    assert "HOSPITAL SAN ROQUE" in beatriz.modal.text
    assert "1 delegado activo" in beatriz.modal.text
    beatriz.fill("Plazo", "Vencidas")
    assert "No hay llaves vencidas." in beatriz.modal.text
    beatriz.close()

    beatriz.press("Preferencias", in_=digest)
    beatriz.fill("Quiero que me avise el resumen", ["Mensual (primer día hábil, 8:00)"])
    assert not beatriz.submit().errors
    assert "Le avisará el resumen mensual." in beatriz.modal.text
    with socket_town.sessions() as session:
        manager = session.query(Person).filter_by(user_id=beatriz.user_id).one()
        assert (manager.weekly_digest, manager.monthly_digest) == (False, True)
