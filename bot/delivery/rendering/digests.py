"""The digest for managers, and the list of expiries beside it."""

from bot.delivery.rendering.drafts import DigestDraft, Draft, FileDraft
from bot.delivery.rendering.job import Job
from bot.services.digests.file import expiry_file, file_name
from bot.services.digests.gathering import figures_of, previous
from bot.services.digests.reminders import reminders_now
from bot.views.digests.digest import digest_message
from storage import digests
from storage.enums import DigestKind, PersonStatus
from storage.models import Digest

FILE_COMMENT = "La lista completa de vencimientos, los más urgentes primero. Ábrala con Excel. No contiene ClientID ni ClientSecret."


def digest(job: Job) -> Draft | None:
    """Tell the managers, or the one who asked, the figures of a digest."""
    found = job.session.get(Digest, job.subject_id)
    if found is None:
        return None
    to, readers = job.named(), digests.readers(job.session, found.kind)
    if to is not None and to.status is not PersonStatus.ACTIVE:
        return None
    if found.kind is not DigestKind.ON_DEMAND and not readers:
        return None  # whoever had chosen it changed their mind
    message = digest_message(
        figures_of(found), previous(job.session, found), found.kind, readers, reminders_now(job.session)
    )
    return DigestDraft(found, to or job.surroundings.managers, message)


def digest_file(job: Job) -> Draft | None:
    """Put the whole list of expiries, as it is now, beside a digest that was sent."""
    found = job.session.get(Digest, job.subject_id)
    if found is None or found.channel is None or found.ts is None:
        return None
    return FileDraft(
        channel=found.channel,
        thread=found.ts,
        name=file_name(found.made_at, found.id),
        content=expiry_file(job.session, job.now),
        comment=FILE_COMMENT,
    )
