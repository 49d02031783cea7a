"""What managers read of the clock itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bot.views.messages.message import Message
from bot.views.parts import paragraph
from bot.views.text import age_text, moment_text
from storage.enums import JobName
from storage.models import Job


@dataclass(frozen=True)
class _Task:
    """A job in the managers' words: what it does, and what does not happen while it does not run."""

    does: str
    missing: str


_TASKS: Mapping[JobName, _Task] = MappingProxyType(
    {
        JobName.TAKEN_REQUESTS: _Task(
            "liberar las solicitudes tomadas y no terminadas",
            "lo que un funcionario tomó y no terminó no se avisa en el canal.",
        ),
        JobName.STALE_REQUESTS: _Task(
            "recordar las solicitudes sin atender",
            "nadie recibe avisos de las solicitudes que llevan días en espera.",
        ),
        JobName.EXPIRING_KEYS: _Task(
            "recordar las llaves por vencer",
            "los delegados no reciben recordatorios y sus llaves pueden vencer sin aviso.",
        ),
        JobName.DIGESTS: _Task("publicar los resúmenes", "no llegan los resúmenes de la semana ni del mes."),
    }
)


def job_overdue(job: Job, now: datetime) -> Message:
    """Tell that a job has not succeeded for too long: since when, what does not happen, and what to do."""
    task = _TASKS[job.name]
    since = job.succeeded_at or job.created_at
    last = "Terminó bien por última vez" if job.succeeded_at else "Nunca ha terminado bien; se espera"
    link = "el" if job.succeeded_at else "desde el"
    text = (
        f"*Una tarea automática no está funcionando:* {task.does}.\n"
        f"{last} {link} {moment_text(since)} ({age_text(since, now)}).\n"
        f"*Mientras tanto:* {task.missing}\n"
        "*Qué hacer:* pida a quien administra el servidor del bot que mire `/readyz` y busque "
        f"`{job.name}` en el registro. Cuando la tarea vuelva a funcionar hará sola lo que quedó pendiente."
    )
    return Message(text=text, blocks=[paragraph(text)])
