# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blobs made from Linux, through real Ansible; Samba's own `net offlinejoin` and `ndrdump` judge them."""

from __future__ import annotations

import base64
import importlib.util
import os
import pathlib
import secrets
import signal
import tempfile
import threading
import time
import typing as t
import xml.etree.ElementTree as ET

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode

from .laboratory import Entry, Laboratory, Result, lab_directory, run

WITHOUT_KERBEROS = importlib.util.find_spec("krb5") is None or importlib.util.find_spec("gssapi") is None
NEEDS_KERBEROS = pytest.mark.skipif(
    WITHOUT_KERBEROS, reason="this Python has no gssapi and krb5: ./lab install --kerberos compiles them"
)
SEALED_BY_KERBEROS: Result = {"auth_protocol": "kerberos", "tls_mode": None, "ca_cert": None}
MODULE = "netjoin.windows.offline_join_blob"
UNATTEND = "{urn:schemas-microsoft-com:unattend}"
KILLED_LIST = 40

SAMBA_SETTINGS = """\
[global]
  netbios name = {name}
  workgroup = {netbios}
  realm = {realm}
  security = ads
  private dir = {directory}/private
  lock directory = {directory}/samba
  state directory = {directory}/samba
  cache directory = {directory}/samba
  pid directory = {directory}/samba
  ncalrpc dir = {directory}/samba
  log file = {directory}/samba/log.%m
  disable netbios = yes
  kerberos method = secrets only
"""

DIFFERENT_FROM_A_JOIN = {
    "operatingsystem": "a running computer tells it, a blob cannot know it",
    "operatingsystemversion": "as operatingSystem",
    "msds-supportedencryptiontypes": "a running computer tells what it supports",
    "lastlogon": "nobody has logged on yet",
    "lastlogontimestamp": "nobody has logged on yet",
    "logoncount": "nobody has logged on yet",
}


@pytest.fixture
def name() -> str:
    """The name of a computer that nobody has used."""
    return f"B{secrets.token_hex(5).upper()}"


@pytest.fixture
def names() -> list[str]:
    """The names of five such computers."""
    start = f"C{secrets.token_hex(4).upper()}"
    return [f"{start}{number}" for number in range(5)]


@pytest.fixture
def blobs() -> t.Iterator[pathlib.Path]:
    """A directory for blobs that is not there yet."""
    with tempfile.TemporaryDirectory() as directory:
        yield pathlib.Path(directory) / "blobs"


def task(laboratory: Laboratory, blobs: pathlib.Path | None, *machines: str, **arguments: t.Any) -> Result:
    """Return a task as the delegated user over LDAPS, unless the arguments say otherwise; None leaves one out."""
    variables = laboratory.variables
    right = {
        "domain": variables["lab_domain"],
        "ou": variables["lab_ou"],
        "username": variables["lab_join_user"],
        "password": variables["lab_join_password"],
        "auth_protocol": "simple",
        "tls_mode": "ldaps",
        "ca_cert": str(lab_directory() / "dc" / variables["lab_domain"] / "private" / "tls" / "ca.pem"),
        "machines": list(machines),
        "output_dir": str(blobs) if blobs else None,
    }
    return {MODULE: {option: value for option, value in {**right, **arguments}.items() if value is not None}}


def make(laboratory: Laboratory, blobs: pathlib.Path | None, *machines: str, **arguments: t.Any) -> Result:
    """Run one such task on localhost."""
    (result,) = laboratory.tasks("localhost", task(laboratory, blobs, *machines, **arguments))
    return result


def computer(laboratory: Laboratory, name: str) -> Entry:
    """Return the account of a computer, which has to be there."""
    account = laboratory.computer(name)
    assert account is not None
    return account


def binary(file: pathlib.Path) -> bytes:
    """Return the blob in a file that djoin would have written."""
    return base64.b64decode(file.read_bytes().decode("utf-16").rstrip("\0"))


def assert_joins(laboratory: Laboratory, blob: pathlib.Path, name: str) -> None:
    """Let Samba apply a blob, as djoin /requestodj does, and prove the trust to the domain with it."""
    with tempfile.TemporaryDirectory() as directory:
        for part in ("private", "samba"):
            (pathlib.Path(directory) / part).mkdir(mode=0o700)
        settings = pathlib.Path(directory) / "smb.conf"
        realm, netbios = laboratory.variables["lab_domain"].upper(), laboratory.variables["lab_netbios"]
        settings.write_text(SAMBA_SETTINGS.format(name=name, netbios=netbios, realm=realm, directory=directory))
        asked = laboratory.execute("net", "offlinejoin", "requestodj", f"loadfile={blob}", "-s", str(settings))
        assert asked.code == 0, asked.output + asked.errors
        joined = laboratory.execute("net", "ads", "testjoin", "-s", str(settings))
        assert (joined.code, joined.output.strip()) == (0, "Join is OK"), joined


