# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Windows takes a command line apart."""

from __future__ import annotations

import pytest
from ansible.plugins.shell.cmd import ShellModule

from ansible_collections.netjoin.windows.tests.lab.wsman.windows_command_line import (
    program_name,
    remove_carets,
    split_arguments,
)

# learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments, "Results of parsing command-line arguments".
MICROSOFT = [
    (r'"abc" d e', ["abc", "d", "e"]),
    (r'a\\b d"e f"g h', [r"a\\b", "de fg", "h"]),
    (r"a\\\"b c d", [r"a\"b", "c", "d"]),
    (r'a\\\\"b c" d e', [r"a\\b c", "d", "e"]),
    (r'a"b"" c d', ['ab" c d']),
]
EDGES = [
    ("", []),
    ("   ", []),
    ('""', [""]),
    ('a "" b', ["a", "", "b"]),
    ("a\tb", ["a", "b"]),
    ("C:\\x\\ y", ["C:\\x\\", "y"]),
    ('"a b', ["a b"]),
]
# ss64.com/nt/syntax-esc.html and Microsoft's help for `cmd`: ^ escapes outside quotes and is ordinary inside.
CARETS = [
    ("echo a^&b", "echo a&b"),
    ("echo ^^", "echo ^"),
    ('echo "a^b"', 'echo "a^b"'),
    ('echo ^"a^b^"', 'echo "ab"'),
    ("echo a^", "echo a"),
]
ARGUMENTS = ["plain", "two words", "100%", "a&b|c<d>e", "(x)", "bang!", "caret^", "path\\to", "ümlaut"]
PROGRAMS = [
    ("powershell", "powershell"),
    ("PowerShell.EXE", "powershell"),
    (r"C:\Windows\System32\shutdown.exe", "shutdown"),
    ("C:/tools/x.exe", "x"),
    ("", ""),
]


@pytest.mark.parametrize(("line", "arguments"), MICROSOFT + EDGES)
def test_a_line_is_split_as_the_c_runtime_splits_it(line: str, arguments: list[str]) -> None:
    """Microsoft's own examples, and the edges."""
    assert arguments == split_arguments(line)


@pytest.mark.parametrize(("line", "rest"), CARETS)
def test_carets_escape_as_in_cmd(line: str, rest: str) -> None:
    """Outside quotes only."""
    assert rest == remove_carets(line)


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_what_ansible_quotes_for_cmd_arrives_unchanged(argument: str) -> None:
    """Ansible's cmd shell plugin is the other half of this code."""
    quoted = ShellModule().quote(argument)
    assert ["echo", argument] == split_arguments(remove_carets(f"echo {quoted}"))


@pytest.mark.parametrize(("argument", "name"), PROGRAMS)
def test_a_program_is_known_by_its_bare_name(argument: str, name: str) -> None:
    """Without path, extension and case."""
    assert name == program_name(argument)
