"""A real IMAP server of this test process: Debian's Dovecot, with folders of its own and one user."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from imap_tools import MailBoxUnencrypted

from tests.letters import free_port

USER, PASSWORD = "evenements", "un-mot-de-passe"
PROGRAM = shutil.which("dovecot", path="/usr/sbin:/usr/bin")
# Started by root, Dovecot wants two accounts that are not; started by anybody else, it works as them.
CONFIGURATION = """
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
ssl = yes
ssl_cert = <{root}/certificate.pem
ssl_key = <{root}/key.pem
disable_plaintext_auth = no
protocols = imap
mail_max_userip_connections = 50
auth_failure_delay = 0
listen = 127.0.0.1
default_internal_user = {owner}
default_internal_group = {group}
default_login_user = {login}
mail_location = maildir:{root}/mail
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class ImapServer:
    """Where it listens, and what a mail server would do: put mail into its folders."""

    port: int
    tls_port: int
    certificate: str  # that a machine may trust (SSL_CERT_FILE)

    def at(self, scheme: str, *, password: str = PASSWORD, folder: str = "INBOX", host: str = "localhost") -> str:
        """The same mailbox as a setting names it."""
        port = self.tls_port if scheme == "imaps" else self.port
        return f"{scheme}://{USER}:{password}@{host}:{port}/{folder}"

    @property
    def url(self) -> str:
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    @contextmanager
    def box(self) -> Iterator[MailBoxUnencrypted]:
        """The mailbox as a mail program opens it."""
        with MailBoxUnencrypted("127.0.0.1", self.port, timeout=10).login(USER, PASSWORD) as box:
            yield box

    def receive(self, *mails: bytes) -> None:
        with self.box() as box:
            for raw in mails:
                box.append(raw, "INBOX")

    def count(self, folder: str = "INBOX") -> int:
        """How many mails a folder holds; none when there is no such folder."""
        with self.box() as box:
            return box.folder.status(folder)["MESSAGES"] if box.folder.exists(folder) else 0

    def empty(self) -> None:
        with self.box() as box:
            for folder in box.folder.list():
                box.folder.set(folder.name)
                box.delete(box.uids())


@pytest.fixture(scope="session")
def imap_server():
    """One server for the session; empty it before use (``mailbox``)."""
    if PROGRAM is None:
        pytest.skip("Dovecot is not installed (apt-get install dovecot-imapd); script/test installs it, or says that it was left out.")
    root = Path(tempfile.mkdtemp(prefix="dovecot"))
    server = ImapServer(free_port(), free_port(), str(root / "certificate.pem"))
    _configure(root, server)
    process = subprocess.Popen([PROGRAM, "-F", "-c", str(root / "dovecot.conf")])
    try:
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def imap(imap_server):
    """The server, empty."""
    imap_server.empty()
    return imap_server


def _configure(root: Path, server: ImapServer) -> None:
    is_root = os.getuid() == 0
    owner = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.getuid())
    me = pwd.getpwuid(os.getuid())
    (root / "mail").mkdir()
    root.chmod(0o755)
    if is_root:
        os.chown(root / "mail", owner.pw_uid, owner.pw_gid)
    names = {"owner": me.pw_name, "group": "root" if is_root else _group(me.pw_gid), "login": "dovenull" if is_root else me.pw_name}
    numbers = {"uid": owner.pw_uid, "gid": owner.pw_gid, "port": server.port, "tls_port": server.tls_port}
    _sign(root)
    (root / "dovecot.conf").write_text(CONFIGURATION.format(root=root, password=PASSWORD, **names, **numbers))


def _sign(root: Path) -> None:
    """A certificate for this machine, which nobody trusts unless told to."""
    order = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    order += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(root / "key.pem"), "-out", str(root / "certificate.pem")]
    subprocess.run(order, check=True, capture_output=True)


def _group(gid: int) -> str:
    import grp

    return grp.getgrgid(gid).gr_name


def _wait_for(server: ImapServer) -> None:
    for _ in range(100):
        with suppress(Exception), server.box():
            return
        time.sleep(0.1)
    raise RuntimeError("Dovecot did not start")
