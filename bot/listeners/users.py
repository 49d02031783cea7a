"""Usuarios: a manager looks people up and decides what each may do."""

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.forms.reading import read
from bot.forms.reason import ReasonForm
from bot.forms.users import DelegateChangeForm, UserListState, UserPlace, UserSearchForm
from bot.ids import Action, Callback
from bot.listeners.accounts import account_of
from bot.listeners.payload import (
    Body,
    actor_of,
    afterwards,
    argument_of,
    open_modal,
    pressed_value,
    read_of,
    update_modal,
    update_modal_below,
)
from bot.services.access import Read
from bot.services.desk import Desk
from bot.services.registration.deciding import approve, reject
from bot.services.users.delegate_change import change_delegate, succession
from bot.services.users.listing import list_users, user_file, user_file_as_read
from bot.services.users.suspending import reactivate, suspend
from bot.views.users.user_forms import delegate_change_form, suspension_form, user_rejection_form
from bot.views.users.user_list import user_list, user_page


def start(desk: Desk, client: WebClient, body: Body) -> None:
    """Show the users, or those that match what was typed after the word."""
    view = _list(desk, body, UserListState().searching(argument_of(body)))
    # Instead of the menu, not on top of it: list, person and reason are the three that Slack stacks.
    inside = (body.get("view") or {}).get("type") == "modal"
    (update_modal if inside else open_modal)(client, body, view)


def register(app: App, desk: Desk) -> None:
    """Attach the list, the person's page and what is done there."""
    _register_list(app, desk)
    _register_decisions(app, desk)
    _register_access(app, desk)

    @app.action(Action.CHANGE_DELEGATE)
    def ask_for_the_new_delegate(ack: Ack, body: Body, client: WebClient) -> None:
        found = succession(desk, actor_of(body), read_of(pressed_value(body)))
        form = delegate_change_form(
            found.manager, found.person, found.provider, found.candidates, _read_now(body)
        )
        open_modal(client, body, form)
        ack()

    @app.view(Callback.DELEGATE_CHANGE)
    def change(ack: Ack, body: Body, client: WebClient) -> None:
        successor = read_of(read(DelegateChangeForm, body["view"]).new_delegate)
        change_delegate(desk, actor_of(body), _read(body), successor)
        ack()
        _refresh_below(desk, client, body)


def _register_list(app: App, desk: Desk) -> None:
    @app.action(Action.OPEN_USERS)
    def open_list(ack: Ack, body: Body, client: WebClient) -> None:
        start(desk, client, body)
        ack()

    @app.action(Action.SEARCH_USERS)
    def search_on_enter(ack: Ack, body: Body, client: WebClient) -> None:
        typed = body["actions"][0].get("value") or ""
        update_modal(client, body, _list(desk, body, _state(body).searching(typed)))
        ack()

    @app.view(Callback.USER_LIST)
    def search(ack: Ack, body: Body) -> None:
        typed = read(UserSearchForm, body["view"]).search
        ack(response_action="update", view=_list(desk, body, _state(body).searching(typed)))

    def turn(ack: Ack, body: Body, client: WebClient) -> None:
        update_modal(client, body, _list(desk, body, _state(body).on_page(int(pressed_value(body)))))
        ack()

    app.action(Action.PREVIOUS_USERS)(turn)
    app.action(Action.NEXT_USERS)(turn)

    @app.action(Action.OPEN_USER)
    def open_person(ack: Ack, body: Body, client: WebClient) -> None:
        open_modal(client, body, _page(desk, body, int(pressed_value(body)), _state(body)))
        ack()


def _register_decisions(app: App, desk: Desk) -> None:
    @app.action(Action.APPROVE_USER)
    def approve_person(ack: Ack, body: Body, client: WebClient) -> None:
        approve(desk, actor_of(body), read_of(pressed_value(body)))
        ack()
        _refresh(desk, client, body)

    @app.action(Action.REJECT_USER)
    def ask_why_rejected(ack: Ack, body: Body, client: WebClient) -> None:
        found = user_file_as_read(desk, actor_of(body), read_of(pressed_value(body)))
        open_modal(client, body, user_rejection_form(found.manager, found.person, _read_now(body)))
        ack()

    @app.view(Callback.USER_REJECTION)
    def reject_person(ack: Ack, body: Body, client: WebClient) -> None:
        reject(desk, actor_of(body), _read(body), read(ReasonForm, body["view"]).reason)
        ack()
        _refresh_below(desk, client, body)


def _register_access(app: App, desk: Desk) -> None:
    @app.action(Action.SUSPEND_USER)
    def ask_why_suspended(ack: Ack, body: Body, client: WebClient) -> None:
        found = user_file_as_read(desk, actor_of(body), read_of(pressed_value(body)))
        open_modal(client, body, suspension_form(found.manager, found.person, _read_now(body)))
        ack()

    @app.view(Callback.USER_SUSPENSION)
    def suspend_person(ack: Ack, body: Body, client: WebClient) -> None:
        suspend(desk, actor_of(body), _read(body), read(ReasonForm, body["view"]).reason)
        ack()
        _refresh_below(desk, client, body)

    @app.action(Action.REACTIVATE_USER)
    def reactivate_person(ack: Ack, body: Body, client: WebClient) -> None:
        read = read_of(pressed_value(body))
        person = user_file(desk, actor_of(body), read.id).person
        reactivate(desk, actor_of(body), read, account_of(client, person.user_id))
        ack()
        _refresh(desk, client, body)


def _list(desk: Desk, body: Body, state: UserListState) -> View:
    found = list_users(desk, actor_of(body), state)
    return user_list(found.manager, found.state, found.page, found.entities)


def _page(desk: Desk, body: Body, person_id: int, state: UserListState) -> View:
    found = user_file(desk, actor_of(body), person_id)
    return user_page(
        found.manager, found.person, found.provider, found.colleagues, found.requests, found.acts, state
    )


def _state(body: Body) -> UserListState:
    return UserListState.model_validate_json(body["view"]["private_metadata"])


def _place(body: Body) -> UserPlace:
    return UserPlace.model_validate_json(body["view"]["private_metadata"])


def _read_now(body: Body) -> UserPlace:
    """What the manager has before their eyes who presses a button of the person's page."""
    return _place(body).model_copy(update={"version": read_of(pressed_value(body)).version})


def _read(body: Body) -> Read:
    place = _place(body)
    return Read(place.person, place.version)


def _refresh(desk: Desk, client: WebClient, body: Body) -> None:
    """Redraw the person's page that was acted in, and the list below it. After the ack: Slack may be slow."""
    with afterwards("window_not_redrawn"):
        place = _place(body)
        update_modal(client, body, _page(desk, body, place.person, place.list))
        update_modal_below(client, body, _list(desk, body, place.list))


def _refresh_below(desk: Desk, client: WebClient, body: Body) -> None:
    """Redraw the person's page below the form that was sent, and the list below that. After the ack, likewise."""
    with afterwards("window_not_redrawn"):
        place = _place(body)
        update_modal_below(client, body, _page(desk, body, place.person, place.list))
        client.views_update(view_id=body["view"]["root_view_id"], view=_list(desk, body, place.list))
