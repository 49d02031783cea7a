import pytest

from bot.errors import NotAllowedError, OvertakenError, UserError
from bot.forms.registration import OfficialRegistrationForm
from bot.rules.permissions import Ability, may
from bot.services.access import Actor, Read
from bot.services.registration.deciding import approve, prepare_rejection, reject
from bot.services.registration.registering import register
from storage.enums import AuditAction, IntentKind, PersonStatus, Role
from tests.services.office import ANDRES, BEATRIZ, CAMILA, JULIAN, LAURA, TOMAS, Noted, Office, Told
from tests.services.typed import delegate_form, official_form

STRANGER = Actor("T0MINISTRY", "U0NOBODY")
CAMILA_ELSEWHERE = Actor("T0ELSEWHERE", CAMILA.user_id)


def _waiting(office: Office, form: OfficialRegistrationForm) -> int:
    return register(office.desk, TOMAS, form).person.id


@pytest.mark.parametrize(
    ("form", "decider"),
    [(delegate_form(), CAMILA), (delegate_form(), BEATRIZ), (official_form(), BEATRIZ)],
    ids=["official-delegate", "manager-delegate", "manager-official"],
)
def test_whoever_may_decide_lets_the_applicant_in(
    office: Office, form: OfficialRegistrationForm, decider: Actor
) -> None:
    person_id = _waiting(office, form)
    office.clock.advance(hours=1)
    with office.recorded() as record:
        approve(office.desk, decider, Read(person_id, 1))
    person = office.person(TOMAS)
    assert (person.status, person.version) == (PersonStatus.ACTIVE, 2)
    assert (person.decided_by_id, person.decided_at) == (office.person(decider).id, office.clock.now())
    assert record.told == [
        Told(
            IntentKind.REGISTRATION_CARD,
            person_id,
            f"registration_card:{person_id}:2",
            f"card:registration:{person_id}",
        ),
        Told(
            IntentKind.REGISTRATION_DECIDED,
            person_id,
            f"registration_decided:{person_id}:2:{person_id}",
            f"dm:{person_id}",
        ),
    ]
    assert record.noted == [Noted(decider, AuditAction.REGISTRATION_APPROVED, f"person:{person_id}", {})]


def test_a_rejection_keeps_the_reason_and_tells_the_applicant(office: Office) -> None:
    person_id = _waiting(office, delegate_form())
    with office.recorded() as record:
        reject(office.desk, CAMILA, Read(person_id, 1), "El NIT no corresponde a su entidad.")
    person = office.person(TOMAS)
    assert (person.status, person.decision_reason) == (
        PersonStatus.REJECTED,
        "El NIT no corresponde a su entidad.",
    )
    assert [told.kind for told in record.told] == [
        IntentKind.REGISTRATION_CARD,
        IntentKind.REGISTRATION_DECIDED,
    ]
    assert record.noted == [Noted(CAMILA, AuditAction.REGISTRATION_REJECTED, f"person:{person_id}", {})]


@pytest.mark.parametrize(
    ("form", "decider", "why"),
    [
        (delegate_form(), LAURA, "Solo un funcionario del MSPS o un gerente aprueba a un delegado"),
        (delegate_form(), TOMAS, "pendiente de aprobación"),
        (delegate_form(), STRANGER, "no está registrado"),
        (delegate_form(), CAMILA_ELSEWHERE, "no está registrado"),
        (official_form(), CAMILA, "Solo un gerente aprueba a un funcionario"),
        (official_form(), ANDRES, "Solo un funcionario del MSPS o un gerente aprueba"),
        (official_form(), TOMAS, "pendiente de aprobación"),
        (official_form(), STRANGER, "no está registrado"),
    ],
)
def test_nobody_else_decides_whatever_button_they_saw(
    office: Office, form: OfficialRegistrationForm, decider: Actor, why: str
) -> None:
    person_id = _waiting(office, form)
    with office.nothing_stored():
        with pytest.raises(NotAllowedError, match=why):
            approve(office.desk, decider, Read(person_id, 1))
        with pytest.raises(NotAllowedError, match=why):
            reject(office.desk, decider, Read(person_id, 1), "Un motivo cualquiera.")
        with pytest.raises(NotAllowedError, match=why):
            prepare_rejection(office.desk, decider, person_id)


