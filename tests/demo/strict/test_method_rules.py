"""What each Web API method asks of a call."""

from bot.demo.strict.limits import TokenKind
from bot.demo.strict.payloads import method_rules


class TestMethods:
    def test_every_method_the_app_calls_has_a_rule(self) -> None:
        names = {
            "chat.postMessage",
            "chat.update",
            "views.open",
            "conversations.open",
            "users.info",
            "auth.test",
        }
        assert names <= method_rules().keys()

    def test_posting_is_paced_by_channel(self) -> None:
        assert method_rules()["chat.postMessage"].per_channel_per_second == 1
        assert method_rules()["chat.update"].per_channel_per_second is None

    def test_only_the_socket_is_opened_with_the_apps_token(self) -> None:
        with_app_token = [name for name, rule in method_rules().items() if rule.token is TokenKind.APP]
        assert with_app_token == ["apps.connections.open"]

    def test_a_method_wants_one_of_its_scopes(self) -> None:
        history = method_rules()["conversations.history"]
        assert history.check_scopes({"groups:history"})
        assert not history.check_scopes({"chat:write"})
        assert method_rules()["views.open"].check_scopes(set())

    def test_missing_and_unknown_arguments_are_named(self) -> None:
        rule = method_rules()["chat.update"]
        assert rule.check_arguments(["token", "channel", "ts", "text"]) == []
        assert rule.check_arguments(["channel", "thread_ts"]) == [
            "[ERROR] missing required field: ts",
            "[ERROR] invalid additional property: thread_ts",
        ]

    def test_a_view_is_updated_by_its_id_or_by_ours(self) -> None:
        rule = method_rules()["views.update"]
        assert rule.check_arguments(["view", "external_id"]) == []
        assert rule.check_arguments(["view"]) == ["[ERROR] missing required field: external_id or view_id"]
        assert rule.allowed == {"token", "view", "view_id", "external_id", "hash"}
