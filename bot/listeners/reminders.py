"""Reminders of keys about to expire: a delegate puts them off, a manager orders, halts and resumes them."""

from collections.abc import Callable
from datetime import date

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.ids import Action
from bot.listeners.errors import tell_in_place
from bot.listeners.payload import Body, actor_of, afterwards, open_modal, pressed_value
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.keys.reminding import check_order, halt_reminders, remind_delegates, resume_reminders
from bot.services.keys.snoozing import snooze_reminder
from bot.services.standing import session_header
from bot.views.messages import reminders as texts
from bot.views.messages.expiring import snoozed
from bot.views.parts import notice


def register(app: App, desk: Desk) -> None:
    """Attach the button of the reminder and those of digest and App Home."""

    @app.action(Action.SNOOZE_REMINDER)
    def snooze(ack: Ack, body: Body, respond: Respond) -> None:
        done = snooze_reminder(desk, actor_of(body), _day_of(pressed_value(body)))
        ack()
        with afterwards("snooze_not_told"):
            _whisper(respond, snoozed(done.until, some_stay=done.some_stay))

    @app.action(Action.REMIND_DELEGATES)
    def remind(ack: Ack, body: Body, client: WebClient, respond: Respond) -> None:
        check_order(desk, actor_of(body))
        # Thousands take seconds, and a press that waits so long is sent again.
        ack()
        with afterwards("reminders_not_told"):
            try:
                done = remind_delegates(desk, actor_of(body))
            except Exception as error:  # noqa: BLE001 - whatever it is, the manager waits for an answer
                tell_in_place(desk, error, body, client)
                return
            text = texts.reminders_ordered(
                queued=done.queued,
                already=done.already,
                snoozed=done.snoozed,
                sedes_alone=done.sedes_alone,
                first_at=done.first_at,
                last_at=done.last_at,
            )
            _answer(desk, client, body, respond, texts.ORDERED, text)

    def govern(
        action: Action, do: Callable[[Desk, Actor], int], title: str, told: Callable[[int], str]
    ) -> None:
        @app.action(action)
        def pressed(ack: Ack, body: Body, client: WebClient, respond: Respond) -> None:
            waiting = do(desk, actor_of(body))
            ack()
            with afterwards("halt_not_told"):
                _answer(desk, client, body, respond, title, told(waiting))

    govern(Action.HALT_REMINDERS, halt_reminders, texts.HALTED, texts.reminders_halted)
    govern(Action.RESUME_REMINDERS, resume_reminders, texts.RESUMED, texts.reminders_resumed)


def _day_of(value: str) -> date | None:
    """Return the day on which a reminder was sent, or nothing for a value that we did not write."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _answer(desk: Desk, client: WebClient, body: Body, respond: Respond, title: str, text: str) -> None:
    """Answer in private below the message that was acted in; over App Home or a window, in a window."""
    if body.get("response_url"):
        _whisper(respond, text)
    else:
        open_modal(client, body, notice(title, text, above=session_header(desk, actor_of(body))))


def _whisper(respond: Respond, text: str) -> None:
    respond(text=text, response_type="ephemeral", replace_original=False)
