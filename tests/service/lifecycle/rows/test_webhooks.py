"""Messages to the operator's system: written with the end of an export, signed, sent, and sent again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django import Settings

from boardkit import OverLimit
from solo_export.exports import storage
from solo_export.exports.actions.claim import claim
from solo_export.exports.actions.complete import StoredFile, complete
from solo_export.exports.actions.delete import delete_export
from solo_export.exports.actions.fail_or_retry import fail_or_retry
from solo_export.exports.clock import in_seconds
from solo_export.exports.failures import failure_of
from solo_export.exports.lease import Lease
from solo_export.exports.models import ExportRequest, WebhookDelivery
from solo_export.exports.storage import StorageError
from solo_export.exports.webhooks.delivery import PAUSES, deliver_next, forget_old
from solo_export.exports.webhooks.signature import secret_key, signature
from tests.service.lifecycle.conftest import Ask
from tests.support.processes import free_port
from tests.support.receiver import SECRET, Receiver, receiver

pytestmark = pytest.mark.django_db

TOO_LARGE = failure_of(OverLimit("The board has 9 pages; at most 5 can be drawn.", limit="pages", allowed=5))


@pytest.fixture
def system(settings: Settings) -> Iterator[Receiver]:
    """The operator's system."""
    with receiver() as system:
        settings.SOLO_WEBHOOK_URL = f"{system.address}/hooks/?of=boards"
        settings.SOLO_WEBHOOK_SECRET = SECRET
        yield system


def ended(ask: Ask, *, well: bool = True) -> ExportRequest:
    """An export that has just been completed, or has failed."""
    ask("json")
    export = claim()
    assert export is not None
    if well:
        key = storage.save(export.lease, "json", b"{}")
        assert complete(export.lease, StoredFile(key, "Урок 4.json", 2, 1))
    else:
        assert fail_or_retry(export.lease, TOO_LARGE) == "failed"
    return ExportRequest.objects.get(pk=export.pk)


def end_pauses() -> None:
    WebhookDelivery.objects.filter(status="waiting").update(due_at=in_seconds(-1))


class TestWhatIsTold:
    def test_a_completed_export_without_the_address_of_its_file(self, ask: Ask, system: Receiver) -> None:
        export = ended(ask)
        assert deliver_next()
        [message] = system.messages
        assert message.path == "/hooks/?of=boards"
        assert message.headers["Content-Type"] == "application/json"
        assert message.json["type"] == "export.completed"
        assert datetime.fromisoformat(message.json["timestamp"]) == export.updated_at
        data = message.json["data"]
        assert (data["id"], data["status"], data["file_size"]) == (str(export.pk), "completed", 2)
        assert "file_url" not in data
        assert message.is_signed()

    def test_a_failed_one_with_the_reason(self, ask: Ask, system: Receiver) -> None:
        ended(ask, well=False)
        deliver_next()
        [message] = system.messages
        assert message.json["type"] == "export.failed"
        assert message.json["data"]["error"] == "The board has 9 pages; at most 5 can be drawn."

    def test_one_that_was_deleted_meanwhile_all_the_same(self, ask: Ask, system: Receiver) -> None:
        delete_export(ended(ask))
        assert deliver_next()
        assert len(system.messages) == 1

    def test_nothing_of_what_has_not_ended(self, ask: Ask, system: Receiver) -> None:
        ask("json")
        export = claim()
        assert export is not None
        fail_or_retry(export.lease, failure_of(StorageError()))
        delete_export(export)
        assert not WebhookDelivery.objects.exists()

    def test_nothing_of_an_end_that_came_too_late(self, ask: Ask, system: Receiver) -> None:
        export = ask("json")
        assert not complete(Lease(export.pk, export.pk), StoredFile("key", "name", 1, 1))
        assert not WebhookDelivery.objects.exists()

    def test_nothing_where_the_operator_wants_none(self, ask: Ask) -> None:
        ended(ask)
        assert not WebhookDelivery.objects.exists()


