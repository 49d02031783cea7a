from pathlib import Path

import pytest
from sqlalchemy import event

from bot.designations.reading import Reading, read_designations
from bot.services.imports.designations import (
    Counts,
    Import,
    Left,
    import_designations,
    preview_designations,
)
from storage import designations
from storage.designations import Designee, Post
from storage.enums import AuditAction, DocumentType, PersonStatus
from tests.designations.lists import PAULA, like_paula, write
from tests.services.office import ANDRES, LAURA, MATEO, Office

ANDRES_POST = Post("901000202", DocumentType.CC, "1000000002")
MATEO_POST = Post("901000202", DocumentType.CC, "1000000003")
GONE_POST = Post("901000202", DocumentType.CC, "1000000009")
SOMEBODY = Designee("Alguien Inventado", "alguien@esperanza.example.com")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "designados.csv"


def _import(office: Office, reading: Reading) -> Import:
    return import_designations(office.sessions, reading, office.clock.now())


def _stored(office: Office) -> dict[Post, Designee]:
    with office.sessions() as session:
        return dict(designations.whole_list(session))


def _put(office: Office, *posts: Post) -> None:
    with office.sessions.begin() as session:
        designations.put(session, dict.fromkeys(posts, SOMEBODY))


def test_the_file_becomes_the_list_and_every_row_is_counted_once(office: Office, file: Path) -> None:
    _put(office, ANDRES_POST, MATEO_POST, GONE_POST)
    reading = read_designations(
        write(
            file,
            PAULA,
            PAULA,
            like_paula(number="1000000002", name=SOMEBODY.name, email=SOMEBODY.email),
            like_paula(number="1000000003", name="Mateo Otro", email="mateo@esperanza.example.com"),
            like_paula(number="1010101012", email="no"),
            like_paula(nit="901000909"),
        )
    )
    done = _import(office, reading)
    assert done.counts == Counts(
        rows=6,
        added=2,
        changed=1,
        unchanged=1,
        repeated=1,
        rejected=1,
        unidentified=0,
        withdrawn=1,
        unknown_nits=1,
    )
    assert _stored(office) == {
        ANDRES_POST: SOMEBODY,
        MATEO_POST: Designee("Mateo Otro", "mateo@esperanza.example.com"),
        Post("901000202", DocumentType.CC, "1010101010"): Designee(PAULA[3], PAULA[4]),
        Post("901000909", DocumentType.CC, "1010101010"): Designee(PAULA[3], PAULA[4]),
    }


def test_an_active_delegate_whom_the_list_names_no_more_is_told_and_stays_active(
    office: Office, file: Path
) -> None:
    _put(office, ANDRES_POST, MATEO_POST, GONE_POST)
    office.change(MATEO, status=PersonStatus.SUSPENDED)
    done = _import(office, read_designations(write(file, PAULA)))
    assert done.counts.withdrawn == 3
    assert done.left == [Left("CC1000000002", "901000202")]
    assert office.person(ANDRES).status is PersonStatus.ACTIVE


def test_a_delegate_who_never_was_on_the_list_is_not_among_those_who_left(office: Office, file: Path) -> None:
    done = _import(office, read_designations(write(file, PAULA)))
    assert done.left == []
    assert office.person(LAURA).status is PersonStatus.ACTIVE


def test_what_a_rejected_row_is_about_stays_as_it_was(office: Office, file: Path) -> None:
    _put(office, ANDRES_POST)
    done = _import(office, read_designations(write(file, PAULA, like_paula(number="1000000002", email="no"))))
    assert (done.counts.withdrawn, done.left) == (0, [])
    assert _stored(office)[ANDRES_POST] == SOMEBODY


def test_while_a_rejected_row_could_be_about_anybody_nobody_is_taken_off_and_good_rows_are_stored(
    office: Office, file: Path
) -> None:
    _put(office, ANDRES_POST, GONE_POST)
    done = _import(
        office, read_designations(write(file, PAULA, like_paula(nit="901000202-4", number="1000000002")))
    )
    assert (done.counts.rejected, done.counts.unidentified) == (1, 1)
    assert (done.counts.added, done.counts.withdrawn, done.left) == (1, 0, [])
    assert {ANDRES_POST, GONE_POST} < set(_stored(office))


def test_one_unidentified_row_holds_back_those_whom_no_row_mentions_in_a_preview_too(
    office: Office, file: Path
) -> None:
    _put(office, GONE_POST)
    held = preview_designations(office.sessions, read_designations(write(file, PAULA, like_paula(kind="TI"))))
    free = preview_designations(
        office.sessions, read_designations(write(file, PAULA, like_paula(email="no")))
    )
    assert (held.counts.withdrawn, free.counts.withdrawn) == (0, 1)


def test_the_same_file_again_changes_nothing_but_the_audit(office: Office, file: Path) -> None:
    reading = read_designations(write(file, PAULA))
    _import(office, reading)
    before = _stored(office)
    counts = _import(office, reading).counts
    assert (counts.added, counts.changed, counts.unchanged, counts.withdrawn) == (0, 0, 1, 0)
    assert _stored(office) == before
    assert [line.action for line in office.lines()] == [AuditAction.DESIGNATIONS_IMPORTED] * 2


def test_the_audit_has_counts_and_the_hash_of_the_file_and_no_personal_data(
    office: Office, file: Path
) -> None:
    with office.recorded() as record:
        reading = read_designations(write(file, PAULA))
        _import(office, reading)
    (noted,) = record.noted
    assert (noted.actor.team_id, noted.actor.user_id, noted.subject) == ("-", "cli", "designations")
    assert noted.detail["sha256"] == reading.sha256
    assert noted.detail["added"] == 1
    for personal in PAULA:
        assert personal not in str({**noted.detail, "sha256": ""})


def test_a_preview_counts_the_same_and_stores_nothing(office: Office, file: Path) -> None:
    _put(office, ANDRES_POST)
    reading = read_designations(write(file, PAULA))
    with office.nothing_stored():
        done = preview_designations(office.sessions, reading)
    assert _import(office, reading) == done


def test_a_failure_in_the_middle_leaves_the_list_as_it_was(office: Office, file: Path) -> None:
    _put(office, ANDRES_POST)

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO audit"):
            raise OSError("the disk is full")

    engine = office.sessions.kw["bind"]
    event.listen(engine, "before_cursor_execute", fail)
    try:
        with office.nothing_stored(), pytest.raises(OSError, match="the disk is full"):
            _import(office, read_designations(write(file, PAULA)))
    finally:
        event.remove(engine, "before_cursor_execute", fail)


def test_progress_ends_with_every_changed_row(office: Office, file: Path) -> None:
    heard: list[tuple[int, int]] = []
    reading = read_designations(write(file, PAULA, like_paula(number="1010101011")))
    import_designations(
        office.sessions, reading, office.clock.now(), lambda done, total: heard.append((done, total))
    )
    assert heard == [(2, 2)]
