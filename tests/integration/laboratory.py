# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab as the integration tests use it: run Ansible in it, look into the directory, look at a host's secrets.

What a test expects is read with tools that are not ours: ldapsearch on the domain controller, and Samba's
`net ads testjoin`.
"""

from __future__ import annotations

import base64
import dataclasses
import functools
import json
import os
import pathlib
import secrets
import subprocess
import tempfile
import typing as t

import yaml

ROOT = pathlib.Path(__file__).parents[2]
Result = dict[str, t.Any]


class Completed(t.NamedTuple):
    """A command that has ended."""

    code: int
    output: str
    errors: str


def run(*command: str, timeout: float = 300, environment: t.Mapping[str, str] | None = None) -> Completed:
    """Run a command in the root of the collection and return how it ended."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    return Completed(done.returncode, done.stdout, done.stderr)


def lab(*arguments: str, timeout: float = 120) -> str:
    """Run one command of ./lab, which must succeed, and return what it printed."""
    done = run("./lab", *arguments, timeout=timeout)
    assert done.code == 0, f"./lab {' '.join(arguments)}: {done.output}{done.errors}"
    return done.output


@dataclasses.dataclass(frozen=True)
class Entry:
    """One entry of the directory: its distinguished name and its attributes, by their names in lower case."""

    dn: str
    attributes: dict[str, list[str]]

    def one(self, name: str) -> str:
        """Return the only value of an attribute."""
        (value,) = self.attributes[name.lower()]
        return value


