"""Keys are acknowledged once they are stored, whatever becomes of the list below their form."""

from typing import Any

from bot.forms.key_entry import EntryTarget
from bot.forms.search import ListState, TokenList
from bot.ids import Callback
from storage.enums import RequestStatus
from tests.forms.submission import WITHOUT_DEVELOPMENT, submitted
from tests.listeners.front import Front, said, sent, window
from tests.services.office import CAMILA


def _entry(front: Front) -> tuple[int, dict[str, Any]]:
    request_id = front.office.request()
    target = EntryTarget(request_id=request_id, version=1, below=ListState(which=TokenList.ASSIGN))
    stack = {"previous_view_id": "V0LIST", "root_view_id": "V0LIST"}
    form = window(Callback.KEY_ENTRY, target.build(), **stack, **submitted(WITHOUT_DEVELOPMENT))
    return request_id, sent(CAMILA, form)


def test_a_database_that_goes_away_after_the_keys_are_stored_is_no_failure_of_it(front: Front) -> None:
    request_id, body = _entry(front)
    front.lose_people_after_the_next_commit()
    response, logged = front.logged(body)
    front.find_people_again()
    assert said(response)["view"]["title"]["text"] == "Llaves registradas"
    assert logged == [("list_not_refreshed", "OperationalError")]
    assert front.office.stored_request(request_id).status is RequestStatus.ASSIGNED