class TestSendingAgain:
    @pytest.mark.parametrize("status", [500, 404, 302])
    def test_what_was_not_taken_is_sent_again_after_a_pause_as_the_same_message(
        self, ask: Ask, system: Receiver, status: int
    ) -> None:
        system.statuses = [status]
        ended(ask)
        assert [deliver_next(), deliver_next()] == [True, False]
        assert WebhookDelivery.objects.get().outcome == f"HTTP {status}"
        end_pauses()
        assert [deliver_next(), deliver_next()] == [True, False]
        first, second = system.messages
        assert first.body == second.body
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        assert (first.path, second.path) == ("/hooks/?of=boards", "/hooks/?of=boards")
        assert second.is_signed()
        assert WebhookDelivery.objects.get().status == "delivered"

    def test_a_system_that_is_away_is_tried_again(
        self, ask: Ask, system: Receiver, settings: Settings
    ) -> None:
        settings.SOLO_WEBHOOK_URL = f"http://127.0.0.1:{free_port()}/"
        ended(ask)
        deliver_next()
        assert WebhookDelivery.objects.get().outcome == "no answer (ConnectionRefusedError)"
        settings.SOLO_WEBHOOK_URL = system.address
        end_pauses()
        deliver_next()
        assert [urlsplit(message.path).path for message in system.messages] == ["/"]

    def test_it_is_given_up_after_about_a_day(self, ask: Ask, system: Receiver) -> None:
        assert 20 < sum(PAUSES) / 3600 < 30
        system.statuses = [500] * (len(PAUSES) + 1)
        ended(ask)
        while deliver_next():
            end_pauses()
        delivery = WebhookDelivery.objects.get()
        assert (delivery.status, delivery.attempts) == ("given_up", len(PAUSES) + 1)
        assert len(system.messages) == len(PAUSES) + 1

    def test_what_a_sender_that_died_had_in_hand_is_sent_by_another(self, ask: Ask, system: Receiver) -> None:
        ended(ask)
        WebhookDelivery.objects.update(attempts=1, due_at=in_seconds(60))
        assert not deliver_next()
        end_pauses()
        assert deliver_next()
        assert WebhookDelivery.objects.get().status == "delivered"


@pytest.mark.django_db(transaction=True)
def test_of_many_senders_one_sends(ask: Ask, system: Receiver) -> None:
    for _ in range(10):
        ended(ask)
    start = threading.Barrier(4)

    def send() -> None:
        start.wait()
        while deliver_next():
            pass
        connection.close()

    with ThreadPoolExecutor(4) as threads:
        for sending in [threads.submit(send) for _ in range(4)]:
            sending.result()
    assert len(system.messages) == 10
    assert len({message.headers["webhook-id"] for message in system.messages}) == 10


def test_old_messages_are_dropped(ask: Ask, system: Receiver, settings: Settings) -> None:
    settings.SOLO_EXPORT_RETENTION_DAYS = 2
    old, young = ended(ask), ended(ask)
    WebhookDelivery.objects.filter(export_id=old.pk).update(created_at=in_seconds(-3 * 86_400))
    forget_old()
    assert WebhookDelivery.objects.get().export_id == young.pk


class TestSignature:
    def test_it_is_the_one_of_standard_webhooks(self) -> None:
        """The example of the specification's own libraries."""
        signed = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            b'{"test": 2432232314}',
        )
        assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    @pytest.mark.parametrize(
        "secret", ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_***", "whsec_AAAA"]
    )
    def test_what_is_no_secret_is_refused(self, secret: str) -> None:
        with pytest.raises(ValueError, match=r"no "):
            secret_key(secret)


def test_an_operator_sees_what_was_given_up_and_has_it_sent_again(ask: Ask, system: Receiver) -> None:
    system.statuses = [500]
    ended(ask)
    deliver_next()
    WebhookDelivery.objects.update(status="given_up")
    site = Client()
    site.force_login(User.objects.create_superuser("operator"))
    path = "/admin/exports/webhookdelivery/"
    assert "HTTP 500" in site.get(path).content.decode()
    chosen = {"action": "send_again", "_selected_action": [str(WebhookDelivery.objects.get().pk)]}
    assert site.post(path, chosen).status_code == 302
    assert deliver_next()
    assert [message.is_signed() for message in system.messages] == [True, True]
