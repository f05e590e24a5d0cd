"""Which addresses are everybody's: IPv4, IPv6, and IPv4 in all the disguises of IPv6."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest

from solo_export.exports.networks import is_public

PRIVATE_V4 = [
    "0.0.0.0",
    "10.0.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.31.255.255",
    "192.0.0.192",
    "192.88.99.1",
    "192.168.1.1",
    "198.19.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "172.32.0.1", "192.0.1.1", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"]


def disguised(address: str) -> dict[str, str]:
    """An IPv4 address in IPv6, by the name of the disguise."""
    number = int(IPv4Address(address))
    places = {
        "mapped": (0xFFFF << 32) | number,
        "compatible": number,
        "translated": (0xFFFF << 48) | number,
        "NAT64": (0x64_FF9B << 96) | number,
        "local NAT64": (0x64_FF9B_0001 << 80) | number,
        "6to4": (0x2002 << 112) | (number << 80),
        "Teredo server": (0x2001_0000 << 96) | (number << 64),
        "Teredo client": (0x2001_0000 << 96) | (number ^ 0xFFFF_FFFF),
        "ISATAP": (0x2606_4700 << 96) | (0x5EFE << 32) | number,
        "ISATAP, flagged": (0x2606_4700 << 96) | (0x0200_5EFE << 32) | number,
    }
    return {name: str(IPv6Address(place)) for name, place in places.items()}


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_everybody(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE_V4)
def test_addresses_of_somebody(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "8.8.8.8"])
def test_no_disguise_of_ipv4_passes(address: str) -> None:
    assert [name for name, written in disguised(address).items() if is_public(written)] == []


@pytest.mark.parametrize(
    "address",
    [
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1"),
        *("2001:db8::1", "2001:2::1", "2001:10::1", "3fff::1", "100::1", "5f00::1", "4000::1"),
        *("2606:4700::1%eth0", "", "localhost", "0x7f.1", "2130706433", "0177.0.0.1", "127.1"),
    ],
)
def test_ipv6_that_leads_nowhere_else_and_what_is_no_address(address: str) -> None:
    assert not is_public(address)
