import pytest

from bot.errors import NotAllowedError
from bot.services.access import Actor
from bot.services.digests.preferences import choose_digests, digest_preferences
from storage import digests
from storage.enums import AuditAction, DigestKind, PersonStatus, Role
from tests.services.office import BEATRIZ, CAMILA, LAURA, TEAM, Office, active

ROSA = Actor(TEAM, "U0ROSA")


def _readers(office: Office, kind: DigestKind) -> list[str]:
    with office.sessions() as session:
        return [person.user_id for person in digests.readers(session, kind)]


def test_both_are_on_until_a_manager_says_otherwise(office: Office) -> None:
    manager = digest_preferences(office.desk, BEATRIZ)
    assert (manager.weekly_digest, manager.monthly_digest) == (True, True)


def test_what_is_chosen_is_kept_and_noted_and_changes_no_version(office: Office) -> None:
    version = office.person(BEATRIZ).version
    with office.recorded() as record:
        choose_digests(office.desk, BEATRIZ, weekly=False, monthly=True)
    manager = office.person(BEATRIZ)
    assert (manager.weekly_digest, manager.monthly_digest, manager.version) == (False, True, version)
    (line,) = record.noted
    assert (line.action, line.detail) == (
        AuditAction.DIGEST_PREFERENCES_CHANGED,
        {"weekly": False, "monthly": True},
    )


def test_choosing_the_same_again_changes_nothing(office: Office) -> None:
    with office.nothing_stored():
        choose_digests(office.desk, BEATRIZ, weekly=True, monthly=True)


@pytest.mark.parametrize("actor", [LAURA, CAMILA])
def test_only_managers_choose(office: Office, actor: Actor) -> None:
    with pytest.raises(NotAllowedError):
        digest_preferences(office.desk, actor)
    with office.nothing_stored(), pytest.raises(NotAllowedError):
        choose_digests(office.desk, actor, weekly=False, monthly=False)


def test_readers_are_the_active_managers_who_chose_a_kind(office: Office) -> None:
    office.add(active(office.clock, ROSA, Role.MANAGER, None))
    choose_digests(office.desk, ROSA, weekly=False, monthly=True)
    assert _readers(office, DigestKind.WEEKLY) == [BEATRIZ.user_id]
    assert _readers(office, DigestKind.MONTHLY) == [BEATRIZ.user_id, ROSA.user_id]
    assert _readers(office, DigestKind.ON_DEMAND) == []
    office.change(BEATRIZ, status=PersonStatus.SUSPENDED)
    assert _readers(office, DigestKind.WEEKLY) == []
