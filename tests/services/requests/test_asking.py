from collections.abc import Callable
from datetime import date

import pytest

from bot.errors import FieldError, NotAllowedError, OvertakenError, UserError
from bot.ids import Field
from bot.rules.consent_texts import CURRENT
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.keys.assigning import assign_keys, prepare_assignment
from bot.services.requests.asking import (
    ANSWERS,
    Application,
    InCourse,
    SedeChoice,
    prepare_correction,
    prepare_request,
    sedes_to_request,
    submit_request,
)
from bot.services.requests.returning import prepare_return, return_request
from bot.services.requests.taking import take_request
from bot.services.requests.withdrawing import cancel_request
from storage.enums import AuditAction, ConsentKind, IntentKind, RequestKind, RequestStatus
from storage.models import Consent, ConsentText, Provider
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    CENTRO,
    HOSPITAL,
    HOSPITAL_NIT,
    LAURA,
    MATEO,
    NORTE,
    SUR,
    TOMAS,
    Noted,
    Office,
    Told,
)
from tests.services.typed import answers


def test_a_request_is_stored_as_it_was_filled_in(office: Office) -> None:
    form = answers(HOSPITAL)
    request = office.stored_request(submit_request(office.desk, LAURA, form).request.id)
    assert {name: getattr(request, name) for name in ANSWERS} == form.model_dump(include=set(ANSWERS))
    assert (request.codigo, request.status, request.version) == (HOSPITAL, RequestStatus.PENDING, 1)
    assert (request.requested_by_id, request.requested_at) == (office.person(LAURA).id, office.clock.now())


def test_the_answer_names_provider_and_delegate_after_the_transaction(office: Office) -> None:
    request = submit_request(office.desk, LAURA, answers(HOSPITAL)).request
    assert request.provider.nit == HOSPITAL_NIT
    assert request.requested_by.user_id == LAURA.user_id
    assert (request.returned_by, request.assigned_by) == (None, None)


def test_the_answer_is_promised_by_a_business_day_that_a_correction_moves(office: Office) -> None:
    asked = submit_request(office.desk, LAURA, answers(HOSPITAL))
    assert asked.answer_by == date(2026, 1, 19)
    office.clock.advance(days=1)
    read = office.request_sent(asked.request.id)
    assert submit_request(office.desk, LAURA, answers(HOSPITAL), read).answer_by == date(2026, 1, 20)


def test_a_request_tells_the_officials_and_notes_sede_and_kind(office: Office) -> None:
    with office.recorded() as record:
        request_id = office.request()
    assert record.told == [
        Told(
            IntentKind.REQUEST_CARD,
            request_id,
            f"request_card:{request_id}:1",
            f"card:request:{request_id}",
        )
    ]
    assert record.noted == [
        Noted(
            LAURA,
            AuditAction.KEYS_REQUESTED,
            f"request:{request_id}",
            {"codigo": HOSPITAL, "kind": "enrollment"},
        )
    ]


def test_the_first_request_of_a_sede_is_an_enrollment_and_the_next_a_renewal(office: Office) -> None:
    first = office.assigned()
    second = office.request()
    assert office.stored_request(first).kind is RequestKind.ENROLLMENT
    assert office.stored_request(second).kind is RequestKind.RENEWAL


def test_history_is_of_the_sede_and_not_of_its_nit(office: Office) -> None:
    office.assigned(NORTE, ANDRES)
    assert office.stored_request(office.request(CENTRO, ANDRES)).kind is RequestKind.ENROLLMENT


def test_both_consents_are_kept_apart_word_for_word_with_their_version(office: Office) -> None:
    request_id = office.request()
    with office.sessions() as session:
        consents = session.query(Consent).filter_by(request_id=request_id).order_by(Consent.id).all()
        texts = {text.sha256: text for text in session.query(ConsentText)}
    assert [consent.kind for consent in consents] == [ConsentKind.TERMS, ConsentKind.PERSONAL_DATA]
    for consent in consents:
        current, stored = CURRENT[consent.kind], texts[consent.text_sha256]
        assert (stored.kind, stored.version, stored.body) == (current.kind, current.version, current.body)
        assert stored.sha256 == current.sha256
        assert (consent.person_id, consent.accepted_at) == (office.person(LAURA).id, office.clock.now())


