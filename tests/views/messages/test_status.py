"""What `/llaves estado` answers."""

from datetime import date, timedelta

import pytest

from bot.views.messages.status import delegate_status, person_status, queue_status
from storage.enums import Environment, PersonStatus, RequestKind, RequestStatus, Role
from tests.views import samples
from tests.views.reading import message_json, whole
from tests.views.samples import CODIGO, GUIDS, NOW, USUAL


def _status(status: RequestStatus, kind: RequestKind = RequestKind.ENROLLMENT) -> str:
    return delegate_status([samples.request(status, kind)], {}, NOW).text


class TestPerson:
    def test_a_stranger_is_told_how_to_register(self) -> None:
        assert person_status(None, None).text == (
            "Usted aún no está registrado. Escriba `/llaves registro` para empezar."
        )

    @pytest.mark.parametrize(
        ("status", "state", "advice"),
        [
            (PersonStatus.PENDING, "Pendiente de aprobación", "Le avisaremos por mensaje directo"),
            (
                PersonStatus.REJECTED,
                "Rechazado",
                f"Motivo: {USUAL.reason}\nCorríjalo con `/llaves registro`.",
            ),
            (PersonStatus.SUSPENDED, "Suspendido", "Comuníquese con la mesa de ayuda"),
        ],
    )
    def test_somebody_who_may_not_act_yet_reads_the_state_and_what_to_do(
        self, status: PersonStatus, state: str, advice: str
    ) -> None:
        text = person_status(samples.delegate(status), samples.provider()).text
        assert f"*Registro* (Clínica Inventada S.A.S.): {state} · 12 ene 2026, 10:05" in text
        assert advice in text

    def test_a_suspended_person_reads_why(self) -> None:
        person = samples.delegate(PersonStatus.SUSPENDED)
        person.decision_reason = "Dejó la <entidad>."
        assert "Motivo: Dejó la &lt;entidad&gt;.\nComuníquese" in person_status(person, None).text


