"""Only what our own mail server wrote at the top of a mail says that it comes from where it says (spec R6)."""

import pytest

from app.inbox.authenticity import is_authentic
from app.inbox.mail import read

OURS = "mx.cnsa.example.org"


def mail(*results, sender="Ana <ana@cd-14.example.org>"):
    heads = "".join(f"Authentication-Results: {one}\r\n" for one in results)
    return read(f"{heads}From: {sender}\r\nSubject: Accepté\r\n\r\n".encode())


@pytest.mark.parametrize(
    "written",
    [
        f"{OURS}; dmarc=pass (p=reject dis=none) header.from=cd-14.example.org",
        f"{OURS} 1;\r\n\tspf=fail smtp.mailfrom=x.example; dmarc=pass header.from=CD-14.example.org",
        f"{OURS}; dmarc=none; spf=pass smtp.mailfrom=retour@cd-14.example.org",
        f"{OURS}; spf=none; dkim=pass (2048-bit) header.d=cd-14.example.org header.i=@cd-14.example.org; dmarc=none",
        f"{OURS}; dkim=pass header.i=@example.org",
        f'{OURS}; spf=none smtp.mailfrom="a(b"@x.example; dmarc=pass header.from=cd-14.example.org',
    ],
)
def test_what_our_server_found_right_is_authentic(written):
    """R6."""
    assert is_authentic(mail(written), OURS)


@pytest.mark.parametrize(
    "written",
    [
        f"{OURS}; dmarc=fail header.from=cd-14.example.org; dkim=pass header.d=cd-14.example.org",
        f"{OURS}; dmarc=pass header.from=autre.example.org",
        f"{OURS}; spf=pass smtp.mailfrom=a@autre.example.net; dkim=pass header.d=autre.example.net",
        f"{OURS}; dkim=pass header.d=xcd-14.example.org",
        f"{OURS}; dkim=pass header.d=org",
        f"{OURS}; none",
        f"{OURS}.autre.net; dmarc=pass header.from=cd-14.example.org",
        "autre.example.net; dmarc=pass header.from=cd-14.example.org",
        f"autre.example.net ({OURS}); dmarc=pass header.from=cd-14.example.org",
        f'{OURS}; spf=fail smtp.mailfrom="x; dmarc=pass header.from=cd-14.example.org"@autre.example.net',
        f"{OURS}; spf=fail (x; dmarc=pass header.from=cd-14.example.org)",
    ],
)
def test_what_our_server_did_not_find_right_is_not(written):
    """R6."""
    assert not is_authentic(mail(written), OURS)


def test_only_the_topmost_of_ours_counts():
    """R6: a sender can write below whatever they like."""
    good, bad = f"{OURS}; dmarc=pass header.from=cd-14.example.org", f"{OURS}; dmarc=fail header.from=cd-14.example.org"
    assert not is_authentic(mail(bad, good), OURS)
    assert is_authentic(mail("autre.example.net; dmarc=fail", good), OURS)


def test_without_a_name_of_ours_nobody_is_authentic():
    assert not is_authentic(mail("; dmarc=pass header.from=cd-14.example.org"), "")
    assert not is_authentic(mail(), OURS)


def test_two_authors_are_nobody():
    both = mail(f"{OURS}; dmarc=pass", sender="ana@cd-14.example.org, b@autre.example.org")
    assert not is_authentic(both, OURS)
