# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook `audit` over hosts in every state, and its page in a browser."""

from __future__ import annotations

import json
import pathlib
import secrets
import shutil
import stat
import subprocess

import pytest
import yaml

from .laboratory import Laboratory, Result, lab_directory
from .test_computer_account import task

HOSTILE = "<script>document.title = 'owned'</script><img src=x onerror=alert(1)>"
# Nothing listens on this loopback address: the connection is refused at once.
NOBODY = {"ansible_host": "127.0.1.250"}
CHROMIUM = shutil.which("chromium")


def audit(laboratory: Laboratory, *hosts: str, output: pathlib.Path, limit: str = "all", **variables: str) -> Result:
    """Run the playbook on some hosts and one that is off; its report."""
    reached = task(laboratory)["netjoin.windows.computer_account"]
    given = {
        "audit_hosts": ",".join((*hosts, "switched-off")),
        **{f"audit_{name}": value for name, value in reached.items() if name not in ("ou", "machines")},
        "audit_base": laboratory.variables["lab_ou"],
        "audit_output_dir": str(output),
        **variables,
    }
    (output / "audit.yml").write_text(yaml.safe_dump(given), encoding="utf-8")
    more = output / "inventory.yml"
    more.write_text(yaml.safe_dump({"windows": {"hosts": {"switched-off": NOBODY}}}), encoding="utf-8")
    inventories = (str(lab_directory() / "inventory.yml"), str(more))
    options = [option for each in inventories for option in ("-i", each)]
    playbook = ("netjoin.windows.audit", "-l", limit, "-e", f"@{output / 'audit.yml'}")
    done = laboratory.execute("ansible-playbook", *options, *playbook)
    assert done.code == 0, done.output[-3000:]
    report: Result = json.loads((output / "audit.json").read_text(encoding="utf-8"))
    return report


def test_hosts_in_every_state_are_in_one_report(
    laboratory: Laboratory, host: str, name: str, tmp_path: pathlib.Path
) -> None:
    """A trusted member, one whose account was reset behind its back, a workgroup, a host that is off, an account."""
    broken, workgroup = laboratory.add_host(), laboratory.add_host()
    for member in (host, broken):
        assert laboratory.membership(member, reboot=True)["changed"] is True
    laboratory.set_password(f"{broken}$", "Another-password-4711")
    (prepared,) = laboratory.tasks("localhost", task(laboratory, name, description=HOSTILE))
    assert prepared["changed"] is True, prepared
    report = audit(laboratory, host, broken, workgroup, output=tmp_path)
    rows = {row["name"].lower(): row for row in report["rows"]}
    assert {each: rows[each.lower()]["classes"] for each in (host, broken, workgroup, "switched-off", name)} == {
        host: ["member"],
        broken: ["broken_trust"],
        workgroup: ["workgroup"],
        "switched-off": ["unreachable"],
        name: ["not_in_inventory"],
    }
    assert report["directory_problem"] is None
    page = (tmp_path / "audit.html").read_text(encoding="utf-8")
    assert HOSTILE not in page
    for secret in ("lab_join_password", "ansible_password"):
        assert laboratory.variables[secret] not in page + json.dumps(report)
    if CHROMIUM:
        shown = as_drawn(CHROMIUM, tmp_path)
        assert f"<title>Domain membership {laboratory.variables['lab_domain']}</title>" in shown
        assert "&lt;script&gt;document.title" in shown
        assert "<img" not in shown


def test_the_hosts_are_reported_when_the_directory_is_not(laboratory: Laboratory, tmp_path: pathlib.Path) -> None:
    """A wrong password for the directory is said on the page, and does not lose what the hosts said."""
    report = audit(laboratory, "win02", output=tmp_path, audit_password="wrong")
    assert report["accounts"] is None
    assert report["directory_problem"]
    assert {row["inventory_name"] for row in report["rows"]} == {"win02", "switched-off"}


def test_a_limit_leaves_hosts_out_and_not_the_report(laboratory: Laboratory, tmp_path: pathlib.Path) -> None:
    """Nor is the directory that the report goes to opened to others."""
    tmp_path.chmod(0o700)
    report = audit(laboratory, "win01", "win02", output=tmp_path, limit="win02")
    assert {row["inventory_name"] for row in report["rows"] if row["inventory_name"]} == {"win02"}
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def as_drawn(chromium: str, directory: pathlib.Path) -> str:
    """The page after its script has run, as a browser without a network has it."""
    done = subprocess.run(
        [
            *(chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={directory / 'profile'}"),
            *("--dump-dom", f"file://{directory / 'audit.html'}"),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout.partition('<script type="application/json"')[0]


@pytest.fixture
def name() -> str:
    """The name of an account without a host."""
    return f"A{secrets.token_hex(5).upper()}"
