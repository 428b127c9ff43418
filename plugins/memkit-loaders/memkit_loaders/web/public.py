"""Which addresses are of the public internet.

What is not known to be is not: the registries of special addresses
(https://www.iana.org/assignments/iana-ipv4-special-registry, iana-ipv6-special-registry) grow, and
the tables of Python are as old as it is.
"""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address, ip_network

_NOT_PUBLIC_4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            # Public by its number, and answered by the host of a virtual machine of Azure.
            "168.63.129.16/32",
        ),
    )
)  # fmt: skip
# All that was given out for the public: the rest of IPv6 is for other uses, or for none so far.
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    map(
        ipaddress.IPv6Network,
        # 2001::/23 holds Teredo, benchmarking, ORCHID; 2620:4f:8000::/48 is AS112.
        ("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20"),
    )
)
_6TO4 = ip_network("2002::/16")
# RFC 6052: what networks with IPv6 alone reach IPv4 by.
_NAT64 = ip_network("64:ff9b::/96")
# RFC 5214, 6.1: the second half of an address that leads to an IPv4 address.
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


def is_public(address: str) -> bool:
    """Tell whether an address, and the IPv4 address in it, if any, are of the public internet.

    Args:
        address: An IPv4 or IPv6 address; a zone ("%eth0") makes it none of the public.
    """
    if "%" in address:
        return False
    found = ipaddress.ip_address(address)
    if isinstance(found, IPv4Address):
        return not any(found in network for network in _NOT_PUBLIC_4)
    return _is_public_6(found)


def _is_public_6(address: IPv6Address) -> bool:
    number = int(address)
    last = IPv4Address(number & 0xFFFF_FFFF)
    if address in _NAT64:
        return is_public(str(last))
    if address in _6TO4:
        return is_public(str(IPv4Address(number >> 80 & 0xFFFF_FFFF)))
    if number >> 32 & 0xFFFF_FFFF in _ISATAP and not is_public(str(last)):
        return False
    return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)
