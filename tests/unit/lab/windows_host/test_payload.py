# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Ansible sends to powershell.exe, as the ansible-core of this environment itself makes it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from ansible.executor.powershell import module_manifest

from ansible_collections.netjoin.windows.tests.lab.windows_host.payload import (
    UnsupportedPayload,
    decode_command,
    is_bootstrap,
    manifest_text,
    read_module_call,
)

MODULE = "ansible_collections.netjoin.windows.plugins.modules.membership_info"
ARGUMENTS = {"text": "Zäh \"q\" 'it' € \U0001d11e", "number": 3, "_ansible_check_mode": True}
SCRIPT = "#!powershell\r\n#AnsibleRequires -CSharpUtil Ansible.Basic\r\n# ä\r\n"


def wrapped(async_timeout: int = 0, **arguments: Any) -> bytes:
    """Standard input of a task on Windows."""
    return module_manifest._create_powershell_wrapper(
        name=MODULE,
        module_data=SCRIPT.encode(),
        module_path="membership_info.ps1",
        module_args=arguments or ARGUMENTS,
        environment={"GREETING": "hello", "ANSIBLE_ASYNC_DIR": "%TEMP%"},
        async_timeout=async_timeout,
        become_plugin=None,
        substyle="powershell",
        task_vars={},
        profile="legacy",
    )


def manifest(*names: str, **params: Any) -> bytes:
    """Standard input with these actions."""
    texts = {"x.ps1": b"#!powershell", "ansible_collections.a.b.plugins.module_utils._C.cs": b"class C {}"}
    scripts = {name: {"path": name, "script": base64.b64encode(text).decode()} for name, text in texts.items()}
    actions = [{"name": name, "params": {"Script": "x.ps1", **params}, "secure_params": {}} for name in names]
    head = {"name": "exec_wrapper", "script": "", "params": {}}
    body = {"scripts": scripts, "actions": actions, "signed_hashlist": []}
    return json.dumps(head).encode() + b"\n\0\0\0\0\n" + json.dumps(body).encode() + b"\n"


class TestModule:
    """A task without become and async."""

    def test_the_arguments_arrive_as_the_task_gave_them(self) -> None:
        """Quotes, umlauts and characters beyond the BMP included."""
        assert read_module_call(wrapped()).arguments == ARGUMENTS

    def test_the_arguments_are_in_the_text_of_the_manifest(self) -> None:
        """A test that looks for a secret there finds it, compressed or not."""
        assert "canary-4711" in manifest_text(wrapped(password="canary-4711"))

    def test_the_script_is_the_file(self) -> None:
        """Under its full name, with the line ends of Linux."""
        call = read_module_call(wrapped())
        assert f"{MODULE}.ps1" == call.name
        assert call.script == SCRIPT.replace("\r\n", "\n")

    def test_the_utilities_of_collections_come_along(self) -> None:
        """By file name, and none of ansible-core's, for which the lab has its own."""
        util = "ansible_collections.a.b.plugins.module_utils._C.cs"
        sent = manifest("module_wrapper.ps1", ArgumentJSON="{}", CSharpModules=["Ansible.Basic.cs", util])
        assert read_module_call(sent).csharp == {util: "class C {}"}

    def test_compiling_csharp_is_no_powershell_utility_of_the_module(self) -> None:
        """ansible-core sends its own AddType with every C# utility."""
        assert read_module_call(wrapped()).powershell_utils == ()

    def test_the_environment_of_the_task_arrives(self) -> None:
        """As text by name."""
        assert read_module_call(wrapped()).environment["GREETING"] == "hello"

    def test_arguments_of_2_19_are_a_variable(self) -> None:
        """Before 2.22 the manifest holds them as the variable complex_args."""
        variables = [{"Name": "complex_args", "Value": {"a": 1}, "Scope": "Global"}]
        assert read_module_call(manifest("module_wrapper.ps1", Variables=variables)).arguments == {"a": 1}

    def test_arguments_of_2_22_are_text(self) -> None:
        """From 2.22 on the manifest holds their JSON."""
        assert read_module_call(manifest("module_wrapper.ps1", ArgumentJSON='{"a": 1}')).arguments == {"a": 1}


class TestRefusals:
    """What the lab's hosts cannot run is named."""

    @pytest.mark.parametrize(
        ("actions", "word"),
        [
            (("become_wrapper.ps1", "module_wrapper.ps1"), "become"),
            (("async_wrapper.ps1", "async_watchdog.ps1", "module_wrapper.ps1"), "async"),
            (("coverage_wrapper.ps1", "module_wrapper.ps1"), "coverage"),
            (("winrm_put_file.ps1",), "winrm_put_file.ps1"),
            (("module_wrapper.ps1", "module_wrapper.ps1"), "module_wrapper.ps1, module_wrapper.ps1"),
        ],
    )
    def test_any_other_chain_of_actions_is_refused(self, actions: tuple[str, ...], word: str) -> None:
        """The message names the feature, or what was sent."""
        with pytest.raises(UnsupportedPayload, match=word):
            read_module_call(manifest(*actions, ArgumentJSON="{}"))

    def test_an_async_task_is_refused_as_ansible_sends_it(self) -> None:
        """The chain that this environment's ansible-core makes."""
        with pytest.raises(UnsupportedPayload, match="async"):
            read_module_call(wrapped(async_timeout=30))

    @pytest.mark.parametrize(
        "stream", [b"", b"{}", b"not json\n\0\0\0\0\n{}\n", b'{"params": {}}\n\0\0\0\0\n[]\n', manifest()[:80]]
    )
    def test_what_is_no_manifest_is_refused(self, stream: bytes) -> None:
        """Instead of an exception that nobody understands."""
        with pytest.raises(UnsupportedPayload):
            read_module_call(stream)

    def test_a_manifest_without_arguments_is_refused(self) -> None:
        """Neither shape of them is there."""
        with pytest.raises(UnsupportedPayload, match="arguments"):
            read_module_call(manifest("module_wrapper.ps1"))


class TestCommandLine:
    """powershell.exe's arguments."""

    def test_the_bootstrap_of_this_ansible_core_is_recognised(self) -> None:
        """Its text is what -EncodedCommand holds."""
        assert is_bootstrap(module_manifest._get_powershell_script("bootstrap_wrapper.ps1").decode())

    def test_an_encoded_command_is_decoded(self) -> None:
        """UTF-16LE in base64, option names in any case."""
        encoded = base64.b64encode("'ä'".encode("utf-16-le")).decode()
        assert decode_command(["-NoProfile", "-NonInteractive", "-encodedCOMMAND", encoded]) == "'ä'"

    def test_a_plain_command_is_the_rest_of_the_line(self) -> None:
        """Options with and without a value before it."""
        assert (
            decode_command(["-NoProfile", "-ExecutionPolicy", "Bypass", "-Command", "whoami", "/all"]) == "whoami /all"
        )

    @pytest.mark.parametrize("encoded", ["%%%", "QQ=="])
    def test_what_is_no_encoded_text_is_refused(self, encoded: str) -> None:
        """Neither base64, nor UTF-16."""
        with pytest.raises(UnsupportedPayload, match="EncodedCommand"):
            decode_command(["-EncodedCommand", encoded])
