# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Arguments through a spec; the messages are those of ansible-core's Ansible.Basic.cs and its integration tests."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host.argument_spec import (
    ArgumentsRefused,
    CheckModeUnsupported,
    parse_arguments,
)

INVALID_BOOLEAN = (
    "argument for b is of type System.String and we were unable to convert to bool: The value 'maybe' is not a valid "
    "boolean. Valid booleans include: y, yes, on, 1, true, t, 1.0, n, no, off, 0, false, f, 0.0"
)
CONVERSIONS: list[tuple[str, Any, Any]] = [
    ("str", "x", "x"),
    ("str", 1, "1"),
    ("str", True, "True"),
    ("int", "12", 12),
    ("int", 12, 12),
    ("bool", "yes", True),
    ("bool", "OFF", False),
    ("bool", 1, True),
    ("float", "1.5", 1.5),
    ("list", "a, b", ["a", "b"]),
    ("list", [1, "b"], [1, "b"]),
    ("list", 3, [3]),
    ("dict", {"a": 1}, {"a": 1}),
    ("dict", '{"a": 1}', {"a": 1}),
    ("dict", "a=1, b=2", {"a": "1", "b": "2"}),
    ("json", '{"a": 1}', '{"a": 1}'),
    ("raw", [None], [None]),
    ("path", r"C:\x", r"C:\x"),
]
REFUSALS: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (
        {"options": {"a": {}, "b": {"aliases": ["c"]}}},
        {"z": 1, "y": 2},
        "Unsupported parameters for (test) module: y, z. Supported parameters include: a, b, c",
    ),
    ({"options": {"a": {"required": True}}}, {}, "missing required arguments: a"),
    ({"options": {"b": {"type": "bool"}}}, {"b": "maybe"}, INVALID_BOOLEAN),
    (
        {"options": {"i": {"type": "int"}}},
        {"i": "x"},
        "argument for i is of type System.String and we were unable to convert to int: Input string was not in a "
        "correct format.",
    ),
    (
        {"options": {"i": {"type": "int"}}},
        {"i": 2**31},
        "argument for i is of type System.Int64 and we were unable to convert to int: Value was either too large or "
        "too small for an Int32.",
    ),
    (
        {"options": {"l": {"type": "list"}}},
        {"l": {"a": 1}},
        "argument for l is of type System.Collections.Hashtable and we were unable to convert to list: "
        "System.Collections.Hashtable cannot be converted to a list",
    ),
    (
        {"options": {"s": {"choices": ["a", "b"]}}},
        {"s": "c"},
        "value of s must be one of: a, b. Got no match for: c",
    ),
    (
        {"options": {"l": {"type": "list", "choices": ["a", "b"]}}},
        {"l": ["a", "c", "d"]},
        "value of l must be one or more of: a, b. Got no match for: c, d",
    ),
    (
        {"options": {"a": {}, "b": {}}, "mutually_exclusive": [["a", "b"]]},
        {"a": "1", "b": "2"},
        "parameters are mutually exclusive: a, b",
    ),
    (
        {"options": {"a": {}, "b": {}}, "required_together": [["a", "b"]]},
        {"a": "1"},
        "parameters are required together: a, b",
    ),
    (
        {"options": {"a": {}, "b": {}}, "required_one_of": [["a", "b"]]},
        {},
        "one of the following is required: a, b",
    ),
    (
        {"options": {"s": {}, "a": {}, "b": {}}, "required_if": [["s", "x", ["a", "b"]]]},
        {"s": "x", "b": "1"},
        "s is x but all of the following are missing: a",
    ),
    (
        {"options": {"s": {}, "a": {}, "b": {}}, "required_if": [["s", "x", ["a", "b"], True]]},
        {"s": "x"},
        "s is x but any of the following are missing: a, b",
    ),
    (
        {"options": {"a": {}, "b": {}, "c": {}}, "required_by": {"a": ["b", "c"]}},
        {"a": "1", "c": "2"},
        "missing parameter(s) required by 'a': b",
    ),
    (
        {"options": {"d": {"type": "dict", "options": {"i": {"type": "int", "required": True}}}}},
        {"d": {}},
        "missing required arguments: i found in d",
    ),
    (
        {"options": {"l": {"type": "list", "elements": "dict", "options": {"i": {"choices": ["x"]}}}}},
        {"l": [{"i": "x"}, {"i": "y"}]},
        "value of i must be one of: x. Got no match for: y found in l",
    ),
]


def params(spec: dict[str, Any], **given: Any) -> dict[str, Any]:
    """The parameters that a module would see."""
    return dict(parse_arguments(spec, {"_ansible_module_name": "test", **given}).params)


