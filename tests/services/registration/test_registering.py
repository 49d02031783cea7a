import pytest

from bot.errors import FieldError, NotAllowedError, OvertakenError, UserError
from bot.forms.registration import OfficialRegistrationForm
from bot.ids import Field
from bot.rules.consent_texts import CURRENT
from bot.services.access import Account, Actor, Read
from bot.services.registration.deciding import reject
from bot.services.registration.registering import may_register, register
from storage.enums import AuditAction, ConsentKind, DocumentType, EntityType, IntentKind, PersonStatus, Role
from storage.models import Consent, ConsentText, Person
from tests.services.office import BEATRIZ, CAMILA, LAURA, TEAM, TOMAS, Noted, Office, Told
from tests.services.typed import CLINIC_NIT, delegate_form, official_form


def _card(person: Person, version: int) -> Told:
    return Told(
        IntentKind.REGISTRATION_CARD,
        person.id,
        f"registration_card:{person.id}:{version}",
        f"card:registration:{person.id}",
    )


def test_a_delegate_waits_for_approval_with_what_was_typed(office: Office) -> None:
    done = register(office.desk, TOMAS, delegate_form(login=f"ADMINHCEIPS{CLINIC_NIT}"))
    person = office.person(TOMAS)
    assert (person.role, person.status, person.version) == (Role.DELEGATE, PersonStatus.PENDING, 1)
    assert (person.nit, person.entity_type) == (CLINIC_NIT, EntityType.PSS)
    assert (person.document_type, person.document_number) == (DocumentType.CC, "1010101010")
    assert person.login == f"ADMINHCEIPS{CLINIC_NIT}"
    assert person.registered_at == office.clock.now()
    assert done.provider is not None
    assert done.provider.name == "CLÍNICA LA ESPERANZA DE VALLEHERMOSO S.A.S."


def test_a_delegate_without_the_login_of_hercules_gets_the_one_of_the_document(office: Office) -> None:
    assert register(office.desk, TOMAS, delegate_form()).person.login == "CC1010101010"


def test_an_official_waits_for_approval_without_a_nit(office: Office) -> None:
    done = register(office.desk, TOMAS, official_form())
    person = office.person(TOMAS)
    assert (person.role, person.status) == (Role.OFFICIAL, PersonStatus.PENDING)
    assert (person.nit, person.entity_type, person.login) == (None, None, "CC1010101010")
    assert done.provider is None


def test_a_registration_tells_the_approvers_and_notes_role_and_nit(office: Office) -> None:
    with office.recorded() as record:
        person = register(office.desk, TOMAS, delegate_form()).person
    assert record.told == [_card(person, version=1)]
    assert record.noted == [
        Noted(
            TOMAS,
            AuditAction.REGISTERED,
            f"person:{person.id}",
            {"role": "delegate", "nit": CLINIC_NIT},
        )
    ]


def test_the_confidentiality_text_is_kept_word_for_word(office: Office) -> None:
    person = register(office.desk, TOMAS, official_form()).person
    text = CURRENT[ConsentKind.CONFIDENTIALITY]
    with office.sessions() as session:
        consent = session.query(Consent).one()
        stored = session.query(ConsentText).one()
    assert (consent.person_id, consent.request_id, consent.kind) == (person.id, None, text.kind)
    assert (consent.text_sha256, consent.accepted_at) == (text.sha256, office.clock.now())
    assert (stored.sha256, stored.kind, stored.version, stored.body) == (
        text.sha256,
        text.kind,
        text.version,
        text.body,
    )


def test_a_nit_outside_the_directory_is_refused_under_its_field(office: Office) -> None:
    with office.nothing_stored(), pytest.raises(FieldError) as refused:
        register(office.desk, TOMAS, delegate_form(nit="901000909"))
    assert list(refused.value.sentences) == [Field.NIT]
    assert "REPS" in refused.value.sentence


@pytest.mark.parametrize("form", [delegate_form(number="1000000001"), official_form(number="1000000001")])
def test_a_document_in_use_by_another_account_is_refused_without_saying_whose(
    office: Office, form: OfficialRegistrationForm
) -> None:
    with office.nothing_stored(), pytest.raises(FieldError) as refused:
        register(office.desk, TOMAS, form)
    assert list(refused.value.sentences) == [Field.DOCUMENT_NUMBER]
    assert LAURA.user_id not in refused.value.sentence


def test_the_same_document_in_another_workspace_is_another_matter(office: Office) -> None:
    elsewhere = Actor("T0ELSEWHERE", TOMAS.user_id)
    register(office.desk, elsewhere, official_form(number="1000000001"))
    assert office.person(elsewhere).status is PersonStatus.PENDING


def test_whoever_waits_is_told_since_when_and_not_registered_twice(office: Office) -> None:
    register(office.desk, TOMAS, delegate_form())
    with office.nothing_stored(), pytest.raises(UserError, match=r"14 ene 2026, 10:00 está pendiente"):
        register(office.desk, TOMAS, delegate_form())
    with pytest.raises(UserError, match="pendiente de aprobación"):
        may_register(office.desk, TOMAS)


@pytest.mark.parametrize(
    ("actor", "role"), [(LAURA, "Delegado Administrativo"), (CAMILA, "Otro Usuario"), (BEATRIZ, "Gerente")]
)
def test_whoever_is_in_is_told_as_what_and_not_registered_again(
    office: Office, actor: Actor, role: str
) -> None:
    with office.nothing_stored(), pytest.raises(UserError, match=f"ya está registrado como {role}"):
        register(office.desk, actor, delegate_form())
    with pytest.raises(UserError, match=f"ya está registrado como {role}"):
        may_register(office.desk, actor)