def test_every_submission_keeps_consents_of_its_own_and_each_text_once(office: Office) -> None:
    office.request(NORTE, ANDRES)
    office.request(CENTRO, MATEO)
    with office.sessions() as session:
        assert session.query(Consent).count() == 4
        assert session.query(ConsentText).count() == 2


@pytest.mark.parametrize("codigo", [HOSPITAL, "259990000199"])
def test_a_sede_of_another_nit_or_of_none_is_refused_under_its_field(office: Office, codigo: str) -> None:
    with office.nothing_stored(), pytest.raises(FieldError) as refused:
        submit_request(office.desk, ANDRES, answers(codigo))
    assert list(refused.value.sentences) == [Field.CODIGO]


def test_a_second_request_of_a_sede_is_refused_naming_the_moment_of_the_first(office: Office) -> None:
    office.request(NORTE, ANDRES)
    office.clock.advance(days=2)
    with (
        office.nothing_stored(),
        pytest.raises(OvertakenError, match=r"desde el 14 ene 2026, 10:00\..*/llaves estado"),
    ):
        office.request(NORTE, MATEO)


def test_the_other_sedes_of_a_nit_may_ask_meanwhile(office: Office) -> None:
    ids = {office.request(codigo, ANDRES) for codigo in (NORTE, CENTRO, SUR)}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("actor", "why"), [(CAMILA, "Solo el delegado"), (BEATRIZ, "Solo el delegado"), (TOMAS, "registrado")]
)
def test_only_delegates_ask_for_keys(office: Office, actor: Actor, why: str) -> None:
    with office.nothing_stored():
        with pytest.raises(NotAllowedError, match=why):
            submit_request(office.desk, actor, answers(HOSPITAL))
        with pytest.raises(NotAllowedError, match=why):
            prepare_request(office.desk, actor)