@pytest.mark.parametrize("status", [PersonStatus.PENDING, PersonStatus.REJECTED, PersonStatus.SUSPENDED])
def test_an_official_who_is_not_active_does_not_decide(office: Office, status: PersonStatus) -> None:
    person_id = _waiting(office, delegate_form())
    office.change(CAMILA, status=status)
    with office.nothing_stored(), pytest.raises(NotAllowedError):
        approve(office.desk, CAMILA, Read(person_id, 1))


def test_a_second_approval_is_told_who_was_first_and_changes_nothing(office: Office) -> None:
    person_id = _waiting(office, delegate_form())
    approve(office.desk, CAMILA, Read(person_id, 1))
    office.clock.advance(hours=2)
    with (
        office.nothing_stored(),
        pytest.raises(OvertakenError, match=r"Activo.*<@U0CAMILA> el 14 ene 2026, 10:00\."),
    ):
        approve(office.desk, JULIAN, Read(person_id, 1))


def test_a_rejection_after_the_approval_does_not_put_anybody_out(office: Office) -> None:
    person_id = _waiting(office, delegate_form())
    approve(office.desk, CAMILA, Read(person_id, 1))
    with office.nothing_stored(), pytest.raises(OvertakenError, match="Activo"):
        reject(office.desk, JULIAN, Read(person_id, 1), "Un motivo cualquiera.")


def test_a_registration_that_does_not_exist_is_said_so(office: Office) -> None:
    with office.nothing_stored(), pytest.raises(UserError, match="ya no existe"):
        approve(office.desk, BEATRIZ, Read(999, 1))


def test_a_registration_of_another_workspace_does_not_exist_for_those_of_this_one(office: Office) -> None:
    person_id = _waiting(office, delegate_form())
    office.change(TOMAS, team_id="T0ELSEWHERE")
    with office.nothing_stored():
        with pytest.raises(UserError, match="ya no existe"):
            approve(office.desk, BEATRIZ, Read(person_id, 1))
        with pytest.raises(UserError, match="ya no existe"):
            reject(office.desk, CAMILA, Read(person_id, 1), "Un motivo cualquiera.")
        with pytest.raises(UserError, match="ya no existe"):
            prepare_rejection(office.desk, CAMILA, person_id)


@pytest.mark.parametrize("actor", [LAURA, STRANGER], ids=["delegate", "stranger"])
def test_whoever_decides_on_nobody_is_refused_alike_whether_the_registration_exists_or_not(
    office: Office, actor: Actor
) -> None:
    sentences = set()
    for person_id in (_waiting(office, official_form()), office.person(ANDRES).id, 999):
        with pytest.raises(NotAllowedError) as refused:
            approve(office.desk, actor, Read(person_id, 1))
        sentences.add(refused.value.sentence)
    assert len(sentences) == 1


def test_every_role_that_decides_on_officials_decides_on_delegates_too() -> None:
    deciding = {ability: {role for role in Role if may(role, ability)} for ability in Ability}
    assert deciding[Ability.DECIDE_ON_OFFICIALS] <= deciding[Ability.DECIDE_ON_DELEGATES]


def test_the_rejection_form_is_for_a_registration_still_to_decide(office: Office) -> None:
    person_id = _waiting(office, delegate_form())
    assert prepare_rejection(office.desk, CAMILA, person_id).person.id == person_id
    approve(office.desk, JULIAN, Read(person_id, 1))
    with pytest.raises(OvertakenError, match="<@U0JULIAN>"):
        prepare_rejection(office.desk, CAMILA, person_id)


class TestAStaleCard:
    """Somebody still looks at a registration that was refused and sent anew meanwhile."""

    @pytest.fixture
    def stale(self, office: Office) -> Read:
        person_id = _waiting(office, delegate_form())
        reject(office.desk, CAMILA, Read(person_id, 1), "El NIT no corresponde a su entidad.")
        register(office.desk, TOMAS, delegate_form(number="2020202020"))
        return Read(person_id, 1)

    def test_it_approves_nobody(self, office: Office, stale: Read) -> None:
        with office.nothing_stored(), pytest.raises(OvertakenError, match="cambió desde que usted lo leyó"):
            approve(office.desk, JULIAN, stale)

    def test_it_rejects_nobody(self, office: Office, stale: Read) -> None:
        with office.nothing_stored(), pytest.raises(OvertakenError, match="cambió desde que usted lo leyó"):
            reject(office.desk, JULIAN, stale, "Un motivo cualquiera.")

    def test_whoever_reads_it_anew_decides(self, office: Office, stale: Read) -> None:
        approve(office.desk, JULIAN, office.person_read(stale.id))
        assert office.person(TOMAS).status is PersonStatus.ACTIVE