def assert_refused(laboratory: Laboratory, result: Result, *names: str) -> None:
    """A refusal that has made no account."""
    assert result["failed"] is True, result
    assert result["changed"] is False
    assert [laboratory.computer(name) for name in names] == [None] * len(names)


class TestBlob:
    """Blobs, and the accounts that they are of."""

    @pytest.mark.parametrize(
        "way", [{}, pytest.param(SEALED_BY_KERBEROS, marks=NEEDS_KERBEROS)], ids=["LDAPS", "Kerberos"]
    )
    def test_samba_joins_with_it(self, laboratory: Laboratory, blobs: pathlib.Path, name: str, way: Result) -> None:
        """`net offlinejoin requestodj` takes the file, and then `net ads testjoin` says that the join is OK."""
        result = make(laboratory, blobs, name, **way)
        assert result["changed"] is True, result
        assert_joins(laboratory, blobs / f"{name}.djoin", name)

    def test_ndrdump_finds_nothing_wrong(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """Samba's NDR parser reads it, writes it again and gets the same."""
        assert make(laboratory, blobs, name)["changed"] is True
        with tempfile.NamedTemporaryFile() as file:
            file.write(binary(blobs / f"{name}.djoin"))
            file.flush()
            done = run("ndrdump", "--validate", "ODJ", "ODJ_PROVISION_DATA_serialized_ptr", "struct", file.name)
        assert done.code == 0, done.errors
        assert "dump OK" in done.output

    def test_a_long_name_is_cut_off_in_the_account_only(self, laboratory: Laboratory, blobs: pathlib.Path) -> None:
        """The DNS name has all of it."""
        name = f"workstation-{secrets.token_hex(4)}"
        result = make(laboratory, blobs, name)
        assert result["changed"] is True, result
        account = computer(laboratory, name[:15].upper())
        assert account.one("dNSHostName") == f"{name}.{laboratory.variables['lab_domain']}"

    def test_the_account_is_what_a_join_makes(
        self, laboratory: Laboratory, blobs: pathlib.Path, name: str, host: str
    ) -> None:
        """The same attributes with the same values, but for what only a running computer knows."""
        assert make(laboratory, blobs, name)["changed"] is True
        assert laboratory.membership(host)["changed"] is True
        ours, theirs = (self._comparable(laboratory, each) for each in (name, host))
        assert ours == theirs

    @staticmethod
    def _comparable(laboratory: Laboratory, name: str) -> dict[str, set[str]]:
        """Attributes of an account with its name taken out, without those that no two accounts share."""
        own = {
            "cn", "name", "objectguid", "objectsid", "whencreated", "whenchanged", "usncreated", "usnchanged",
            "pwdlastset", "dn", "distinguishedname", "badpasswordtime", "dscorepropagationdata",
        }  # fmt: skip
        attributes = computer(laboratory, name).attributes
        return {
            key: {value.lower().replace(name.lower(), "NAME") for value in values}
            for key, values in attributes.items()
            if key not in own and key not in DIFFERENT_FROM_A_JOIN
        }

    def test_an_answer_file_has_the_blob(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """In the element of the specialize pass; a second run leaves it as it is."""
        first = task(laboratory, blobs, name, output="unattend", architecture="arm64")
        made, again = laboratory.tasks("localhost", first, first)
        assert (made["changed"], again["changed"]) == (True, False), again
        component = ET.parse(blobs / f"{name}.xml").find(f"{UNATTEND}settings[@pass='specialize']/{UNATTEND}component")
        assert component is not None
        assert component.get("processorArchitecture") == "arm64"
        path = "/".join(f"{UNATTEND}{each}" for each in ("Identification", "Provisioning", "AccountData"))
        blob = blobs / "taken-out"
        blob.write_text(component.findtext(path) or "", encoding="ascii")
        assert_joins(laboratory, blob, name)

    def test_the_vault_keeps_it(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """`ansible-vault view` gives a blob that Samba joins with; a second run leaves it as it is."""
        with tempfile.NamedTemporaryFile("w") as password:
            password.write(secrets.token_hex())
            password.flush()
            first = task(laboratory, blobs, name, output="vault")
            environment = {"ANSIBLE_VAULT_PASSWORD_FILE": password.name}
            made, again = laboratory.tasks("localhost", first, first, **environment)
            assert (made["changed"], again["changed"]) == (True, False), (made, again)
            assert "blob" not in made["machines"][0]
            viewed = laboratory.execute(
                "ansible-vault", "view", str(blobs / f"{name}.djoin.vault"), timeout=60, **environment
            )
        blob = blobs / "taken-out"
        blob.write_text(viewed.output.strip(), encoding="ascii")
        assert_joins(laboratory, blob, name)

    def test_without_a_vault_secret_no_account_is_made(
        self, laboratory: Laboratory, blobs: pathlib.Path, name: str
    ) -> None:
        """The task says how to start Ansible with one."""
        result = make(laboratory, blobs, name, output="vault")
        assert_refused(laboratory, result, name)
        assert "--vault-password-file" in result["msg"]


class TestAgain:
    """Tasks that find something there."""

    def test_a_second_run_is_unchanged(self, laboratory: Laboratory, blobs: pathlib.Path, names: list[str]) -> None:
        """Neither files nor passwords are touched."""
        assert make(laboratory, blobs, *names)["counts"]["created"] == len(names)
        before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(blobs.iterdir())]
        set_before = computer(laboratory, names[0]).one("pwdLastSet")
        result = make(laboratory, blobs, *names)
        assert result["changed"] is False
        assert result["counts"]["unchanged"] == len(names)
        assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(blobs.iterdir())] == before
        assert computer(laboratory, names[0]).one("pwdLastSet") == set_before

    def test_check_mode_tells_and_does_nothing(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """The account and the file that there would be."""
        (result,) = laboratory.tasks("localhost", {**task(laboratory, blobs, name), "check_mode": True})
        (machine,) = result["machines"]
        assert (machine["account"], machine["dn"]) == ("created", f"CN={name},{laboratory.variables['lab_ou']}")
        assert laboratory.computer(name) is None
        assert not blobs.exists()

    def test_an_account_without_its_file_is_not_taken_over(
        self, laboratory: Laboratory, blobs: pathlib.Path, name: str
    ) -> None:
        """By create, that is; its password stays."""
        assert make(laboratory, blobs, name)["changed"] is True
        before = computer(laboratory, name).one("pwdLastSet")
        (blobs / f"{name}.djoin").unlink()
        result = make(laboratory, blobs, name)
        assert result["machines"][0]["error"]["code"] == 2224
        assert computer(laboratory, name).one("pwdLastSet") == before

    def test_an_account_is_reused_when_its_owner_is_trusted(
        self, laboratory: Laboratory, blobs: pathlib.Path, name: str
    ) -> None:
        """The delegated user owns it; somebody else with the same rights needs the user to be trusted."""
        assert make(laboratory, blobs, name)["changed"] is True
        before = computer(laboratory, name).one("pwdLastSet")
        variables = laboratory.variables
        other = {"username": variables["lab_odd_user"], "password": variables["lab_odd_password"], "account": "reuse"}
        (blobs / f"{name}.djoin").unlink()
        refused = make(laboratory, blobs, name, **other)
        assert refused["machines"][0]["error"]["code"] == 2732, refused
        assert computer(laboratory, name).one("pwdLastSet") == before
        owner = variables["lab_join_user"].partition("@")[0]
        reused = make(laboratory, blobs, name, **other, reuse_trusted_owners=[owner])
        assert reused["machines"][0]["account"] == "reused", reused
        assert_joins(laboratory, blobs / f"{name}.djoin", name)

    def test_an_account_in_use_is_not_reused(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """It has logged on; force takes it over."""
        assert make(laboratory, blobs, name)["changed"] is True
        assert_joins(laboratory, blobs / f"{name}.djoin", name)
        assert "lastlogontimestamp" in computer(laboratory, name).attributes
        (blobs / f"{name}.djoin").unlink()
        refused = make(laboratory, blobs, name, account="create_or_reuse")
        assert refused["machines"][0]["error"]["reason"] == "active", refused
        reused = make(laboratory, blobs, name, account="create_or_reuse", force=True)
        assert reused["counts"]["reused"] == 1, reused

    def test_the_file_of_another_machine_is_not_overwritten(
        self, laboratory: Laboratory, blobs: pathlib.Path, names: list[str]
    ) -> None:
        """And the machine gets no account."""
        first, second, *_rest = names
        assert make(laboratory, blobs, first)["changed"] is True
        content = (blobs / f"{first}.djoin").read_bytes()
        (blobs / f"{second}.djoin").write_bytes(content)
        result = make(laboratory, blobs, second)
        assert_refused(laboratory, result, second)
        assert result["machines"][0]["error"]["reason"] == "foreign_blob"
        assert (blobs / f"{second}.djoin").read_bytes() == content

    def test_a_killed_run_is_mended(self, laboratory: Laboratory, blobs: pathlib.Path) -> None:
        """Killed with -9 in the middle of a list: the next run finishes it, and sets no password a second time."""
        start = f"K{secrets.token_hex(4).upper()}"
        names = [f"{start}{number:02}" for number in range(KILLED_LIST)]
        play = {"hosts": "localhost", "gather_facts": False, "tasks": [task(laboratory, blobs, *names)]}
        worker = threading.Thread(target=laboratory.playbook, args=([play],))
        worker.start()
        _wait_for(lambda: len([*blobs.glob("*.djoin")]) >= KILLED_LIST // 4)
        (module,) = _descendants(b"AnsiballZ_offline_join_blob")
        os.kill(module, signal.SIGKILL)
        worker.join()
        there = {entry.one("cn"): entry.one("pwdLastSet") for entry in laboratory.search(f"(cn={start}*)")}
        assert KILLED_LIST // 4 <= len(there) < KILLED_LIST
        result = make(laboratory, blobs, *names)
        assert result["counts"]["failed"] == 0, result["msg"]
        after = {entry.one("cn"): entry.one("pwdLastSet") for entry in laboratory.search(f"(cn={start}*)")}
        assert after | there == after
        assert {path.name for path in blobs.iterdir()} == {f"{name}.djoin" for name in names}
        for name in (names[0], names[len(there) - 1], names[-1]):
            assert_joins(laboratory, blobs / f"{name}.djoin", name)


def _wait_for(condition: t.Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _descendants(command: bytes) -> list[int]:
    """The youngest processes below this one that have a text in their command line."""
    parents = {}
    for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if command in (status.parent / "cmdline").read_bytes():
                parents[int(status.parent.name)] = int(fields[1])
            else:
                parents.setdefault(-int(status.parent.name), int(fields[1]))
        except OSError:
            continue
    above = {abs(process): parent for process, parent in parents.items()}
    found = [process for process in parents if process > 0 and _is_below(process, os.getpid(), above)]
    return [process for process in found if process not in {above[other] for other in found}]


def _is_below(process: int, ancestor: int, above: dict[int, int]) -> bool:
    while process in above and process != ancestor:
        process = above[process]
    return process == ancestor


class TestMistakes:
    """What goes wrong, and what it leaves."""

    def test_a_wrong_password_is_tried_once(
        self, laboratory: Laboratory, blobs: pathlib.Path, names: list[str], counted: None
    ) -> None:
        """One attempt for five machines."""
        user = laboratory.variables["lab_plain_user"]
        before = _bad_passwords(laboratory, user)
        result = make(laboratory, blobs, *names, username=user, password="wrong-" + secrets.token_hex())
        assert_refused(laboratory, result, *names)
        assert result["error"]["code"] == 1326, result
        assert _bad_passwords(laboratory, user) == before + 1

    def test_the_missing_right_is_named(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """On the OU that was not delegated, and no file is left."""
        result = make(laboratory, blobs, name, ou=laboratory.variables["lab_denied_ou"])
        assert_refused(laboratory, result, name)
        assert "Create Computer objects" in result["machines"][0]["error"]["missing_right"]
        assert [*blobs.iterdir()] == []

    @pytest.mark.parametrize(
        ("ou", "words"),
        [("OU=Workstations,DC=lab2,DC=example", "lab2.example"), ("OU=Nowhere,DC=lab,DC=example", "OU=Nowhere")],
        ids=["of another domain", "missing"],
    )
    def test_an_ou_that_cannot_be_used(
        self, laboratory: Laboratory, blobs: pathlib.Path, name: str, ou: str, words: str
    ) -> None:
        """The message names it."""
        result = make(laboratory, blobs, name, ou=ou)
        assert_refused(laboratory, result, name)
        assert words in result["msg"]

    def test_names_are_checked_all_at_once(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """One good machine beside them gets no account."""
        wrong = [name.lower(), "a b", "workstation-number-1", "workstation-number-2"]
        result = make(laboratory, blobs, name, *wrong)
        assert_refused(laboratory, result, name)
        assert len(result["error"]["findings"]) == 3

    def test_the_name_of_a_domain_controller(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """Is refused for the whole list."""
        result = make(laboratory, blobs, name, "dc1")
        assert_refused(laboratory, result, name)
        assert result["error"]["reason"] == "domain_controller"

    def test_output_that_cannot_be_written(self, laboratory: Laboratory, blobs: pathlib.Path, name: str) -> None:
        """Is found before an account is made."""
        blobs.write_text("a file in the way")
        result = make(laboratory, blobs, name)
        assert_refused(laboratory, result, name)
        assert result["error"]["reason"] == "output"

    def test_returning_needs_no_log(self, laboratory: Laboratory, name: str) -> None:
        """Without it nothing is made."""
        result = make(laboratory, None, name, output="returned")
        assert_refused(laboratory, result, name)
        assert "no_log" in result["msg"]


@pytest.fixture
def counted(laboratory: Laboratory) -> t.Iterator[None]:
    """A domain that counts wrong passwords, which Samba does only when there is a limit; it is not reached here."""
    domain = laboratory.search("(objectClass=domain)", "lockoutThreshold")[0].dn
    change = f"dn: {domain}\nchangetype: modify\nreplace: lockoutThreshold\nlockoutThreshold: "
    laboratory.change_directory(f"{change}1000\n")
    yield
    laboratory.change_directory(f"{change}0\n")


def _bad_passwords(laboratory: Laboratory, user: str) -> int:
    (entry,) = laboratory.search(f"(userPrincipalName={user})", "badPwdCount")
    return int(entry.one("badPwdCount"))


@pytest.mark.alone  # it gives a user of all tests another password for a while
class TestSecrets:
    """Where passwords and blobs do not appear."""

    @pytest.mark.parametrize("output", ["files", "unattend", "returned", "vault"])
    def test_neither_the_password_nor_the_blob_is_in_any_output(
        self, laboratory: Laboratory, blobs: pathlib.Path, name: str, output: str
    ) -> None:
        """At -vvvv with a diff, on the screen and in the log, and in no file but its own."""
        user, password = f"b{secrets.token_hex(4)}", f"Canary-{secrets.token_hex(8)}"
        vault_password = f"Vault-{secrets.token_hex(8)}"
        scratch = blobs.parent / "scratch"
        scratch.mkdir()
        (scratch / "vault").write_text(vault_password)
        laboratory.set_password("joiner.odd", password)
        made = task(
            laboratory,
            None if output == "returned" else blobs,
            name,
            output=output,
            username=laboratory.variables["lab_odd_user"],
            password="{{ canary }}",
        )
        (scratch / "canary.yml").write_text(f"canary: {password}\n")
        play = {
            "hosts": "localhost",
            "gather_facts": False,
            "vars_files": [str(scratch / "canary.yml")],
            "tasks": [
                {**made, "no_log": output == "returned", "register": "made"},
                {
                    "ansible.builtin.copy": {
                        "content": "{{ made.machines[0].blob | default('') }}",
                        "dest": str(scratch / "returned"),
                        "mode": "0600",
                    },
                    "no_log": True,
                },
            ],
        }
        environment = {
            "ANSIBLE_LOG_PATH": str(scratch / "ansible.log"),
            "ANSIBLE_VAULT_PASSWORD_FILE": str(scratch / "vault"),
        }
        try:
            done = laboratory.playbook([play], "-vvvv", "--diff", **environment)
        finally:
            laboratory.set_password("joiner.odd", laboratory.variables["lab_odd_password"])
        assert done.code == 0, done.output[-3000:]
        assert user not in done.output
        shown = done.output + done.errors + (scratch / "ansible.log").read_text(encoding="utf-8")
        text = _base64_of(laboratory, blobs / name, scratch / "returned", output, environment)
        secret = decode(base64.b64decode(text)).machine_password
        assert len(secret) == 40
        assert not [each for each in (password, vault_password, text, secret) if each in shown]
        if blobs.exists():
            assert [path.stat().st_mode & 0o777 for path in blobs.iterdir()] == [0o600]


def _base64_of(
    laboratory: Laboratory, stem: pathlib.Path, returned: pathlib.Path, output: str, environment: dict[str, str]
) -> str:
    """The blob that a task has made, wherever it put it."""
    if output == "returned":
        return returned.read_text(encoding="ascii")
    if output == "vault":
        return laboratory.execute(
            "ansible-vault", "view", f"{stem}.djoin.vault", timeout=60, **environment
        ).output.strip()
    if output == "unattend":
        return ET.parse(f"{stem}.xml").findtext(f".//{UNATTEND}AccountData") or ""
    return base64.b64encode(binary(pathlib.Path(f"{stem}.djoin"))).decode()