class TestPreparing:
    def test_of_several_sedes_the_delegate_is_asked_which(self, office: Office) -> None:
        found = prepare_request(office.desk, ANDRES)
        assert isinstance(found, SedeChoice)
        assert [sede.codigo for sede in found.sedes] == [NORTE, CENTRO, SUR]
        assert (found.person.user_id, found.latest) == (ANDRES.user_id, {})

    def test_the_choice_tells_where_each_sede_stands(self, office: Office) -> None:
        office.assigned(NORTE, ANDRES)
        returned = office.returned(CENTRO, MATEO)
        found = prepare_request(office.desk, ANDRES)
        assert isinstance(found, SedeChoice)
        assert [sede.codigo for sede in found.sedes] == [NORTE, CENTRO, SUR]
        assert set(found.latest) == {NORTE, CENTRO}
        assert found.latest[CENTRO].id == returned

    def test_a_single_sede_has_its_kind_and_what_was_answered_before(self, office: Office) -> None:
        first = prepare_request(office.desk, LAURA)
        assert isinstance(first, Application)
        assert (first.sede.codigo, first.kind, first.previous) == (HOSPITAL, RequestKind.ENROLLMENT, None)
        former = office.assigned()
        again = prepare_request(office.desk, LAURA)
        assert isinstance(again, Application)
        assert again.previous is not None
        assert (again.kind, again.previous.id) == (RequestKind.RENEWAL, former)

    def test_a_named_sede_is_not_asked_for_again(self, office: Office) -> None:
        found = prepare_request(office.desk, ANDRES, CENTRO)
        assert isinstance(found, Application)
        assert (found.sede.codigo, found.kind, found.previous) == (CENTRO, RequestKind.ENROLLMENT, None)

    def test_a_sede_that_waits_can_be_chosen_all_the_same(self, office: Office) -> None:
        request_id = office.request(CENTRO, ANDRES)
        found = prepare_request(office.desk, MATEO)
        assert isinstance(found, SedeChoice)
        assert [sede.codigo for sede in found.sedes] == [NORTE, CENTRO, SUR]
        assert {codigo: request.id for codigo, request in found.latest.items()} == {CENTRO: request_id}

    def test_when_the_three_sedes_of_a_nit_wait_all_are_shown(self, office: Office) -> None:
        ids = [office.request(codigo, ANDRES) for codigo in (NORTE, CENTRO, SUR)]
        found = prepare_request(office.desk, MATEO)
        assert isinstance(found, InCourse)
        assert [request.id for request in found.requests] == ids

    @pytest.mark.parametrize(("more", "shown"), [(9, True), (10, False)])
    def test_of_more_than_ten_that_wait_one_is_chosen_first(
        self, office: Office, more: int, *, shown: bool
    ) -> None:
        codigos = [HOSPITAL, *(f"2599900001{number:02}" for number in range(2, more + 2))]
        with office.sessions.begin() as session:
            session.add_all(
                Provider(codigo=codigo, nit=HOSPITAL_NIT, name="HOSPITAL") for codigo in codigos[1:]
            )
        for codigo in codigos:
            office.request(codigo)
        found = prepare_request(office.desk, LAURA)
        assert isinstance(found, InCourse if shown else SedeChoice)

    def test_when_all_wait_the_requests_in_course_are_shown_whole(self, office: Office) -> None:
        request_id = office.request()
        found = prepare_request(office.desk, LAURA)
        assert isinstance(found, InCourse)
        assert [request.id for request in found.requests] == [request_id]
        assert found.requests[0].provider.codigo == HOSPITAL

    def test_a_named_sede_that_waits_shows_its_request_alone(self, office: Office) -> None:
        request_id = office.request(NORTE, ANDRES)
        office.request(CENTRO, ANDRES)
        found = prepare_request(office.desk, MATEO, NORTE)
        assert isinstance(found, InCourse)
        assert [request.id for request in found.requests] == [request_id]

    def test_a_returned_request_comes_back_to_be_corrected_with_its_own_kind(self, office: Office) -> None:
        request_id = office.returned(NORTE, ANDRES)
        found = prepare_request(office.desk, MATEO, NORTE)
        assert isinstance(found, Application)
        assert found.previous is not None
        assert (found.previous.id, found.kind) == (request_id, RequestKind.ENROLLMENT)
        assert found.sede.codigo == NORTE

    @pytest.mark.parametrize("codigo", [HOSPITAL, "259990000199"])
    def test_a_sede_of_another_nit_or_of_none_is_refused_when_named(
        self, office: Office, codigo: str
    ) -> None:
        office.returned()
        with office.nothing_stored(), pytest.raises(FieldError) as refused:
            prepare_request(office.desk, ANDRES, codigo)
        assert list(refused.value.sentences) == [Field.CODIGO]

    def test_a_nit_that_left_the_directory_is_sent_to_the_help_desk(self, office: Office) -> None:
        with office.sessions.begin() as session:
            session.query(Provider).filter_by(codigo=HOSPITAL).delete()
        with pytest.raises(UserError, match="601 330 5043"):
            prepare_request(office.desk, LAURA)