class Laboratory:
    """A running lab."""

    @functools.cached_property
    def variables(self) -> Result:
        """The lab_* variables of win01, as the inventory gives them."""
        listing = run("./lab", "exec", "--", "ansible-inventory", "--host", "win01")
        assert listing.code == 0, listing.errors
        return t.cast(Result, json.loads(listing.output))

    @property
    def host_user(self) -> str:
        """The local administrator that Ansible connects as."""
        return str(self.variables["ansible_user"])

    @property
    def host_password(self) -> str:
        """Its password."""
        return str(self.variables["ansible_password"])

    def add_host(self) -> str:
        """Add an emulated host in a workgroup, of whose name the domain has not heard, and return the name."""
        name = f"t{secrets.token_hex(4)}"
        lab("host", "add", name)
        return name

    def reset(self, host: str) -> None:
        """Set a host back to its workgroup; its account stays in the directory."""
        lab("reset", host)

    @property
    def ldaps(self) -> Result:
        """The options with which modules reach the directory over LDAPS, the only way that needs no further package."""
        authority = lab_directory() / "dc" / self.variables["lab_domain"] / "private" / "tls" / "ca.pem"
        return {"auth_protocol": "simple", "tls_mode": "ldaps", "ca_cert": str(authority)}

    @property
    def as_joiner(self) -> Result:
        """The options with which they make accounts: the delegated user in the delegated OU, over LDAPS."""
        variables = self.variables
        return {
            "domain": variables["lab_domain"],
            "ou": variables["lab_ou"],
            "username": variables["lab_join_user"],
            "password": variables["lab_join_password"],
            **self.ldaps,
        }

    def execute(self, *command: str, **environment: str) -> Completed:
        """Run a command inside the lab, with inventory, collections and resolver set."""
        return run("./lab", "exec", "--", *command, environment=environment)

    def playbook(self, plays: t.Sequence[Result], *options: str, **environment: str) -> Completed:
        """Run plays that are given as data."""
        with tempfile.NamedTemporaryFile("w", suffix=".yml", encoding="utf-8") as file:
            yaml.safe_dump(list(plays), file, allow_unicode=True, sort_keys=False)
            file.flush()
            return self.execute("ansible-playbook", file.name, *options, **environment)

    def tasks(self, host: str, *tasks: Result, **environment: str) -> list[Result]:
        """Run tasks on a host, carry on after failures, and return each task's result."""
        play = {"hosts": host, "gather_facts": False, "ignore_errors": True, "tasks": list(tasks)}
        with tempfile.TemporaryDirectory() as directory:
            environment = {
                "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
                "ANSIBLE_JSON_INDENT": "0",
                **environment,
                "TMPDIR": directory,
            }
            done = self.playbook([play], **environment)
        document = json.loads(done.output)
        return [task["hosts"][host] for task in document["plays"][0]["tasks"]]

    def secret_tasks(self, *tasks: Result) -> list[Result]:
        """Run tasks with no_log on localhost, carry on after failures, and return each task's result."""
        hidden: list[Result] = []
        with tempfile.TemporaryDirectory() as directory:
            files = [pathlib.Path(directory) / str(number) for number in range(len(tasks))]
            for task, file in zip(tasks, files, strict=True):
                kept = {"content": "{{ kept | to_json }}", "dest": str(file), "mode": "0600"}
                hidden += [{**task, "register": "kept"}, {"ansible.builtin.copy": kept}]
            self.tasks("localhost", *({**task, "no_log": True} for task in hidden))
            return [json.loads(file.read_text(encoding="utf-8")) for file in files]

    def membership(self, host: str, **arguments: t.Any) -> Result:
        """Run netjoin.windows.membership on a host as the delegated user, unless the arguments say otherwise."""
        variables = self.variables
        right = {
            "domain": variables["lab_domain"],
            "ou": variables["lab_ou"],
            "username": variables["lab_join_user"],
            "password": variables["lab_join_password"],
        }
        given = {name: value for name, value in {**right, **arguments}.items() if value is not None}
        (result,) = self.tasks(host, {"netjoin.windows.membership": given})
        return result

    def search(self, query: str, *attributes: str) -> list[Entry]:
        """Ask the domain controller with ldapsearch, as the domain's administrator."""
        base = ",".join(f"DC={label}" for label in self.variables["lab_domain"].split("."))
        output = self._ldap("ldapsearch", "-LLL", "-o", "ldif-wrap=no", "-b", base, query, *attributes)
        return [_entry(block) for block in output.split("\n\n") if block.startswith("dn:")]

    def change_directory(self, ldif: str) -> None:
        """Carry out the changes of an LDIF text (RFC 2849) as the domain's administrator, over LDAPS."""
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(ldif)
            file.flush()
            self._ldap("ldapmodify", "-f", file.name)

    def _ldap(self, tool: str, *arguments: str) -> str:
        """Run one of OpenLDAP's tools against the domain controller as the domain's administrator."""
        variables = self.variables
        with tempfile.NamedTemporaryFile("w") as password:
            password.write(variables["lab_admin_password"])
            password.flush()
            who = ("-H", f"ldaps://{variables['lab_dc']}", "-D", variables["lab_admin_user"], "-y", password.name)
            done = self.execute(tool, *who, *arguments, LDAPTLS_REQCERT="allow")
        assert done.code == 0, done.errors
        return done.output

    def computer(self, name: str) -> Entry | None:
        """Return the account of a computer's name, None when there is none."""
        found = self.search(f"(&(objectClass=computer)(sAMAccountName={name}$))")
        assert len(found) <= 1
        return found[0] if found else None

    def set_password(self, user: str, password: str) -> None:
        """Give a user of the domain another password, over LDAPS as the domain's administrator."""
        (entry,) = self.search(f"(sAMAccountName={user})", "dn")
        encoded = base64.b64encode(f'"{password}"'.encode("utf-16-le")).decode()
        self.change_directory(f"dn: {entry.dn}\nchangetype: modify\nreplace: unicodePwd\nunicodePwd:: {encoded}\n")

    def secrets_prove_membership(self, host: str) -> bool:
        """Whether Samba's `net ads testjoin` accepts the machine password that the host holds."""
        configuration = lab_directory() / "hosts" / host / "smb.conf"
        return self.execute("net", "ads", "testjoin", "-s", str(configuration)).code == 0


def lab_directory() -> pathlib.Path:
    """Return where the lab keeps everything."""
    return pathlib.Path(os.environ.get("LAB_DIR", ROOT / ".lab"))


def _entry(block: str) -> Entry:
    lines = [line for line in block.splitlines() if line and not line.startswith("#")]
    attributes: dict[str, list[str]] = {}
    for line in lines:
        name, _colon, value = line.partition(":")
        attributes.setdefault(name.lower(), []).append(_value(value))
    (dn,) = attributes.pop("dn")
    return Entry(dn, attributes)


def _value(text: str) -> str:
    """Read an LDIF value; a second colon marks base64 (RFC 2849)."""
    if text.startswith(":"):
        return base64.b64decode(text[1:].strip()).decode("utf-8", "replace")
    return text.strip()
