import threading

from sqlalchemy import Engine

from storage import designations, providers
from storage.db import Sessions, sessions_of
from storage.designations import Designee, Post
from storage.enums import DocumentType, PersonStatus, Role
from storage.models import Person
from storage.providers import Entry
from tests.clock import Clock

PAULA = Post("901000202", DocumentType.CC, "1010101010")
PEDRO = Post("901000202", DocumentType.CE, "1010101010")
HER = Designee("Paula Villamil", "paula@esperanza.example.com")
HIM = Designee("Pedro Luna", "pedro@esperanza.example.com")


def test_what_is_put_is_read_back_as_a_whole_and_one_by_one(sessions: Sessions) -> None:
    with sessions.begin() as session:
        designations.put(session, {PAULA: HER, PEDRO: HIM})
    with sessions() as session:
        assert designations.whole_list(session) == {PAULA: HER, PEDRO: HIM}
        found = designations.find(session, PEDRO)
        assert found is not None
        assert (found.name, found.email) == HIM
        assert designations.find(session, PAULA._replace(nit="901000101")) is None


def test_putting_a_known_delegate_overwrites_name_and_email_and_keeps_the_id(sessions: Sessions) -> None:
    with sessions.begin() as session:
        designations.put(session, {PAULA: HER})
        before = designations.find(session, PAULA)
        assert before is not None
        designations.put(session, {PAULA: HIM})
    with sessions() as session:
        assert designations.whole_list(session) == {PAULA: HIM}
        after = designations.find(session, PAULA)
        assert after is not None
        assert after.id == before.id


def test_removing_takes_exactly_the_ones_named(sessions: Sessions) -> None:
    with sessions.begin() as session:
        designations.put(session, {PAULA: HER, PEDRO: HIM})
        designations.remove(session, [PEDRO])
        designations.remove(session, [])
    with sessions() as session:
        assert designations.whole_list(session) == {PAULA: HER}


def test_the_nits_of_the_directory_are_each_named_once(sessions: Sessions) -> None:
    north = Entry("059990000201", "901000202", "CLÍNICA", "NORTE", "Vallehermoso", "Antioquia")
    with sessions.begin() as session:
        providers.put(session, [north, north._replace(codigo="059990000202")])
    with sessions() as session:
        assert designations.directory_nits(session) == {"901000202"}


def test_only_delegates_who_may_act_are_found_by_what_they_are_designated_for(
    sessions: Sessions, clock: Clock
) -> None:
    def person(number: str, status: PersonStatus, role: Role = Role.DELEGATE) -> Person:
        return Person(
            team_id="T0MINISTRY",
            user_id=f"U{number}",
            role=role,
            status=status,
            nit="901000202" if role is Role.DELEGATE else None,
            document_type=DocumentType.CC,
            document_number=number,
            login=f"CC{number}",
            registered_at=clock.now(),
        )

    with sessions.begin() as session:
        session.add_all(
            [
                person("1010101010", PersonStatus.ACTIVE),
                person("1010101011", PersonStatus.PENDING),
                person("1010101012", PersonStatus.ACTIVE, Role.OFFICIAL),
            ]
        )
    with sessions() as session:
        found = designations.active_delegates(session)
        assert {post: [each.login for each in people] for post, people in found.items()} == {
            PAULA: ["CC1010101010"]
        }


def test_whoever_holds_the_designations_of_a_nit_makes_the_next_one_wait(postgresql_engine: Engine) -> None:
    sessions = sessions_of(postgresql_engine)
    with sessions.begin() as session:
        designations.put(session, {PAULA: HER, PEDRO: HIM})
    passed = threading.Event()

    def follow() -> None:
        with sessions.begin() as session:
            designations.hold_nit(session, PAULA.nit)
            passed.set()

    with sessions.begin() as holder:
        designations.hold_nit(holder, PAULA.nit)
        follower = threading.Thread(target=follow)
        follower.start()
        assert not passed.wait(0.2)
    follower.join(timeout=10)
    assert passed.is_set()
