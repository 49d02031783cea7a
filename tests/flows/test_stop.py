"""Stopping the bot while somebody waits for an answer."""

from concurrent.futures import ThreadPoolExecutor

from tests.flows.conftest import Town


def test_a_stop_first_answers_what_is_under_way(socket_town: Town) -> None:
    laura = socket_town.cast.laura
    held = socket_town.slack.faults.hold("views.open", stored=True)
    with ThreadPoolExecutor() as pool:
        reply = pool.submit(laura.command, "/llaves registro")
        assert held.reached.wait(5), "the modal was never opened"
        stopping = pool.submit(socket_town.office.stop)
        assert socket_town.office._stopping.wait(5)
        held.release()
        assert reply.result(timeout=10).text == ""  # and no operation_timeout
        stopping.result(timeout=20)
    assert laura.modal


def test_stopping_twice_does_no_harm(socket_town: Town) -> None:
    socket_town.office.stop()
    socket_town.office.stop()