def test_the_suspended_do_not_come_back_by_registering(office: Office) -> None:
    office.change(LAURA, status=PersonStatus.SUSPENDED)
    with office.nothing_stored(), pytest.raises(NotAllowedError, match="suspendido"):
        register(office.desk, LAURA, delegate_form())
    with pytest.raises(NotAllowedError, match="suspendido"):
        may_register(office.desk, LAURA)


def test_a_stranger_may_register_and_has_no_refusal_to_read(office: Office) -> None:
    assert may_register(office.desk, TOMAS) is None


def test_the_same_user_id_of_another_team_is_a_stranger(office: Office) -> None:
    assert may_register(office.desk, Actor("T0ELSEWHERE", LAURA.user_id)) is None


def test_a_guest_may_be_delegate_and_is_marked_as_one(office: Office) -> None:
    register(office.desk, TOMAS, delegate_form(), Account(guest=True))
    assert office.person(TOMAS).guest
    register(office.desk, Actor(TEAM, "U0VALERIA"), delegate_form(number="2020202020"), Account())
    assert not office.person(Actor(TEAM, "U0VALERIA")).guest


def test_a_guest_is_no_official(office: Office) -> None:
    with office.nothing_stored(), pytest.raises(NotAllowedError, match="un invitado no puede registrarse"):
        register(office.desk, TOMAS, official_form(), Account(guest=True))


@pytest.mark.parametrize("account", [Account(bot=True), Account(deleted=True)])
def test_an_account_without_a_person_behind_it_does_not_register(office: Office, account: Account) -> None:
    with office.nothing_stored(), pytest.raises(NotAllowedError, match="hágalo una persona"):
        register(office.desk, TOMAS, delegate_form(), account)


def test_a_member_who_was_refused_as_a_guest_is_none_any_more(office: Office) -> None:
    person = register(office.desk, TOMAS, delegate_form(), Account(guest=True)).person
    reject(office.desk, CAMILA, Read(person.id, 1), "El NIT no corresponde a su entidad.")
    register(office.desk, TOMAS, official_form(), Account())
    assert not office.person(TOMAS).guest


class TestAfterARejection:
    @pytest.fixture
    def rejected(self, office: Office) -> Person:
        person = register(office.desk, TOMAS, delegate_form()).person
        reject(office.desk, CAMILA, Read(person.id, 1), "El NIT no corresponde a su entidad.")
        office.clock.advance(days=1)
        return office.person(TOMAS)

    def test_the_reason_is_there_to_read_with_what_was_answered(
        self, office: Office, rejected: Person
    ) -> None:
        refused = may_register(office.desk, TOMAS)
        assert refused is not None
        assert (refused.id, refused.status) == (rejected.id, PersonStatus.REJECTED)
        assert refused.decision_reason == "El NIT no corresponde a su entidad."
        assert (refused.nit, refused.document_number) == (CLINIC_NIT, "1010101010")

    def test_the_same_person_waits_again_with_the_new_answers(self, office: Office, rejected: Person) -> None:
        with office.recorded() as record:
            register(office.desk, TOMAS, official_form(number="2020202020"))
        person = office.person(TOMAS)
        assert (person.id, person.status, person.version) == (rejected.id, PersonStatus.PENDING, 3)
        assert (person.role, person.nit, person.entity_type) == (Role.OFFICIAL, None, None)
        assert (person.document_number, person.login) == ("2020202020", "CC2020202020")
        assert (person.decided_by_id, person.decided_at, person.decision_reason) == (None, None, None)
        assert person.registered_at == office.clock.now()
        assert record.told == [
            _card(person, version=3),
            Told(
                IntentKind.REGISTRATION_REPEATED,
                person.id,
                f"registration_repeated:{person.id}:3",
                f"card:registration:{person.id}",
            ),
        ]
        assert [noted.action for noted in record.noted] == [AuditAction.REGISTERED]

    def test_the_consent_is_asked_for_and_kept_again(self, office: Office, rejected: Person) -> None:
        register(office.desk, TOMAS, delegate_form())
        with office.sessions() as session:
            consents = session.query(Consent).filter_by(person_id=rejected.id).all()
            assert session.query(ConsentText).count() == 1
        assert len(consents) == 2
        assert len({consent.accepted_at for consent in consents}) == 2

    @pytest.mark.usefixtures("rejected")
    def test_the_document_is_free_for_another_account(self, office: Office) -> None:
        other = Actor(TEAM, "U0VALERIA")
        register(office.desk, other, delegate_form())
        assert office.person(other).status is PersonStatus.PENDING

    @pytest.mark.usefixtures("rejected")
    def test_a_document_taken_meanwhile_is_refused_to_the_one_who_had_it(self, office: Office) -> None:
        register(office.desk, Actor(TEAM, "U0VALERIA"), delegate_form())
        with office.nothing_stored(), pytest.raises(FieldError) as refused:
            register(office.desk, TOMAS, delegate_form())
        assert list(refused.value.sentences) == [Field.DOCUMENT_NUMBER]

    def test_a_late_second_rejection_is_told_who_decided(self, office: Office, rejected: Person) -> None:
        with office.nothing_stored(), pytest.raises(OvertakenError, match=r"Rechazado.*<@U0CAMILA>"):
            reject(office.desk, BEATRIZ, Read(rejected.id, 1), "Otro motivo cualquiera.")
