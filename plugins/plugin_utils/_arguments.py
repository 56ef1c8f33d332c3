# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Task arguments against an argument spec, with every finding at once instead of ansible-core's first one."""

from __future__ import annotations

import difflib
import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding

ArgumentSpec = t.Mapping[str, t.Mapping[str, t.Any]]

KINDS = ((bool, "a boolean"), ((int, float), "a number"), (dict, "a dictionary"), (list, "a list"))


def read_arguments(spec: ArgumentSpec, given: t.Mapping[str, t.Any]) -> tuple[dict[str, t.Any], list[Finding]]:
    """Check and complete the arguments of a task.

    Args:
        spec: Argument spec in Ansible's form.
        given: The task's templated arguments.

    Returns:
        The value of every option by its main name, and what is wrong; no secret is in a finding.
    """
    validation = ArgumentSpecValidator(spec).validate(dict(given))
    findings = [_unknown(name, spec) for name in sorted(validation.unsupported_parameters)]
    messages = [error.msg for error in validation.errors if not isinstance(error, UnsupportedError)]
    findings += [Finding(None, _masked(message, validation._no_log_values)) for message in messages]
    findings += [
        Finding(both["option"], f"is given twice, also by its alias '{both['alias']}'") for both in validation._warnings
    ]
    findings += [finding for option in spec for finding in _mangled(option, spec[option], given)]
    return {option: validation.validated_parameters.get(option) for option in spec}, findings


def _masked(message: str, secrets: t.Iterable[str]) -> str:
    """Take secrets out of a message of ansible-core, the longest first, for one may be part of another."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        message = message.replace(secret, "********")
    return message


def _unknown(name: str, spec: ArgumentSpec) -> Finding:
    known = [*spec, *(alias for rule in spec.values() for alias in rule.get("aliases", ()))]
    close = difflib.get_close_matches(name, known, n=1)
    guess = f"; did you mean {close[0]}?" if close else f"; the options are {', '.join(sorted(spec))}"
    return Finding(name, f"is not an option of this module{guess}")


def _mangled(option: str, rule: t.Mapping[str, t.Any], given: t.Mapping[str, t.Any]) -> t.Iterator[Finding]:
    """Find texts that YAML has read as something else, such as a password 0123 or a host name 1e3 without quotes."""
    if rule.get("type", "str") != "str":
        return
    for name in (option, *rule.get("aliases", ())):
        value = given.get(name)
        kind = next((kind for types, kind in KINDS if isinstance(value, types)), None)
        if kind:
            yield Finding(name, f"is {kind} where text is wanted, and may not be what was typed; put it in quotes")
