"""The digest for managers, and the list of expiries beside it."""

from bot.delivery.rendering.drafts import DigestDraft, Draft, FileDraft
from bot.delivery.rendering.job import Job
from bot.rules.permissions import Ability, may
from bot.services.digests.file import expiry_file, file_name
from bot.services.digests.gathering import figures_of, previous
from bot.services.digests.reminders import reminders_now
from bot.views.digests.digest import digest_message
from storage import digests, people
from storage.enums import DigestKind, PersonStatus
from storage.models import Digest, Person

FILE_COMMENT = (
    "La lista completa de vencimientos, por fecha. No contiene ClientID ni ClientSecret.\n"
    "Para que Excel conserve los ceros del código, no la abra con doble clic: en un libro nuevo use *Datos* › "
    "*Desde texto/CSV* y dé a la columna «código de habilitación» el tipo *Texto*."
)


def digest(job: Job) -> Draft | None:
    """Tell the managers, or the one who asked, the figures of a digest."""
    found = job.session.get(Digest, job.subject_id)
    if found is None:
        return None
    to, readers = _ordered_by(job, found), digests.readers(job.session, found.kind)
    if to is not None and not _may_read(to):
        return None
    if found.kind is not DigestKind.ON_DEMAND and not readers:
        return None  # whoever had chosen it changed their mind
    figures = figures_of(job.session, found, job.now, job.surroundings.timetable.hours)
    message = digest_message(
        figures, previous(job.session, found), found.kind, readers, reminders_now(job.session)
    )
    return DigestDraft(found, to or job.surroundings.managers, message)


def digest_file(job: Job) -> Draft | None:
    """Put the whole list of expiries, as it is now, beside a digest that was sent."""
    found = job.session.get(Digest, job.subject_id)
    if found is None or found.channel is None or found.ts is None:
        return None
    if (to := _ordered_by(job, found)) is not None and not _may_read(to):
        return None
    return FileDraft(
        channel=found.channel,
        thread=found.ts,
        name=file_name(found.made_at, found.id),
        content=expiry_file(job.session, job.now),
        comment=FILE_COMMENT,
    )


def _ordered_by(job: Job, found: Digest) -> Person | None:
    return people.load(job.session, found.ordered_by_id) if found.ordered_by_id else None


def _may_read(person: Person) -> bool:
    # Asked again: whoever ordered it may be suspended, or a manager no more.
    return person.status is PersonStatus.ACTIVE and may(person.role, Ability.READ_DIGESTS)
