# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Task arguments against an argument spec, with every finding at once instead of ansible-core's first one."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding

ArgumentSpec = t.Mapping[str, t.Mapping[str, t.Any]]


def read_arguments(spec: ArgumentSpec, given: t.Mapping[str, t.Any]) -> tuple[dict[str, t.Any], list[Finding]]:
    """Check and complete the arguments of a task.

    Args:
        spec: Argument spec in Ansible's form.
        given: The task's templated arguments.

    Returns:
        The value of every option by its main name, and what is wrong; no secret is in a finding.
    """
    validation = ArgumentSpecValidator(spec).validate(dict(given))
    findings = [
        Finding(None, message) for message in remove_values(validation.error_messages, validation._no_log_values)
    ]
    findings += [
        Finding(both["option"], f"is given twice, also by its alias '{both['alias']}'") for both in validation._warnings
    ]
    findings += [finding for option in spec for finding in _mangled(option, spec[option], given)]
    return {option: validation.validated_parameters.get(option) for option in spec}, findings


def _mangled(option: str, rule: t.Mapping[str, t.Any], given: t.Mapping[str, t.Any]) -> t.Iterator[Finding]:
    """Find secrets that YAML turned into a number or a boolean, such as an unquoted 0123 or yes."""
    if not rule.get("no_log"):
        return
    for name in (option, *rule.get("aliases", ())):
        value = given.get(name)
        if value is not None and not isinstance(value, str):
            kind = type(value).__name__
            yield Finding(name, f"is a {kind} in YAML, so its text may have changed; put the value in quotes")
