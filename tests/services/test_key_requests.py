from collections.abc import Callable

import pytest

from bot.errors import FieldError, NotAllowedError, OvertakenError, UserError
from bot.ids import Field
from bot.rules.consent_texts import CURRENT
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.key_assignment import prepare_assignment
from bot.services.key_requests import (
    ANSWERS,
    Application,
    InCourse,
    SedeChoice,
    prepare_request,
    submit_request,
)
from bot.services.returning import request_to_return
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

    def test_a_sede_that_waits_is_left_out(self, office: Office) -> None:
        office.request(CENTRO, ANDRES)
        found = prepare_request(office.desk, MATEO)
        assert isinstance(found, SedeChoice)
        assert [sede.codigo for sede in found.sedes] == [NORTE, SUR]

    def test_the_only_sede_that_does_not_wait_needs_no_choice(self, office: Office) -> None:
        office.request(NORTE, ANDRES)
        office.request(CENTRO, ANDRES)
        found = prepare_request(office.desk, MATEO)
        assert isinstance(found, Application)
        assert found.sede.codigo == SUR

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

    @pytest.mark.parametrize("prepare", [prepare_assignment, request_to_return])
    @pytest.mark.parametrize("actor", [LAURA, BEATRIZ, TOMAS])
    def test_nobody_but_an_official_opens_it(
        self, office: Office, actor: Actor, prepare: Callable[[Desk, Actor, int], object]
    ) -> None:
        request_id = office.request()
        with pytest.raises(NotAllowedError):
            prepare(office.desk, actor, request_id)
