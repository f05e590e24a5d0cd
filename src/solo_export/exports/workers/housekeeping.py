"""What every worker process does on the side: rescue, repeat, tidy up."""

from __future__ import annotations

import logging
import threading
import time

from django.db import connection

from solo_export.exports import conf, storage
from solo_export.exports.actions.expire import expire
from solo_export.exports.actions.reap import Lapse, lapses, reap
from solo_export.exports.actions.relay import relay
from solo_export.exports.admission import once, rates
from solo_export.exports.clock import housekeeping_seconds
from solo_export.exports.states import Status
from solo_export.exports.webhooks import delivery

_SECONDS_BETWEEN_EXPIRIES = 600.0

log = logging.getLogger(__name__)


class Housekeeper:
    """Rounds of rescue, relay and expiry. Any number of processes may each have one."""

    def __init__(self) -> None:
        self._suspects: frozenset[Lapse] = frozenset()
        self._last_expiry = -_SECONDS_BETWEEN_EXPIRIES

    def keep_house(self, stop: threading.Event) -> None:
        """Make rounds until `stop` is set, the first at once; whatever fails is tried again in the next."""
        pause = 0.0
        while not stop.wait(pause):
            pause = housekeeping_seconds()
            for duty in (self.rescue, self._relay, self._expire):
                try:
                    duty()
                except Exception:
                    log.exception("Housekeeping failed; it goes on in the next round.")
                    connection.close()
        connection.close()

    def rescue(self) -> None:
        """Take exports from workers that were silent in the last round and still are."""
        seen = lapses()
        for lapse in seen & self._suspects:
            status = reap(lapse)
            if status is not None:
                log.warning("Export %s was left by its worker; now %s.", lapse.lease.export_id, status)
            if status is Status.FAILED:
                storage.discard_all(lapse.lease.export_id)
        self._suspects = seen

    def _relay(self) -> None:
        if conf.get("SOLO_BROKER_URL"):
            relay()

    def _expire(self) -> None:
        if time.monotonic() - self._last_expiry >= _SECONDS_BETWEEN_EXPIRIES and expire() == 0:
            self._last_expiry = time.monotonic()
            rates.forget_unused()
            once.forget_old()
            delivery.forget_old()
