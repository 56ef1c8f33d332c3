# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Ansible.Basic turns a value into the type that a module's spec asks for.

Source: ansible-core ``module_utils/csharp/Ansible.Basic.cs``, ParseBool to ParseStr; messages are its messages.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from typing import Any

TRUE_WORDS = ("y", "yes", "on", "1", "true", "t", "1.0")
FALSE_WORDS = ("n", "no", "off", "0", "false", "f", "0.0")
INT32_RANGE = range(-(2**31), 2**31)


class ConversionError(ValueError):
    """The value cannot be converted; the text is the exception message of Ansible.Basic."""


def dotnet_type(value: object) -> str:
    """Name of the .NET type that PowerShell's ConvertFrom-Json makes of a JSON value."""
    if isinstance(value, bool):
        return "System.Boolean"
    if isinstance(value, int):
        return "System.Int32" if value in INT32_RANGE else "System.Int64"
    if isinstance(value, float):
        return "System.Double"
    if isinstance(value, Mapping):
        return "System.Collections.Hashtable"
    if isinstance(value, list):
        return "System.Object[]"
    return "System.String"


def parse_str(value: object) -> str:
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, (Mapping, list)):
        return dotnet_type(value)
    return str(value)


def parse_bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = parse_str(value).lower().strip()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    valid = ", ".join((*TRUE_WORDS, *FALSE_WORDS))
    raise ConversionError(f"The value '{word}' is not a valid boolean. Valid booleans include: {valid}")


def parse_int(value: object) -> int:
    text = parse_str(value).strip()
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise ConversionError("Input string was not in a correct format.")
    if int(text) not in INT32_RANGE:
        raise ConversionError("Value was either too large or too small for an Int32.")
    return int(text)


def parse_float(value: object) -> float:
    try:
        return float(parse_str(value))
    except ValueError:
        raise ConversionError("Input string was not in a correct format.") from None


def parse_dict(value: object) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    if not isinstance(value, str):
        raise ConversionError(f"{dotnet_type(value)} cannot be converted to a dict")
    if value.startswith("{") and value.endswith("}"):
        try:
            parsed: dict[str, Any] = json.loads(value)
        except ValueError as error:
            raise ConversionError(str(error)) from None
        return parsed
    if "=" in value:
        fields = [text for text in re.split(r"[, ]+", value) if text]
        return {key: text if found else None for key, found, text in (pair.partition("=") for pair in fields)}
    raise ConversionError("string cannot be converted to a dict, must either be a JSON string or in the key=value form")


def parse_list(value: object) -> list[Any]:
    if isinstance(value, list):
        return list(value)
    if isinstance(value, str):
        return [text.strip() for text in value.split(",")]
    if isinstance(value, int) and not isinstance(value, bool):
        return [value]
    raise ConversionError(f"{dotnet_type(value)} cannot be converted to a list")


def parse_json(value: object) -> str:
    if isinstance(value, Mapping):
        return json.dumps(value)
    if isinstance(value, str):
        return value
    raise ConversionError(f"{dotnet_type(value)} cannot be converted to json")


def parse_path(value: object) -> str:
    text = parse_str(value)
    if text.startswith("\\\\?\\"):
        return text
    environment = {name.lower(): found for name, found in os.environ.items()}
    return re.sub(r"%([^%]+)%", lambda match: environment.get(match[1].lower(), match[0]), text)


def parse_raw(value: object) -> object:
    return value


PARSERS: Mapping[str, Callable[[object], Any]] = {
    "bool": parse_bool,
    "dict": parse_dict,
    "float": parse_float,
    "int": parse_int,
    "json": parse_json,
    "list": parse_list,
    "path": parse_path,
    "raw": parse_raw,
    "str": parse_str,
}
"""``sid`` is missing on purpose: it needs Windows' account database."""
