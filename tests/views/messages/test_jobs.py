"""What managers read of a job that does not run."""

from datetime import timedelta

import pytest

from bot.views.messages.jobs import job_overdue
from storage.enums import JobName
from storage.models import Job
from tests.views.samples import NOW


@pytest.mark.parametrize("name", JobName)
def test_the_log_can_be_searched_for_the_name_of_the_job(name: JobName) -> None:
    assert f"busque `{name}` en el registro" in job_overdue(Job(name=name, created_at=NOW), NOW).text


def test_a_job_that_never_succeeded_is_told_from_one_that_once_did() -> None:
    never = Job(name=JobName.EXPIRING_KEYS, created_at=NOW - timedelta(hours=2))
    once = Job(
        name=JobName.EXPIRING_KEYS, created_at=NOW - timedelta(days=90), succeeded_at=NOW - timedelta(hours=2)
    )
    assert "Nunca ha terminado bien; se espera desde el" in job_overdue(never, NOW).text
    assert "Terminó bien por última vez el" in job_overdue(once, NOW).text
    assert all("(hace 2 horas)" in job_overdue(job, NOW).text for job in (never, once))
