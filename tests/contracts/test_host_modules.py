# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""PowerShell decides nothing: a ``.ps1`` is a spec, one call and ``ExitJson``, and its documentation says the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.netjoin.windows.tests.contracts.host_module import (
    UTIL_NAMESPACE,
    host_modules,
    required_utils,
    util,
)
from ansible_collections.netjoin.windows.tests.lab.windows_host.module_file import ThinModule, read_module_file

MODULES = pytest.mark.parametrize("path", host_modules(), ids=lambda path: path.stem)
SECRET = re.compile(r"password|secret|token|blob")
ENTRY = r"public static Dictionary<string, object> {method}\(IDictionary parameters, bool checkMode\)"
HEADER = """#!powershell

# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

#AnsibleRequires -CSharpUtil Ansible.Basic
#AnsibleRequires -CSharpUtil ..module_utils.{util}

$spec = @{{
"""


def thin_module(path: Path) -> ThinModule:
    return read_module_file(path.read_text(encoding="utf-8"))


def documentation(path: Path) -> dict[str, Any]:
    sidecar: dict[str, Any] = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))
    documented: dict[str, Any] = sidecar["DOCUMENTATION"]
    return documented


def documented_option(option: dict[str, Any]) -> dict[str, Any]:
    """The part of an option's documentation that the spec repeats."""
    kept = {"type", "required", "choices", "default", "elements", "aliases"}
    result = {key: value for key, value in option.items() if key in kept}
    if "suboptions" in option:
        result["options"] = {name: documented_option(sub) for name, sub in option["suboptions"].items()}
    return result


def specified_option(option: dict[str, Any]) -> dict[str, Any]:
    result = {key: value for key, value in option.items() if key != "no_log"}
    if "options" in option:
        result["options"] = {name: specified_option(sub) for name, sub in option["options"].items()}
    return result


@MODULES
def test_the_file_is_comments_a_literal_spec_and_three_lines(path: Path) -> None:
    """What Ansible has to send along is named in the header, and nothing else is in the file (design, section 4)."""
    module = thin_module(path)
    util_name, _dot, class_name = module.class_name.removeprefix(UTIL_NAMESPACE).partition(".")
    assert path.read_text(encoding="utf-8").startswith(HEADER.format(util=util_name))
    assert required_utils(path) == ["Ansible.Basic", f"..module_utils.{util_name}"]
    assert util_name == f"_{class_name}"


@MODULES
def test_the_call_finds_its_method(path: Path) -> None:
    """The class that the file names has the method, with the signature that PowerShell can call."""
    module = thin_module(path)
    source = util(module.class_name.removeprefix(UTIL_NAMESPACE).partition(".")[0]).read_text(encoding="utf-8")
    assert re.search(ENTRY.format(method=module.method), source)


@MODULES
def test_the_documentation_has_the_options_of_the_spec(path: Path) -> None:
    """Names, types, defaults, choices and what is required are the same in both files."""
    specified = {name: specified_option(option) for name, option in thin_module(path).spec["options"].items()}
    documented = {name: documented_option(option) for name, option in documentation(path).get("options", {}).items()}
    assert specified == documented


@MODULES
def test_the_documentation_tells_of_check_mode_as_the_spec_does(path: Path) -> None:
    """Full support in the documentation is ``supports_check_mode`` in the spec."""
    supported = documentation(path)["attributes"]["check_mode"]["support"] == "full"
    assert thin_module(path).spec.get("supports_check_mode", False) == supported


@MODULES
def test_an_option_that_sounds_secret_is_one(path: Path) -> None:
    """Ansible is told not to log the options that carry secrets."""
    options = thin_module(path).spec["options"]
    assert {name for name in options if SECRET.search(name)} == {
        name for name, option in options.items() if option.get("no_log")
    }


@pytest.mark.parametrize(
    "path", [path for path in host_modules() if path.stem.startswith("host_")], ids=lambda path: path.stem
)
def test_an_internal_module_says_so(path: Path) -> None:
    """Who finds a ``host_*`` module is sent to the public one, which exists."""
    public = path.stem.removeprefix("host_")
    assert documentation(path)["description"][0].endswith(f"M(netjoin.windows.{public}); do not call it.")
    assert (path.parents[1] / "action" / f"{public}.py").exists()
