# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWX accepts as a credential type and as a survey, for tests that have no AWX.

Sources in ansible/awx: ``CredentialTypeInputField``, ``CredentialTypeInjectorField`` (awx/main/fields.py) and
``JobTemplateSurveySpec`` (awx/api/views).
"""

from __future__ import annotations

import typing as t
from collections.abc import Iterator

from awx_plugins.interfaces._temporary_private_inject_api import ENV_BLOCKLIST
from jsonschema import Draft202012Validator

VARIABLE = "^[a-zA-Z_]+[a-zA-Z0-9_]*$"
RESERVED_FIELDS = {"tower", "awx"}
CREDENTIAL_TYPE = {
    "type": "object",
    "required": ["name", "description", "kind", "inputs", "injectors"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "description": {"type": "string"},
        "kind": {"enum": ["cloud", "net"]},  # what a user may make
        "managed": {"const": False},
        "inputs": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "required": {"type": "array", "items": {"type": "string"}},
                "fields": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["id", "label"],
                        "additionalProperties": False,
                        "properties": {
                            "id": {"type": "string", "pattern": VARIABLE, "not": {"enum": sorted(RESERVED_FIELDS)}},
                            "type": {"enum": ["string", "boolean"]},
                            "format": {"enum": ["ssh_private_key", "url"]},
                            "choices": {"type": "array", "minItems": 1, "items": {"type": "string"}},
                            "label": {"type": "string"},
                            "help_text": {"type": "string"},
                            "multiline": {"type": "boolean"},
                            "secret": {"type": "boolean"},
                            "ask_at_runtime": {"type": "boolean"},
                            "default": {},
                        },
                    },
                },
            },
        },
        "injectors": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "file": {"patternProperties": {r"^template(\.[a-zA-Z_]+[a-zA-Z0-9_]*)?$": {"type": "string"}}},
                "env": {"patternProperties": {VARIABLE: {"type": "string"}}, "additionalProperties": False},
                "extra_vars": {"patternProperties": {VARIABLE: {"type": "string"}}, "additionalProperties": False},
            },
        },
    },
}
# The Python type of a default, by the type of the question
QUESTION_TYPES: dict[str, type] = {
    "text": str,
    "textarea": str,
    "password": str,
    "multiplechoice": str,
    "multiselect": str,
    "integer": int,
    "float": float,
}
SURVEY = {
    "type": "object",
    "required": ["name", "description", "spec"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "description": {"type": "string"},
        "spec": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["type", "question_name", "variable", "required"],
                "additionalProperties": False,
                "properties": {
                    "type": {"enum": sorted(QUESTION_TYPES)},
                    "question_name": {"type": "string"},
                    "question_description": {"type": "string"},
                    "variable": {"type": "string", "pattern": VARIABLE},
                    "required": {"type": "boolean"},
                    "default": {},
                    "choices": {"type": "array", "items": {"type": "string"}},
                    "min": {"type": "integer"},
                    "max": {"type": "integer"},
                },
            },
        },
    },
}


def schema_findings(schema: dict[str, t.Any], value: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(value)]


def duplicates(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def credential_type_findings(value: dict[str, t.Any]) -> list[str]:
    """Everything for which AWX would refuse the credential type; nothing when it would take it."""
    found = schema_findings(CREDENTIAL_TYPE, value)
    if found:
        return found
    fields = value["inputs"]["fields"]
    found += [f"field {name} twice" for name in duplicates([field["id"] for field in fields])]
    for field in fields:
        if field.get("type", "string") != "string":
            found += [f"{key} of {field['id']}" for key in ("choices", "multiline", "format", "secret") if key in field]
    for name in value["injectors"].get("env", {}):
        if name in ENV_BLOCKLIST or name.startswith("ANSIBLE_"):
            found.append(f"environment variable {name} is reserved")
    return found


def survey_findings(survey: dict[str, t.Any]) -> list[str]:
    """Everything for which AWX would refuse the survey; nothing when it would take it."""
    found = schema_findings(SURVEY, survey)
    if found:
        return found
    found += [f"variable {name} twice" for name in duplicates([question["variable"] for question in survey["spec"]])]
    for question in survey["spec"]:
        found += [f"{question['variable']}: {finding}" for finding in question_findings(question)]
    return found


def question_findings(question: dict[str, t.Any]) -> Iterator[str]:
    default = question.get("default", "")
    if default != "" and not isinstance(default, QUESTION_TYPES[question["type"]]):
        yield f"its default is no {question['type']}"
    if question["type"] in {"multiplechoice", "multiselect"}:
        choices = question.get("choices")
        if choices is None:
            yield "it has no choices"
        elif any(item not in choices for item in str(default).splitlines()):
            yield "its default is not among the choices"
