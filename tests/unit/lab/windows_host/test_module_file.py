# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a module's .ps1 as data; expected values are what PowerShell makes of the same text (about_Hash_Tables)."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host.module_file import NotAThinModule, read_module_file

MODULES = sorted((pathlib.Path(__file__).parents[4] / "plugins/modules").glob("*.ps1"))
CALL = """
$module = [Ansible.Basic.AnsibleModule]::Create($args, $spec)
$module.Result = [ansible_collections.a.b.plugins.module_utils._C.C]::Ensure($module.Params, $module.CheckMode)
$module.ExitJson()
"""
SPECS: list[tuple[str, Any]] = [
    ("@{ }", {}),
    ("@{ a = 1; b = -2 }", {"a": 1, "b": -2}),
    ("@{\n    a = 'x'\n\n    'b c' = \"y\"\n}", {"a": "x", "b c": "y"}),
    ("@{ a = 'it''s'; b = $true; c = $FALSE; d = $null }", {"a": "it's", "b": True, "c": False, "d": None}),
    ("@{ a = 'x', 'y' }", {"a": ["x", "y"]}),
    ("@{ a = @('x', 'y'); b = @('z'); c = @() }", {"a": ["x", "y"], "b": ["z"], "c": []}),
    ("@{ a = @(\n 'x'\n 'y'\n) }", {"a": ["x", "y"]}),
    ("@{ a = @(\n , @('s', 'd', @('n'))\n) }", {"a": [["s", "d", ["n"]]]}),
    ("@{ a = @(@('p', 'q'), @('r', 's')) }", {"a": [["p", "q"], ["r", "s"]]}),
    ("@{ a = @(@('p', 'q')) }", {"a": ["p", "q"]}),
    ("@{ a = @{ b = @{ c = 1 } } # why\n    d = 2 }", {"a": {"b": {"c": 1}}, "d": 2}),
]
NO_LITERALS = [
    '@{ a = "$x" }',
    '@{ a = "`n" }',
    "@{ a = $x }",
    "@{ a = [int]1 }",
    "@{ a = 1 + 1 }",
    "@{ a = (1) }",
    "@{ a = Get-Date }",
    "@{ a = 1.5 }",
    "@{ a = { 1 } }",
    "@{ a = 1 b = 2 }",
    "@{ a = 1; A = 2 }",
    "@{ a = 'x' 'y' }",
    "@{ a = @('x' 'y') }",
    "@{ a = 'x'",
    "@{ $a = 1 }",
    "@{ a }",
    "@( 1 )",
    "@{ a = 1 } + @{ b = 2 }",
]
NO_THIN_MODULES = [
    ("#!powershell\n$spec = @{ }\n" + CALL + "Write-Output 'x'\n", "nothing else"),
    ("#!powershell\n$spec = @{ }\n$spec.options = @{ }\n" + CALL, "three lines"),
    ("#!powershell\n$x = 1\n$spec = @{ }\n" + CALL, r"\$spec"),
    ("$spec = @{ }\n" + CALL, "#!powershell"),
    ("#!powershell\n<# text #>\n$spec = @{ }\n" + CALL, "comments"),
    ("#!powershell\n$spec = @{ }\n" + CALL.replace("$module.CheckMode", "$false"), "three lines"),
    ("#!powershell\n$spec = @{ }\n" + CALL.replace("[ansible_collections.a", "[System"), "three lines"),
    ("#!powershell\n$spec = @{ }\n", "three lines"),
]


@pytest.mark.parametrize(("text", "expected"), SPECS)
def test_a_spec_of_literals_is_read(text: str, expected: Any) -> None:
    """Hashtables, arrays, comma lists, unary commas, strings, numbers and constants."""
    module = read_module_file(f"#!powershell\n\n# A comment\n#AnsibleRequires -X\n$spec = {text}\n{CALL}")
    assert expected == module.spec


@pytest.mark.parametrize("text", NO_LITERALS)
def test_anything_but_literals_is_refused(text: str) -> None:
    """The lab has no PowerShell to evaluate it."""
    with pytest.raises(NotAThinModule):
        read_module_file(f"#!powershell\n$spec = {text}\n{CALL}")


@pytest.mark.parametrize(("text", "words"), NO_THIN_MODULES)
def test_a_file_of_another_shape_is_refused(text: str, words: str) -> None:
    """Nothing in it may go unread."""
    with pytest.raises(NotAThinModule, match=words):
        read_module_file(text)


def test_a_refusal_names_the_line() -> None:
    """Counted from one, with what stands there."""
    with pytest.raises(NotAThinModule, match=r"line 4: .*'\$oops'"):
        read_module_file("#!powershell\n$spec = @{\n    a = 1\n    b = $oops\n}\n" + CALL)


def test_the_call_names_class_and_method() -> None:
    """As the C# compiler knows them."""
    module = read_module_file("#!powershell\n$spec = @{ }\n" + CALL)
    assert (module.class_name, module.method) == ("ansible_collections.a.b.plugins.module_utils._C.C", "Ensure")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_module_of_the_collection_has_the_shape(path: pathlib.Path) -> None:
    """So that the lab runs it, and nothing but its C# decides."""
    module = read_module_file(path.read_text(encoding="utf-8"))
    assert module.spec["supports_check_mode"] is True
    assert module.class_name.startswith("ansible_collections.netjoin.windows.plugins.module_utils._")
