"""Which addresses may be contacted. Nothing here opens a socket."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.errors import RefusedError
from worker.guard import Policy, checked_url, embedded

PUBLIC = Policy()

REFUSED = {
    "nothing": "",
    "a name": "localhost",
    "one number": "2130706433",
    "octal": "0177.0.0.1",
    "this host": "0.0.0.0",
    "this network": "0.1.2.3",
    "loopback": "127.0.0.1",
    "far end of loopback": "127.255.255.254",
    "private 10": "10.0.0.1",
    "private 172.16": "172.16.0.1",
    "private 172.31": "172.31.255.255",
    "private 192.168": "192.168.1.1",
    "carrier-grade NAT": "100.64.0.1",
    "end of carrier-grade NAT": "100.127.255.254",
    "link-local": "169.254.1.1",
    "metadata of clouds": "169.254.169.254",
    "documentation": "192.0.2.1",
    "benchmarks": "198.18.0.1",
    "multicast": "224.0.0.1",
    "global multicast": "232.1.2.3",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "v6 unspecified": "::",
    "v6 loopback": "::1",
    "v6 link-local": "fe80::1",
    "v6 link-local with scope": "fe80::1%eth0",
    "v6 unique local": "fd00::1",
    "v6 metadata": "fd00:ec2::254",
    "v6 multicast": "ff02::1",
    "v6 global multicast": "ff0e::1",
    "v6 documentation": "2001:db8::1",
    "v6 discard": "100::1",
    "mapped loopback": "::ffff:127.0.0.1",
    "mapped loopback in hexadecimal": "::ffff:7f00:1",
    "mapped metadata": "::ffff:169.254.169.254",
    "compatible loopback": "::127.0.0.1",
    "compatible private": "::10.0.0.1",
    "6to4 of loopback": "2002:7f00:1::",
    "6to4 of private": "2002:c0a8:101::1",
    "Teredo to private": "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    "NAT64 of loopback": "64:ff9b::7f00:1",
    "NAT64 of metadata": "64:ff9b::a9fe:a9fe",
    "local NAT64 of private": "64:ff9b:1::a00:1",
}
ALLOWED = {
    "public": "93.184.216.34",
    "beside private 172": "172.32.0.1",
    "beside carrier-grade NAT": "100.128.0.1",
    "public v6": "2606:2800:220:1:248:1893:25c8:1946",
    "mapped public": "::ffff:93.184.216.34",
    "NAT64 of public": "64:ff9b::5db8:d822",
}


@pytest.mark.parametrize("address", REFUSED.values(), ids=REFUSED.keys())
def test_addresses_that_are_not_on_the_public_internet_are_refused(address):
    assert not PUBLIC.allows(address)


@pytest.mark.parametrize("address", ["192.0.0.8", "192.0.0.192", "fec0::1"])
def test_special_ranges_that_the_standard_library_forgets_are_refused(address):
    assert not PUBLIC.allows(address)


@pytest.mark.parametrize("address", ALLOWED.values(), ids=ALLOWED.keys())
def test_public_addresses_are_allowed(address):
    assert PUBLIC.allows(address)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        pytest.param("127.66.6.6", False, id="outside of the opened network"),
        pytest.param("127.0.1.0", True, id="first address"),
        pytest.param("127.0.1.255", True, id="last address"),
        pytest.param("::ffff:127.0.1.7", True, id="mapped form of an opened address"),
        pytest.param("::ffff:127.66.6.6", False, id="mapped form of another"),
        pytest.param("fd00::7", True, id="opened v6 network"),
        pytest.param("fd01::7", False, id="another v6 network"),
        pytest.param("93.184.216.34", True, id="public stays allowed"),
    ],
)
def test_opened_networks_open_themselves_and_nothing_else(address, allowed):
    assert Policy.opening(["127.0.1.0/24", "fd00::/64"]).allows(address) is allowed


def test_a_malformed_network_is_an_error():
    with pytest.raises(ValueError, match="host bits"):
        Policy.opening(["127.0.0.1/8"])


@given(st.ip_addresses(v=4))
def test_no_ipv6_form_of_an_address_is_judged_otherwise(address):
    forms = [f"::ffff:{address}", str(ipaddress.IPv6Address((0x64FF9B << 96) | int(address)))]
    forms.append(str(ipaddress.IPv6Address((0x2002 << 112) | (int(address) << 80))))
    assert {PUBLIC.allows(form) for form in forms} == {PUBLIC.allows(str(address))}
    assert embedded(ipaddress.IPv6Address(forms[0])) == address


@given(st.text(max_size=40))
def test_no_text_makes_the_decision_fail(text):
    assert PUBLIC.allows(text) in (True, False)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("", "only http", id="empty"),
        pytest.param("/feed", "only http", id="bare path"),
        pytest.param("//example.org/feed", "only http", id="no scheme"),
        pytest.param("file:///etc/passwd", "only http", id="file"),
        pytest.param("ftp://example.org/", "only http", id="ftp"),
        pytest.param("javascript:alert(1)", "only http", id="javascript"),
        pytest.param("http://", "names no host", id="no host"),
        pytest.param("http:///feed", "names no host", id="empty host"),
        pytest.param("http://example.org:0x50/", "malformed", id="odd port"),
        pytest.param("http://example.org:99999/", "malformed", id="port out of range"),
        pytest.param("http://[::1/", "malformed", id="open bracket"),
        pytest.param("http://example.org@10.0.0.1/", "user part", id="user part"),
        pytest.param("http://10.0.0.1\\@example.org/", "backslash", id="backslash"),
        pytest.param("http://example.org/a b", "blanks", id="blank"),
        pytest.param("http://example.org/\r\nX: y", "blanks", id="line break"),
        pytest.param("http://example.org/\x7f", "blanks", id="delete"),
    ],
)
def test_addresses_of_a_bad_form_are_refused_with_the_reason(url, reason):
    with pytest.raises(RefusedError, match=reason):
        checked_url(url)


@pytest.mark.parametrize(
    "url", ["http://example.org", "HTTPS://Example.org:8443/a?b=c#d", "http://[2606:2800::1]/", "http://færøerne.example/é"]
)
def test_well_formed_addresses_come_back_as_they_are(url):
    assert checked_url(url) == url
