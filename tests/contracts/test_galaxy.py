# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tarball for Galaxy holds what users need and nothing else, and works where only ansible-core is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import typing as t
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
# The rooms of users; a file in none of them is for developers. What Galaxy writes itself stands at the end.
ROOMS = ("docs/docsite/", "extensions/audit/", "extensions/awx/", "meta/", "playbooks/", "plugins/", "roles/")
FILES = {"CHANGELOG.rst", "COPYING", "README.md", "changelogs/changelog.yaml", "changelogs/config.yaml"}
WRITTEN = {"FILES.json", "MANIFEST.json"}
# What the collection may import, but must not need for joining Windows hosts
ABSENT = ("dns", "gssapi", "krb5", "pypsrp", "requests", "spnego", "winrm")
PLUGINS: dict[str, tuple[str, str]] = {
    "module": ("modules", ".py"),
    "filter": ("filter", ".yml"),
    "lookup": ("lookup", ".py"),
}
PLAY = """
- hosts: web01
  gather_facts: false
  tasks:
    - ansible.builtin.assert:
        that:
          - ('0x52E' | netjoin.windows.explain_join_error).symbol == 'ERROR_LOGON_FAILURE'
          - 3 | netjoin.windows.join_option_names == ['join_domain', 'acct_create']
          - "'Domain join' in lookup('ansible.builtin.file', awx ~ '/credential_types.yml')"
      delegate_to: localhost
    - netjoin.windows.membership:
        domain: not a domain
        username: joiner@corp.example
        password: secret
      register: refused
      ignore_errors: true
    - ansible.builtin.assert:
        that:
          - refused is failed
          - "'not a domain' in refused.msg"
    - netjoin.windows.computer_account:
        domain: corp.example
        username: joiner@corp.example
        password: secret
        machines: [WS0001]
      register: incomplete
      register: incomplete
      ignore_errors: true
      delegate_to: localhost
    - ansible.builtin.assert:
        that:
          - incomplete is failed
          - "'dnspython' in incomplete.msg"
"""


def tool(name: str, *arguments: str | Path, **environment: str) -> str:
    """Run a tool of ansible-core and return what it printed."""
    command = (Path(sys.executable).with_name(name), *arguments)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ANSIBLE_")}
    result = subprocess.run(
        command, check=False, cwd=ROOT, env=kept | environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def tarball(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The collection as it is published, built from this checkout with all that lies around in it."""
    directory = tmp_path_factory.mktemp("built")
    tool("ansible-galaxy", "collection", "build", "--output-path", directory, ANSIBLE_HOME=str(directory))
    [path] = directory.glob("netjoin-windows-*.tar.gz")
    return path


@pytest.fixture(scope="module")
def installed(tarball: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a controller with ansible-core, ansible.windows and the tarball, and no other package."""
    home = tmp_path_factory.mktemp("controller")
    collections, absent = home / "collections", home / "absent"
    environment = {
        "ANSIBLE_HOME": str(home),
        "ANSIBLE_COLLECTIONS_PATH": str(collections),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "NO_COLOR": "1",
    }
    install = ("collection", "install", tarball, "--collections-path", collections, "--no-deps", "--offline")
    tool("ansible-galaxy", *install, **environment)
    (collections / "ansible_collections" / "ansible").symlink_to(
        ROOT / ".cache" / "collections" / "ansible_collections" / "ansible"
    )
    absent.mkdir()
    for name in ABSENT:
        (absent / f"{name}.py").write_text("raise ImportError('not installed here')\n")
    return environment | {"PYTHONPATH": str(absent)}


def published(tarball: Path) -> set[str]:
    with tarfile.open(tarball) as archive:
        return {member.name for member in archive if member.isfile()}


def test_the_tarball_holds_what_users_need(tarball: Path) -> None:
    """Everything in their rooms that git knows, and nothing that it ignores or that only developers need."""
    listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(listing, check=True, cwd=ROOT, capture_output=True, text=True).stdout.split("\0")
    present = {name for name in names if (ROOT / name).is_file()}
    assert published(tarball) - WRITTEN == {name for name in present if name in FILES or name.startswith(ROOMS)}


def documentation(kind: str, names: list[str], environment: dict[str, str]) -> dict[str, t.Any]:
    found: dict[str, t.Any] = json.loads(tool("ansible-doc", "--json", "--type", kind, *names, **environment))
    return found


@pytest.mark.parametrize("kind", PLUGINS)
def test_ansible_doc_knows_every_plugin(kind: str, installed: dict[str, str]) -> None:
    """None of them lost its documentation on the way."""
    directory, suffix = PLUGINS[kind]
    files = [path for path in (ROOT / "plugins" / directory).iterdir() if path.suffix in {suffix, ".yml"}]
    names = sorted({f"netjoin.windows.{path.stem}" for path in files if path.stem != "__init__"})
    found = documentation(kind, names, installed)
    assert sorted(found) == names
    assert [name for name in names if not found[name]["doc"]["description"]] == []


def test_plugins_run_where_only_ansible_core_is(installed: dict[str, str], tmp_path: Path) -> None:
    """Filters answer, a mistake is refused before a connection, and a missing package is named where one is needed."""
    playbook = tmp_path / "play.yml"
    playbook.write_text(PLAY, encoding="utf-8")
    extensions = Path(installed["ANSIBLE_COLLECTIONS_PATH"], "ansible_collections/netjoin/windows/extensions")
    inventory = tmp_path / "hosts"
    inventory.write_text(f"web01 ansible_connection=winrm awx={extensions / 'awx'}\n", encoding="utf-8")
    tool("ansible-playbook", "-i", inventory, playbook, **installed)


def test_the_playbooks_are_found_by_name(installed: dict[str, str]) -> None:
    """`ansible-playbook netjoin.windows.join` and its siblings can be started."""
    names = [f"netjoin.windows.{path.stem}" for path in sorted((ROOT / "playbooks").glob("*.yml"))]
    tool("ansible-playbook", "--syntax-check", "-i", "windows,", "-e", "unjoin_hosts=windows", *names, **installed)


def test_the_version_is_one_everywhere(tarball: Path) -> None:
    """The tarball, and the image that installs it."""
    image = yaml.safe_load((ROOT / "extensions" / "awx" / "execution-environment.yml").read_text(encoding="utf-8"))
    [ours] = [each for each in image["dependencies"]["galaxy"]["collections"] if each["name"] == "netjoin.windows"]
    assert tarball.name == f"netjoin-windows-{ours['version']}.tar.gz"
