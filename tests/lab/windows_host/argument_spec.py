# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Ansible.Basic does with a module's arguments: aliases, defaults, types, choices and the rules between options.

Source: ansible-core ``module_utils/csharp/Ansible.Basic.cs``, whose order of checks and messages are kept: an option
that is present counts as given, even when its value is null.  Unlike Ansible.Basic, nothing is scrubbed from the
module's result, so that the lab's tests see what the module itself would leak.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .argument_types import PARSERS, ConversionError, dotnet_type, parse_bool, parse_str

CENSORED = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
INTERNAL_PREFIX = "_ansible_"
SPEC_KEYS = frozenset(
    {
        "aliases",
        "apply_defaults",
        "choices",
        "default",
        "deprecated_aliases",
        "elements",
        "mutually_exclusive",
        "no_log",
        "options",
        "removed_at_date",
        "removed_from_collection",
        "removed_in_version",
        "required",
        "required_by",
        "required_if",
        "required_one_of",
        "required_together",
        "supports_check_mode",
        "type",
    }
)


class ArgumentsRefused(ValueError):
    """Ansible.Basic would call FailJson with this text."""


class CheckModeUnsupported(Exception):
    """Ansible.Basic would skip the module."""


@dataclass(frozen=True)
class Arguments:
    """The parameters that a module sees."""

    params: Mapping[str, Any]
    censored: Mapping[str, Any]
    """The same for ``invocation``, with every ``no_log`` value replaced."""
    check_mode: bool
    inject_invocation: bool


def parse_arguments(spec: Mapping[str, Any], given: Mapping[str, Any]) -> Arguments:
    """Applies `spec` to the arguments as Ansible sent them, ``_ansible_*`` included.

    Raises ArgumentsRefused and CheckModeUnsupported.
    """
    _check_spec(spec, ())
    internal = {key: value for key, value in given.items() if key.startswith(INTERNAL_PREFIX)}
    params = {key: value for key, value in given.items() if not key.startswith(INTERNAL_PREFIX)}
    check_mode = parse_bool(internal.get("_ansible_check_mode") or False)
    name = str(internal.get("_ansible_module_name", "undefined win module"))
    _rename_case_insensitively(params, spec)
    _apply_aliases(spec, params)
    _refuse_unknown(spec, params, name, ())
    if check_mode and not spec.get("supports_check_mode", False):
        raise CheckModeUnsupported(f"remote module ({name}) does not support check mode")
    checked = _check(spec, params, name, ())
    return Arguments(
        params=checked,
        censored=_censor(spec, checked),
        check_mode=check_mode,
        inject_invocation=parse_bool(internal.get("_ansible_inject_invocation") or False),
    )


def _check_spec(spec: Mapping[str, Any], context: tuple[str, ...]) -> None:
    for key in spec:
        if key not in SPEC_KEYS:
            raise ArgumentsRefused(
                _in_context(f"internal error: argument spec entry contains an invalid key '{key}'", context)
            )
    for kind in ("type", "elements"):
        if spec.get(kind) is not None and spec[kind] not in PARSERS:
            raise ArgumentsRefused(_in_context(f"internal error: {kind} '{spec[kind]}' is unsupported", context))
    if spec.get("required") and spec.get("default") is not None:
        raise ArgumentsRefused(_in_context("internal error: required and default are mutually exclusive", context))
    for name, option in _options(spec).items():
        _check_spec(option, (*context, name))


def _check(spec: Mapping[str, Any], params: dict[str, Any], name: str, context: tuple[str, ...]) -> dict[str, Any]:
    options = _options(spec)
    _check_mutually_exclusive(spec, params, context)
    _check_required(options, params, context)
    for key, option in options.items():
        if params.get(key) is not None:
            params[key] = _convert(key, params[key], option, context)
    _check_required_together(spec, params, context)
    _check_required_one_of(spec, params, context)
    _check_required_if(spec, params, context)
    _check_required_by(spec, params, context)
    for key, option in options.items():
        params[key] = _suboptions(key, params.get(key), option, name, context)
    return params


def _rename_case_insensitively(params: dict[str, Any], spec: Mapping[str, Any]) -> None:
    legal = _legal_names(spec)
    by_lower = {name.lower(): name for name in legal}
    for key in [key for key in params if key not in legal]:
        if key.lower() in by_lower:
            params[by_lower[key.lower()]] = params.pop(key)


def _apply_aliases(spec: Mapping[str, Any], params: dict[str, Any]) -> None:
    for key, option in _options(spec).items():
        for alias in _as_list(option.get("aliases")):
            if alias in params:
                params[key] = params[alias]


def _refuse_unknown(spec: Mapping[str, Any], params: Mapping[str, Any], name: str, context: tuple[str, ...]) -> None:
    legal = _legal_names(spec)
    unknown = sorted(set(params) - legal)
    if unknown:
        problem = _in_context(f"Unsupported parameters for ({name}) module: {', '.join(unknown)}", context)
        raise ArgumentsRefused(f"{problem}. Supported parameters include: {', '.join(sorted(legal))}")


