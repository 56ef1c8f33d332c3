# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The execution environment has what the collection imports, and ansible-builder takes its definition."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ansible_collections.netjoin.windows.plugins.module_utils._directory import library

ROOT = Path(__file__).parents[2]
DEFINITION = ROOT / "extensions" / "awx" / "execution-environment.yml"
GALAXY = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
ALWAYS_THERE = {"__future__", "ansible", "ansible_collections", "yaml", *sys.stdlib_module_names}


def imports_of(path: Path) -> set[str]:
    """The packages that a file imports when it is loaded, beside those of its own directory."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    origins = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in plain | origins}


def test_nothing_is_imported_before_it_is_needed() -> None:
    """Joining Windows hosts needs nothing beside ansible-core; other packages are loaded by `load_library`."""
    found = {path.name: imports_of(path) - ALWAYS_THERE for path in (ROOT / "plugins").rglob("*.py")}
    assert {name: packages for name, packages in found.items() if packages} == {}


def test_the_requirements_are_what_the_plugins_load() -> None:
    """The packages that a message names when they are missing are those of the image, no more and no less."""
    lines = (ROOT / "meta" / "ee-requirements.txt").read_text(encoding="utf-8").splitlines()
    required = {line.partition(" ")[0] for line in lines if not line.startswith("#")}
    assert required == {library.KERBEROS_PACKAGE, library.DNS_PACKAGE}
    assert library.KERBEROS_PACKAGE.startswith(library.SPNEGO_PACKAGE)


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ansible-builder makes of the definition, before anything is downloaded."""
    directory = tmp_path_factory.mktemp("context")
    builder = Path(sys.executable).with_name("ansible-builder")
    command = (builder, "create", "--file", DEFINITION, "--context", directory, "--output-filename", "Containerfile")
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return directory


def test_the_builder_takes_the_definition(context: Path) -> None:
    """It installs the collection with its own requirements, and ansible-core for its jobs."""
    built = (context / "Containerfile").read_text(encoding="utf-8")
    assert "ansible-galaxy collection install" in built
    assert "introspect.py" in built
    requirements = yaml.safe_load((context / "_build" / "requirements.yml").read_text(encoding="utf-8"))
    names = {each["name"]: each.get("version") for each in requirements["collections"]}
    assert names == {"netjoin.windows": GALAXY["version"], **dict.fromkeys(GALAXY["dependencies"])}


def test_the_image_speaks_to_windows(context: Path) -> None:
    """The connections' packages are the only ones that the definition adds."""
    requirements = (context / "_build" / "requirements.txt").read_text(encoding="utf-8")
    assert sorted(filter(None, requirements.splitlines())) == ["pypsrp[kerberos]", "pywinrm[kerberos]"]