class TestOpeningFromTheCard:
    def test_an_official_gets_the_pending_request_whole(self, office: Office) -> None:
        request_id = office.request()
        found = prepare_assignment(office.desk, CAMILA, request_id)
        assert found.official.user_id == CAMILA.user_id
        assert found.request.provider.codigo == HOSPITAL

    def test_a_card_that_lags_behind_names_who_attended_it(self, office: Office) -> None:
        request_id = office.assigned()
        with pytest.raises(OvertakenError, match=r"Asignado.*<@U0CAMILA>"):
            prepare_assignment(office.desk, CAMILA, request_id)

    def test_a_request_that_does_not_exist_is_said_so(self, office: Office) -> None:
        with pytest.raises(UserError, match="ya no existe"):
            prepare_assignment(office.desk, CAMILA, 999)

    @pytest.mark.parametrize("prepare", [prepare_assignment, prepare_return])
    @pytest.mark.parametrize("actor", [LAURA, BEATRIZ, TOMAS])
    def test_nobody_but_an_official_opens_it(
        self, office: Office, actor: Actor, prepare: Callable[[Desk, Actor, int], object]
    ) -> None:
        request_id = office.request()
        with pytest.raises(NotAllowedError):
            prepare(office.desk, actor, request_id)


class TestCorrecting:
    def test_a_pending_request_is_corrected_where_it_stands(self, office: Office) -> None:
        request_id = office.request(NORTE, ANDRES)
        asked_at = office.clock.now()
        read = office.request_sent(request_id)
        office.clock.advance(hours=1)
        with office.recorded() as record:
            done = submit_request(office.desk, MATEO, answers(NORTE, software_name="Historia Dos"), read)
        request = office.stored_request(request_id)
        assert done.request.id == request_id
        assert (request.status, request.kind) == (RequestStatus.PENDING, RequestKind.ENROLLMENT)
        assert (request.software_name, request.version) == ("Historia Dos", 2)
        assert (request.requested_at, request.resubmitted_at) == (asked_at, office.clock.now())
        assert done.request.submitted_by.user_id == MATEO.user_id
        assert [told.dedupe_key for told in record.told] == [
            f"request_card:{request_id}:2",
            f"request_corrected:{request_id}:2",
        ]
        assert record.noted == [
            Noted(MATEO, AuditAction.REQUEST_CORRECTED, f"request:{request_id}", {"codigo": NORTE})
        ]

    def test_the_consents_are_given_anew(self, office: Office) -> None:
        request_id = office.request()
        submit_request(office.desk, LAURA, answers(HOSPITAL), office.request_sent(request_id))
        with office.sessions() as session:
            assert session.query(Consent).filter_by(request_id=request_id).count() == 4

    def test_an_official_who_took_it_stops_no_correction_and_keeps_it(self, office: Office) -> None:
        request_id = office.request()
        read = office.request_sent(request_id)
        take_request(office.desk, CAMILA, request_id)
        submit_request(office.desk, LAURA, answers(HOSPITAL, software_name="Historia Dos"), read)
        request = office.stored_request(request_id)
        assert request.software_name == "Historia Dos"
        assert request.taken_by_id == office.person(CAMILA).id

    def test_one_returned_meanwhile_is_told_with_its_reason_and_stays(self, office: Office) -> None:
        request_id = office.request()
        read = office.request_sent(request_id)
        return_request(
            office.desk, CAMILA, office.request_read(request_id), "El correo no es <institucional>."
        )
        with (
            office.nothing_stored(),
            pytest.raises(
                OvertakenError, match=r"devolvió esta solicitud.*El correo no es &lt;institucional&gt;"
            ),
        ):
            submit_request(office.desk, LAURA, answers(HOSPITAL), read)

    def test_one_assigned_meanwhile_is_led_to_its_keys(self, office: Office) -> None:
        request_id = office.request()
        read = office.request_sent(request_id)
        assign_keys(office.desk, CAMILA, request_id, office.both(1))
        with office.nothing_stored(), pytest.raises(OvertakenError, match=r"ya asignó.*/llaves ver"):
            submit_request(office.desk, LAURA, answers(HOSPITAL), read)

    def test_one_cancelled_meanwhile_is_not_brought_back(self, office: Office) -> None:
        request_id = office.request(NORTE, ANDRES)
        read = office.request_sent(request_id)
        cancel_request(office.desk, MATEO, read)
        with office.nothing_stored(), pytest.raises(OvertakenError, match="<@U0MATEO> canceló"):
            submit_request(office.desk, ANDRES, answers(NORTE), read)

    def test_one_that_a_colleague_corrected_meanwhile_is_not_overwritten(self, office: Office) -> None:
        request_id = office.returned(NORTE, ANDRES)
        read = office.request_sent(request_id)
        office.clock.advance(minutes=1)
        submit_request(office.desk, MATEO, answers(NORTE, software_name="Historia Dos"), read)
        return_request(
            office.desk, CAMILA, office.request_read(request_id), "Falta la extensión del teléfono."
        )
        with office.nothing_stored(), pytest.raises(OvertakenError, match="Falta la extensión"):
            submit_request(office.desk, ANDRES, answers(NORTE), read)

    def test_the_request_of_another_sede_is_not_corrected(self, office: Office) -> None:
        read = office.request_sent(office.request())
        with office.nothing_stored(), pytest.raises(UserError, match="no es de la sede"):
            submit_request(office.desk, ANDRES, answers(NORTE), read)

    @pytest.mark.parametrize("returned", [False, True])
    def test_its_form_comes_filled_in_with_the_open_request(self, office: Office, *, returned: bool) -> None:
        request_id = office.returned() if returned else office.request()
        found = prepare_correction(office.desk, LAURA, HOSPITAL)
        assert found.previous is not None
        assert (found.previous.id, found.sede.codigo) == (request_id, HOSPITAL)

    def test_what_was_attended_or_never_asked_cannot_be_corrected(self, office: Office) -> None:
        office.assigned()
        with pytest.raises(OvertakenError, match="ya asignó"):
            prepare_correction(office.desk, LAURA, HOSPITAL)
        with pytest.raises(UserError, match="/llaves solicitar"):
            prepare_correction(office.desk, ANDRES, NORTE)
        with pytest.raises(FieldError):
            prepare_correction(office.desk, ANDRES, HOSPITAL)
        with pytest.raises(NotAllowedError):
            prepare_correction(office.desk, CAMILA, HOSPITAL)