def _convert(key: str, value: Any, option: Mapping[str, Any], context: tuple[str, ...]) -> Any:
    kind = option.get("type", "str")
    try:
        converted = PARSERS[kind](value)
    except ConversionError as error:
        problem = f"argument for {key} is of type {dotnet_type(value)} and we were unable to convert to {kind}: {error}"
        raise ArgumentsRefused(_in_context(problem, context)) from None
    choices = [parse_str(choice) for choice in _as_list(option.get("choices"))]
    if choices:
        folded = {choice.lower() for choice in choices}
        values = [parse_str(item) for item in (converted if kind == "list" else [converted])]
        wrong = [item for item in values if item.lower() not in folded]
        if wrong:
            amount = "one or more of" if kind == "list" else "one of"
            problem = f"value of {key} must be {amount}: {', '.join(choices)}. Got no match for: {', '.join(wrong)}"
            raise ArgumentsRefused(_in_context(problem, context))
    return converted


def _suboptions(key: str, value: Any, option: Mapping[str, Any], name: str, context: tuple[str, ...]) -> Any:
    kind, elements = option.get("type", "str"), option.get("elements")
    if kind == "list" and elements is not None and value is not None:
        if elements == "dict":
            return [_subspec(key, item, option, name, context) for item in value]
        try:
            return [PARSERS[elements](item) for item in value]
        except ConversionError as error:
            problem = f"argument for list entry {key} is of type {dotnet_type(value[0])}"
            raise ArgumentsRefused(
                _in_context(f"{problem} and we were unable to convert to {elements}: {error}", context)
            ) from None
    if kind == "dict":
        return _subspec(key, value, option, name, context)
    return value


def _subspec(key: str, value: Any, option: Mapping[str, Any], name: str, context: tuple[str, ...]) -> Any:
    if not _options(option) or (value is None and not option.get("apply_defaults")):
        return value
    params = PARSERS["dict"](value if value is not None else {})
    inside = (*context, key)
    _rename_case_insensitively(params, option)
    _apply_aliases(option, params)
    _refuse_unknown(option, params, name, inside)
    return _check(option, params, name, inside)


def _check_mutually_exclusive(spec: Mapping[str, Any], params: Mapping[str, Any], context: tuple[str, ...]) -> None:
    for group in _groups(spec.get("mutually_exclusive")):
        if sum(key in params for key in group) > 1:
            raise ArgumentsRefused(_in_context(f"parameters are mutually exclusive: {', '.join(group)}", context))


def _check_required(options: Mapping[str, Any], params: dict[str, Any], context: tuple[str, ...]) -> None:
    missing = []
    for key, option in options.items():
        if option.get("default") is not None and key not in params:
            params[key] = option["default"]
        if option.get("required") and key not in params:
            missing.append(key)
    if missing:
        raise ArgumentsRefused(_in_context(f"missing required arguments: {', '.join(missing)}", context))


def _check_required_together(spec: Mapping[str, Any], params: Mapping[str, Any], context: tuple[str, ...]) -> None:
    for group in _groups(spec.get("required_together")):
        if len({key in params for key in group}) > 1:
            raise ArgumentsRefused(_in_context(f"parameters are required together: {', '.join(group)}", context))


def _check_required_one_of(spec: Mapping[str, Any], params: Mapping[str, Any], context: tuple[str, ...]) -> None:
    for group in _groups(spec.get("required_one_of")):
        if not any(key in params for key in group):
            raise ArgumentsRefused(_in_context(f"one of the following is required: {', '.join(group)}", context))


def _check_required_if(spec: Mapping[str, Any], params: Mapping[str, Any], context: tuple[str, ...]) -> None:
    for rule in spec.get("required_if") or ():
        key, wanted, needed = rule[:3]
        any_is_enough = len(rule) > 3 and bool(rule[3])
        if params.get(key) is None or parse_str(params[key]) != parse_str(wanted):
            continue
        missing = [other for other in _as_list(needed) if other not in params]
        if len(missing) >= (len(needed) if any_is_enough else 1):
            term = "any" if any_is_enough else "all"
            problem = f"{key} is {parse_str(wanted)} but {term} of the following are missing: {', '.join(missing)}"
            raise ArgumentsRefused(_in_context(problem, context))


def _check_required_by(spec: Mapping[str, Any], params: Mapping[str, Any], context: tuple[str, ...]) -> None:
    for key, needed in (spec.get("required_by") or {}).items():
        missing = [other for other in _as_list(needed) if other not in params]
        if key in params and missing:
            raise ArgumentsRefused(
                _in_context(f"missing parameter(s) required by '{key}': {', '.join(missing)}", context)
            )


def _censor(spec: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    censored: dict[str, Any] = {}
    options = _options(spec)
    canonical = {alias: key for key, option in options.items() for alias in _as_list(option.get("aliases"))}
    for key, value in params.items():
        option = options[canonical.get(key, key)]
        if option.get("no_log") and value is not None:
            censored[key] = CENSORED
        elif _options(option) and isinstance(value, Mapping):
            censored[key] = _censor(option, value)
        elif _options(option) and isinstance(value, list):
            censored[key] = [_censor(option, item) for item in value]
        else:
            censored[key] = value
    return censored


def _options(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    options: Mapping[str, Any] = spec.get("options") or {}
    return options


def _legal_names(spec: Mapping[str, Any]) -> set[str]:
    options = _options(spec)
    return {*options, *(alias for option in options.values() for alias in _as_list(option.get("aliases")))}


def _groups(value: Any) -> Sequence[Sequence[str]]:
    """A list of lists; a plain list of names is one group, as PowerShell flattens it."""
    if value and all(isinstance(item, str) for item in value):
        return [value]
    return value or ()


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _in_context(problem: str, context: tuple[str, ...]) -> str:
    return f"{problem} found in {' -> '.join(context)}" if context else problem
