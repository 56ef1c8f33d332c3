# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Applies an offline join blob to a Windows host or an image; see plugins/modules/offline_join.py."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleError

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.blob import parse_offline_join
from ansible_collections.netjoin.windows.plugins.module_utils._membership_plan.restart import (
    RESTART_SPEC,
    restart_findings,
)
from ansible_collections.netjoin.windows.plugins.plugin_utils._arguments import ArgumentSpec
from ansible_collections.netjoin.windows.plugins.plugin_utils._blob_file import read_blob_file
from ansible_collections.netjoin.windows.plugins.plugin_utils._blob_join import apply_blob
from ansible_collections.netjoin.windows.plugins.plugin_utils._join_action import Result
from ansible_collections.netjoin.windows.plugins.plugin_utils._membership_action import MembershipAction


class ActionModule(MembershipAction):
    """The action behind `netjoin.windows.offline_join`."""

    ARGUMENT_SPEC: t.ClassVar[ArgumentSpec] = {
        "blob": {"type": "str", "no_log": True},
        "src": {"type": "str"},
        "remote_src": {"type": "bool", "default": False},
        "remove_src": {"type": "bool", "default": True},
        "domain": {"type": "str", "aliases": ["dns_domain_name"]},
        "windows_path": {"type": "str"},
        "allow_rename": {"type": "bool", "default": False},
        **RESTART_SPEC,
    }

    def ensure(self, options: Result, findings: list[Finding], task_vars: Result) -> Result:
        """Read the blob, have the host apply it, and see that the host is where the blob takes it."""
        content, missing = self._content(options)
        plan, problems = parse_offline_join(options, content)
        findings = [*findings, *missing, *problems, *restart_findings(options)]
        if findings or plan is None:
            return self.refuse(findings)
        return apply_blob(self, plan, options, task_vars)

    def _content(self, options: Result) -> tuple[bytes | str | None, list[Finding]]:
        """Return the blob that the controller has, in whatever form, or what is wrong with where it should be."""
        blob, src = options["blob"], options["src"]
        if bool(blob) == bool(src):
            return None, [Finding(None, "give either blob, or src with a file that holds it")]
        if blob:
            wrong = [Finding("remote_src", "says where src is, and there is none")] if options["remote_src"] else []
            return blob, wrong
        if options["remote_src"]:
            return None, []
        try:
            path = str(self._find_needle("files", src))  # type: ignore[no-untyped-call]  # ansible-core has no types
            return read_blob_file(self._loader, path), []
        except AnsibleError as problem:
            return None, [Finding("src", f"cannot be read: {problem}")]