@pytest.mark.parametrize(("kind", "given", "expected"), CONVERSIONS)
def test_a_value_gets_the_type_of_its_option(kind: str, given: Any, expected: Any) -> None:
    """And keeps it exactly, True is not 1."""
    converted = params({"options": {"x": {"type": kind}}}, x=given)["x"]
    assert (type(expected), expected) == (type(converted), converted)


@pytest.mark.parametrize(("spec", "given", "message"), REFUSALS)
def test_arguments_that_break_the_spec_are_refused(spec: dict[str, Any], given: dict[str, Any], message: str) -> None:
    """With the words of Ansible.Basic."""
    with pytest.raises(ArgumentsRefused) as refused:
        params(spec, **given)
    assert message == str(refused.value)


def test_an_option_that_was_not_given_is_null_or_its_default() -> None:
    """A default is converted like a given value."""
    spec = {"options": {"a": {}, "b": {"default": "5", "type": "int"}}}
    assert params(spec) == {"a": None, "b": 5}


def test_a_null_that_was_given_is_not_replaced_by_the_default() -> None:
    """Given is given: Ansible.Basic looks whether the key is there."""
    assert params({"options": {"a": {"default": "x"}}}, a=None) == {"a": None}


def test_choices_do_not_care_for_case_and_keep_what_was_typed() -> None:
    """For compatibility with old modules."""
    assert params({"options": {"a": {"choices": ["Yes", "no"]}}}, a="YES") == {"a": "YES"}


def test_an_alias_fills_the_option() -> None:
    """And stays a parameter of its own."""
    assert params({"options": {"a": {"aliases": ["b"]}}}, b="x") == {"a": "x", "b": "x"}


def test_an_option_is_found_in_any_case() -> None:
    """Under the name that the spec has."""
    assert params({"options": {"user_name": {}}}, User_Name="x") == {"user_name": "x"}


def test_suboptions_get_defaults_and_types() -> None:
    """In dictionaries and in lists of them; without apply_defaults a missing dictionary stays null."""
    inner = {"i": {"type": "int", "default": 7}}
    spec = {
        "options": {
            "d": {"type": "dict", "options": inner},
            "applied": {"type": "dict", "options": inner, "apply_defaults": True},
            "l": {"type": "list", "elements": "dict", "options": inner},
        }
    }
    assert params(spec, l=[{"i": "1"}, {}]) == {"d": None, "applied": {"i": 7}, "l": [{"i": 1}, {"i": 7}]}


def test_invocation_has_no_secret() -> None:
    """Whatever its type is, and however deep it lies."""
    secret = {"no_log": True}
    spec = {
        "options": {
            "password": {**secret, "aliases": ["pass"]},
            "number": {**secret, "type": "int"},
            "empty": secret,
            "deep": {"type": "list", "elements": "dict", "options": {"key": secret, "name": {}}},
        }
    }
    given = {"pass": "s3cret", "number": 4711, "deep": [{"key": "s3cret", "name": "n"}]}
    parsed = parse_arguments(spec, given)
    assert "s3cret" not in repr(parsed.censored)
    assert "4711" not in repr(parsed.censored)
    assert parsed.censored["empty"] is None
    assert parsed.censored["deep"][0]["name"] == "n"
    assert parsed.params["password"] == "s3cret"


@pytest.mark.parametrize("inject", [True, False])
def test_invocation_is_asked_for_by_ansible(inject: bool) -> None:
    """The internal arguments do not reach the module."""
    parsed = parse_arguments({"options": {}}, {"_ansible_inject_invocation": inject, "_ansible_verbosity": 3})
    assert parsed.inject_invocation is inject
    assert parsed.params == {}


def test_check_mode_needs_a_module_that_supports_it() -> None:
    """Ansible.Basic skips the others."""
    assert parse_arguments({"options": {}, "supports_check_mode": True}, {"_ansible_check_mode": True}).check_mode
    with pytest.raises(CheckModeUnsupported):
        parse_arguments({"options": {}}, {"_ansible_check_mode": True})


@pytest.mark.parametrize(
    "spec",
    [
        {"option": {}},
        {"options": {"a": {"kind": "str"}}},
        {"options": {"a": {"type": "string"}}},
        {"options": {"a": {"type": "list", "elements": "text"}}},
        {"options": {"a": {"required": True, "default": "x"}}},
    ],
)
def test_a_spec_that_ansible_basic_refuses_is_refused(spec: dict[str, Any]) -> None:
    """As an internal error of the module, before its arguments are looked at."""
    with pytest.raises(ArgumentsRefused, match="internal error"):
        params(spec)