class TestDelegate:
    def test_without_requests_it_says_how_to_ask(self) -> None:
        assert "Escriba `/llaves solicitar`" in delegate_status([], {}, NOW).text

    @pytest.mark.parametrize(
        ("status", "kind", "state"),
        [
            (RequestStatus.PENDING, RequestKind.ENROLLMENT, "Token solicitados por primera vez"),
            (RequestStatus.PENDING, RequestKind.RENEWAL, "Resolicitud de token"),
            (RequestStatus.ASSIGNED, RequestKind.ENROLLMENT, "Se ha asignado token"),
            (RequestStatus.ASSIGNED, RequestKind.RENEWAL, "Se ha asignado token"),
            (RequestStatus.RETURNED, RequestKind.ENROLLMENT, "Devuelta"),
        ],
    )
    def test_a_state_is_worded_as_in_the_manual(
        self, status: RequestStatus, kind: RequestKind, state: str
    ) -> None:
        assert f"Estado de inscripción: *{state}* · 13 ene 2026, 10:05" in _status(status, kind)

    def test_a_returned_request_says_why_and_how_to_correct_it(self) -> None:
        text = _status(RequestStatus.RETURNED)
        assert f"Motivo: {USUAL.reason}\nCorríjala con `/llaves solicitar`." in text

    def test_a_pending_request_says_that_nothing_is_left_to_do(self) -> None:
        next_step = "Un funcionario del MSPS la atenderá y le avisaremos por mensaje directo."
        assert next_step in _status(RequestStatus.PENDING)
        assert next_step not in _status(RequestStatus.ASSIGNED)
        assert next_step not in _status(RequestStatus.RETURNED)

    def test_a_pending_request_says_until_when_to_expect_the_answer(self) -> None:
        text = delegate_status([samples.request()], {}, NOW, answers={CODIGO: date(2026, 1, 14)}).text
        assert text.endswith("Respuesta esperada: a más tardar el 14 ene 2026.")

    def test_a_promise_that_was_not_kept_is_admitted(self) -> None:
        text = delegate_status([samples.request()], {}, NOW, answers={CODIGO: date(2026, 1, 13)}).text
        assert text.endswith("La respuesta se esperaba el 13 ene 2026 y está tardando más de lo previsto.")

    def test_without_keys_nobody_is_sent_to_see_them(self) -> None:
        assert "/llaves ver" not in _status(RequestStatus.PENDING)

    def test_it_tells_which_key_expires_and_which_has_expired(self) -> None:
        keys = samples.keys_in_force(Environment.PREPRODUCTION, expires_at=NOW) | samples.keys_in_force(
            Environment.PRODUCTION, expires_at=NOW + timedelta(days=1)
        )
        text = delegate_status([samples.request(RequestStatus.ASSIGNED)], {CODIGO: keys}, NOW).text
        assert (
            "PREPRODUCCION: venció el 14 ene 2026 · *Vencida*\n"
            "PRODUCCION: vence el 15 ene 2026 · *Por vencer*"
        ) in text
        assert text.endswith("Pida otras con `/llaves solicitar`.\nVea sus llaves con `/llaves ver`.")

    @pytest.mark.parametrize(
        ("days", "status", "advised"),
        [
            (0, RequestStatus.ASSIGNED, True),
            (60, RequestStatus.ASSIGNED, True),
            (61, RequestStatus.ASSIGNED, False),
            (0, RequestStatus.PENDING, False),
            (0, RequestStatus.RETURNED, False),
        ],
    )
    def test_other_keys_are_advised_near_the_end_unless_they_are_asked_for_already(
        self, days: int, status: RequestStatus, *, advised: bool
    ) -> None:
        keys = samples.keys_in_force(Environment.PRODUCTION, expires_at=NOW + timedelta(days=days))
        text = delegate_status([samples.request(status, RequestKind.RENEWAL)], {CODIGO: keys}, NOW).text
        assert ("Pida otras con `/llaves solicitar`." in text) == advised

    def test_keys_in_force_are_said_to_work_while_others_are_pending(self) -> None:
        keys = {CODIGO: samples.keys_in_force(Environment.PRODUCTION)}
        pending = samples.request(RequestStatus.PENDING, RequestKind.RENEWAL)
        words = "Mientras tanto, sus llaves siguen funcionando hasta que venzan."
        assert words in delegate_status([pending], keys, NOW).text
        assert words not in delegate_status([pending], {}, NOW).text
        assert words not in delegate_status([samples.request(RequestStatus.ASSIGNED)], keys, NOW).text

    def test_expired_keys_are_not_said_to_work(self) -> None:
        keys = {CODIGO: samples.keys_in_force(Environment.PRODUCTION, expires_at=NOW)}
        text = delegate_status([samples.request(RequestStatus.PENDING, RequestKind.RENEWAL)], keys, NOW).text
        assert "*Vencida*" in text
        assert "siguen funcionando" not in text

    def test_a_cancelled_request_says_how_to_ask_again(self) -> None:
        assert "Si necesita llaves, pídalas con `/llaves solicitar`." in _status(RequestStatus.CANCELLED)

    def test_each_paragraph_names_its_sede(self) -> None:
        assert _status(RequestStatus.PENDING).startswith(f"*{CODIGO} · Sede Norte · Bello*\n")

    @pytest.mark.parametrize(
        ("unasked", "words"),
        [(1, "1 sede aún no ha solicitado llaves"), (2, "2 sedes aún no han solicitado llaves")],
    )
    def test_the_sedes_that_never_asked_are_counted(self, unasked: int, words: str) -> None:
        text = delegate_status([samples.request()], {}, NOW, unasked).text
        assert text.endswith(f"{words}: pídalas con `/llaves solicitar`.")
        assert "aún no ha" not in _status(RequestStatus.PENDING)

    def test_neither_a_key_nor_desarrollo_is_in_it(self) -> None:
        keys = {CODIGO: samples.keys_in_force(*Environment)}
        text = whole(message_json(delegate_status([samples.request()], keys, NOW)))
        for trace in (*GUIDS.values(), "v1.made-up", "DESARROLLO"):
            assert trace not in text

    def test_every_sede_has_its_own_paragraph(self) -> None:
        requests = [samples.request(number=number) for number in range(3)]
        blocks = delegate_status(requests, {}, NOW).blocks
        assert len(blocks) == 3

    def test_of_250_sedes_it_shows_twenty_and_counts_the_rest(self) -> None:
        requests = [samples.request(number=number) for number in range(250)]
        text = delegate_status(requests, {}, NOW).text
        assert text.count("Estado de inscripción") == 20
        assert text.endswith("Y 230 sedes más con solicitud: búsquelas con `/llaves solicitar`.")


@pytest.mark.parametrize(
    ("pending", "sentence"),
    [
        (0, "No hay solicitudes pendientes."),
        (
            1,
            "Hay *1 solicitud pendiente*. Asígnela con `/llaves asignar`; su tarjeta está en el canal de funcionarios.",
        ),
        (
            1_250,
            "Hay *1.250 solicitudes pendientes*. Asígnelas con `/llaves asignar`; sus tarjetas están en el canal de funcionarios.",
        ),
    ],
)
def test_an_official_reads_how_many_wait_and_how_to_attend_them(pending: int, sentence: str) -> None:
    assert queue_status(pending, Role.OFFICIAL).text == sentence


@pytest.mark.parametrize(
    ("pending", "sentence"),
    [
        (0, "No hay solicitudes pendientes."),
        (1, "Hay *1 solicitud pendiente*."),
        (12, "Hay *12 solicitudes pendientes*."),
    ],
)
def test_a_manager_reads_of_no_channel_they_may_not_be_in(pending: int, sentence: str) -> None:
    assert queue_status(pending, Role.MANAGER).text == sentence