class TestSuggestingSedes:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("", [NORTE, CENTRO, SUR]),
            ("  ", [NORTE, CENTRO, SUR]),
            ("sur", [SUR]),
            ("SEDE no", [NORTE]),
            ("0599900002", [NORTE, CENTRO, SUR]),
            ("0599900002-03", [SUR]),
            (CENTRO, [CENTRO]),
            ("pendiente", []),
            ("entro", []),
            ("token solicitados", [NORTE]),
        ],
    )
    def test_each_word_begins_one_of_the_sedes_words(
        self, office: Office, typed: str, found: list[str]
    ) -> None:
        office.request(NORTE, ANDRES)
        choice = sedes_to_request(office.desk, MATEO, typed)
        assert [sede.codigo for sede in choice.sedes] == found
        assert list(choice.latest) == [NORTE]

    def test_the_municipality_is_searched_without_accents(self, office: Office) -> None:
        with office.sessions.begin() as session:
            session.query(Provider).filter_by(codigo=SUR).update({"municipality": "Itagüí"})
        assert [sede.codigo for sede in sedes_to_request(office.desk, ANDRES, "itagui").sedes] == [SUR]

    def test_no_sede_of_another_nit_is_ever_suggested(self, office: Office) -> None:
        assert [sede.codigo for sede in sedes_to_request(office.desk, LAURA, "").sedes] == [HOSPITAL]
        assert sedes_to_request(office.desk, LAURA, NORTE).sedes == []

    @pytest.mark.parametrize("actor", [CAMILA, BEATRIZ, TOMAS])
    def test_nobody_but_a_delegate_gets_suggestions(self, office: Office, actor: Actor) -> None:
        with pytest.raises(NotAllowedError):
            sedes_to_request(office.desk, actor, "")
