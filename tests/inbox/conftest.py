"""The IMAP server, for the tests of what comes back by mail."""

from tests.dovecot import imap, imap_server

__all__ = ["imap", "imap_server"]
