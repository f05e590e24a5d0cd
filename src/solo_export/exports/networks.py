"""Which addresses of the Internet are everybody's, and not some machine's own, its network's or its cloud's.

Python's `is_global` doesn't tell: 3.11 takes several addresses for global that stand for private IPv4 ones.
So IPv6 must lie in the range that is given out to networks at all, which no IPv4 address in disguise does
except in the ranges named here.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_GIVEN_OUT = IPv6Network("2000::/3")

_REFUSED_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' own; 100.100.100.200 is a cloud's metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's own services, at an address that looks like everybody's
        "169.254.0.0/16",  # link-local, with most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",  # 192.0.0.192 is a cloud's metadata
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_REFUSED_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo and others that hold an IPv4 address or lead nowhere
        "2001:db8::/32",
        "2002::/16",  # 6to4 holds an IPv4 address
        "3fff::/20",
    )
)
_ISATAP = 0x5EFE
"""With or without a flag, this begins the second half of an address that ends with an IPv4 address."""


def is_public(address: str) -> bool:
    """Whether an IP address, as a resolver writes it, is one that anybody may connect to."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return _is_public_v4(parsed) if isinstance(parsed, IPv4Address) else _is_public_v6(parsed)


def _is_public_v4(address: IPv4Address) -> bool:
    return not any(address in network for network in _REFUSED_V4)


def _is_public_v6(address: IPv6Address) -> bool:
    if address.scope_id or address not in _GIVEN_OUT or any(address in network for network in _REFUSED_V6):
        return False
    return (int(address) >> 32) & 0xFDFF_FFFF != _ISATAP
