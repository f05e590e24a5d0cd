"""Signing in by name and password, to the API and to the admin site, without room for guessing.

What fails is counted by name and by address. Whoever has used that up is refused before the password is
looked at, so that a right guess can't be told from a wrong one, and guessing costs us no hashing.
"""

from __future__ import annotations

import hashlib
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, cast

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from solo_export.exports.admission import rates
from solo_export.exports.admission.load import TooMuch

_NAMES_BEHIND_ONE_ADDRESS = 10
"""A school's people may all come from one."""

_IPV6_SITE = 64
"""Bits of an address that one household has to itself."""


class PasswordBackend(ModelBackend):
    """Django's own accounts, with a limit on what fails."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """The person, or None. Raises `TooMuch`."""
        counts = _counts(username, request)
        wait = max(rates.seconds_to_wait(key, allowance) for key, allowance in counts.items())
        if wait:
            raise TooMuch(f"Too many sign-ins have failed. Try again in {wait} s.", retry_after=wait)
        person = super().authenticate(request, username, password, **kwargs)
        if person is None:
            for key, allowance in counts.items():
                rates.use(key, allowance)
        return person


def _counts(username: str | None, request: HttpRequest | None) -> dict[str, rates.Allowance]:
    """What a sign-in is counted under, with what may fail there."""
    allowed = settings.SOLO_FAILED_SIGN_INS_PER_HOUR
    name = hashlib.sha256(repr(username).encode("utf-8", "surrogatepass")).hexdigest()
    counts = {f"sign-in:name:{name}": rates.per_hour(allowed)}
    address = None if request is None else BaseThrottle().get_ident(cast(Request, request))
    if address:
        counts[f"sign-in:from:{_site(address)}"] = rates.per_hour(allowed * _NAMES_BEHIND_ONE_ADDRESS)
    return counts


def _site(address: str) -> str:
    """An address; of version 6, the network that one household has to itself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "elsewhere"
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, _IPV6_SITE), strict=False))
    return str(parsed)


class AdminSignIn(AdminAuthenticationForm):
    """The admin site's form, which shows why somebody is refused."""

    def clean(self) -> dict[str, Any]:
        """The name and the password, checked."""
        try:
            return super().clean()
        except TooMuch as error:
            raise ValidationError(str(error)) from None
