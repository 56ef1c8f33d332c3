# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What extensions/awx would set up in AWX: accepted there, and fitting the playbooks that the jobs run."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
import typing as t
from pathlib import Path

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.netjoin.windows.tests.contracts.awx_credential import injected_variables
from ansible_collections.netjoin.windows.tests.contracts.awx_rules import credential_type_findings, survey_findings

ROOT = Path(__file__).parents[2]
AWX = ROOT / "extensions" / "awx"
Data = dict[str, t.Any]


def read(name: str) -> t.Any:
    return yaml.safe_load((AWX / name).read_text(encoding="utf-8"))


TYPES: list[Data] = read("credential_types.yml")
SURVEYS: dict[str, Data] = read("surveys.yml")
TEMPLATES: list[Data] = read("job_templates.yml")
WORKFLOW: Data = read("workflow.yml")
# The key of a credential in `setup_credentials`, and its type; `windows` is AWX's own type Machine.
TYPE_OF_CREDENTIAL = {"join": "Domain join", "directory": "Domain directory", "machine": "Machine password"}
# awx/main/utils/ansible.py: what AWX takes for a playbook when it lists those of a project
PLAYBOOK = re.compile(r"^\s*?-?\s*?(?:hosts|include|import_playbook):\s*?.*?$", re.MULTILINE)
ROLE = re.compile(r"\bnetjoin\.windows\.(\w+)\b")
VARIABLE = re.compile(r"\b(?:join|unjoin|offline_join|audit|readiness)_[a-z_]+\b")
# Passwords that a template engine or a YAML reader would take for something else
PASSWORDS = [
    "p{{ x }}w",
    "{% raw %}",
    "{%- endraw %}{{ 1 + 1 }}{% endraw %}",
    "{# not a comment #}",
    "0123",
    "no",
    "a'b\"c\\d ü<&>",
    "[1]",
]

BY_NAME = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: str(template["name"]))


def roles_of(playbook: str) -> list[dict[str, Data]]:
    """The options of the roles that a playbook names."""
    text = (ROOT / playbook).read_text(encoding="utf-8")
    specs = [ROOT / "roles" / name / "meta" / "argument_specs.yml" for name in ROLE.findall(text)]
    return [yaml.safe_load(path.read_text())["argument_specs"]["main"]["options"] for path in specs if path.exists()]


def variables_read(playbook: str) -> set[str]:
    """What a playbook reads: the variables in its text, and the options of its roles."""
    named = set(VARIABLE.findall((ROOT / playbook).read_text(encoding="utf-8")))
    return named.union(*roles_of(playbook))


def type_of(credential: str) -> Data | None:
    return next((each for each in TYPES if each["name"] == TYPE_OF_CREDENTIAL.get(credential)), None)


def answers(template: Data) -> Data:
    """What a survey gives to a job when the user answers only what is asked for: AWX sends empty texts for the rest."""
    questions = SURVEYS[template["survey"]]["spec"] if "survey" in template else []
    given = {"text": "corp.example", "integer": 1, "multiplechoice": ""}
    return {
        each["variable"]: each.get("default", given[each["type"]] if each["required"] else "") for each in questions
    }


def injected(template: Data, directory: Path) -> Data:
    """What the credentials of a template give to a job."""
    variables: Data = {}
    for credential_type in filter(None, map(type_of, template["credentials"])):
        inputs = {"username": "joiner@corp.example", "password": "canary"}
        fields = {field["id"]: inputs[field["id"]] for field in credential_type["inputs"]["fields"]}
        variables |= injected_variables(credential_type, fields, directory)
    return variables


@pytest.mark.parametrize("credential_type", TYPES, ids=lambda each: str(each["name"]))
def test_awx_takes_the_credential_types(credential_type: Data) -> None:
    """Fields, injectors and names are as AWX's validation wants them."""
    assert credential_type_findings(credential_type) == []


@pytest.mark.parametrize("name", SURVEYS)
def test_awx_takes_the_surveys(name: str) -> None:
    """Questions have known types, and defaults of the type of the question."""
    assert survey_findings(SURVEYS[name]) == []


@pytest.mark.parametrize(
    ("key", "value", "finding"),
    [
        ("type", "choice", "is not one of"),
        ("default", 90.5, "its default is no integer"),
        ("variable", "stale days", "does not match"),
        ("required", "yes", "is not of type 'boolean'"),
    ],
)
def test_the_rules_find_mistakes_in_surveys(key: str, value: object, finding: str) -> None:
    """A rule that finds nothing would prove nothing."""
    survey = copy.deepcopy(SURVEYS["audit"])
    next(each for each in survey["spec"] if each["type"] == "integer")[key] = value
    assert finding in "\n".join(survey_findings(survey))


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ({"kind": "vault"}, "is not one of"),
        ({"inputs": {"fields": [{"id": "tower", "label": "Tower"}]}}, "tower"),
        ({"inputs": {"fields": [{"id": "a", "label": "A", "type": "boolean", "secret": True}]}}, "secret of a"),
        ({"injectors": {"env": {"ANSIBLE_PASSWORD": "x"}}}, "reserved"),
        ({"injectors": {"variables": {}}}, "unexpected"),
    ],
)
def test_the_rules_find_mistakes_in_credential_types(part: Data, value: str) -> None:
    """A rule that finds nothing would prove nothing."""
    assert value in "\n".join(credential_type_findings(TYPES[0] | part))


OPTIONAL = sorted({each["variable"] for survey in SURVEYS.values() for each in survey["spec"] if not each["required"]})


@pytest.mark.parametrize("variable", OPTIONAL)
def test_an_empty_answer_is_none(variable: str) -> None:
    """AWX gives the empty text for a question that was left open; to the roles, that is no answer."""
    files = [*ROOT.glob("roles/*/tasks/*.yml"), *ROOT.glob("playbooks/*.yml")]
    default = r" \| default\((?:omit|''), true\)"
    uses = [use for path in files for use in re.findall(rf"\b{variable}\b(.*?)}}}}", path.read_text(encoding="utf-8"))]
    assert uses
    assert [use for use in uses if not re.match(default, use)] == []


@pytest.mark.parametrize("credential_type", TYPES, ids=lambda each: str(each["name"]))
def test_every_field_is_required(credential_type: Data) -> None:
    """An empty one would reach the playbook as an empty text, which is not the same as none."""
    assert credential_type["inputs"]["required"] == [field["id"] for field in credential_type["inputs"]["fields"]]


def test_secrets_come_from_credentials_only() -> None:
    """Answers of a survey are stored with the job, and what is secret in a credential type is marked."""
    questions = [each for survey in SURVEYS.values() for each in survey["spec"]]
    assert [each["variable"] for each in questions if re.search("password|secret|blob", str(each))] == []
    fields = [field for each in TYPES for field in each["inputs"]["fields"] if "password" in field["id"]]
    assert fields
    assert all(field["secret"] for field in fields)


@BY_NAME
def test_the_playbook_of_a_template_is_one_for_awx(template: Data) -> None:
    """It exists where AWX looks for playbooks, and its survey is there."""
    assert PLAYBOOK.search((ROOT / template["playbook"]).read_text(encoding="utf-8"))
    assert template.get("survey", "join") in SURVEYS
    assert set(template["credentials"]) <= {"windows", *TYPE_OF_CREDENTIAL}


@BY_NAME
def test_no_limit_leaves_a_job_without_a_host(template: Data) -> None:
    """A limit leaves the implicit localhost out, and a job that matches no host is successful (ansible issue 17105)."""
    plays = yaml.safe_load((ROOT / template["playbook"]).read_text(encoding="utf-8"))
    assert template.get("limit", True) == all(play["hosts"] != "localhost" for play in plays)


@BY_NAME
def test_a_playbook_reads_what_its_survey_asks(template: Data) -> None:
    """A question whose answer nobody reads is a lie."""
    assert set(answers(template)) <= variables_read(template["playbook"])


@BY_NAME
def test_a_playbook_reads_what_its_credentials_inject(template: Data) -> None:
    """Each credential of a template gives the playbook at least one variable that it reads."""
    read_there = variables_read(template["playbook"])
    for credential_type in filter(None, map(type_of, template["credentials"])):
        assert read_there & set(credential_type["injectors"]["extra_vars"])


def test_no_injected_variable_is_unknown() -> None:
    """Every variable of every credential type is read by a playbook of a template."""
    everything = set().union(*(variables_read(template["playbook"]) for template in TEMPLATES))
    assert {name for each in TYPES for name in each["injectors"]["extra_vars"]} <= everything


@BY_NAME
def test_the_roles_accept_what_a_job_gives_them(template: Data, tmp_path: Path) -> None:
    """Survey and credentials have all that the roles demand, with the types and choices of their specs."""
    given = answers(template) | injected(template, tmp_path)
    for options in roles_of(template["playbook"]):
        result = ArgumentSpecValidator(options).validate({key: given[key] for key in options if key in given})
        assert result.error_messages == []


def test_a_password_reaches_the_playbooks_letter_by_letter(tmp_path: Path) -> None:
    """Ansible templates extra variables, and a password is allowed to look like a template."""
    expected: Data = {}
    variables: Data = {}
    for number, password in enumerate(PASSWORDS):
        inputs = {"username": r"CORP\joiner", "password": password}
        for credential_type in TYPES:
            fields = {field["id"]: inputs[field["id"]] for field in credential_type["inputs"]["fields"]}
            for name, value in injected_variables(credential_type, fields, tmp_path).items():
                variables[f"{name}_{number}"] = value
                expected[f"{name}_{number}"] = password if "password" in name else inputs["username"]
    assert rendered(variables, tmp_path) == expected


def rendered(variables: Data, directory: Path) -> Data:
    """The variables as ansible-playbook has them, given in a file as AWX gives them."""
    given, playbook, output = directory / "given.yml", directory / "show.yml", directory / "seen.json"
    given.write_text(yaml.safe_dump(variables), encoding="utf-8")
    names = "{" + ", ".join(f"'{name}': {name}" for name in variables) + "}"
    task = {"ansible.builtin.copy": {"content": f"{{{{ {names} | to_json }}}}", "dest": str(output), "mode": "0600"}}
    playbook.write_text(yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": [task]}]))
    run_playbooks(directory, playbook, "-e", f"@{given}")
    seen: Data = json.loads(output.read_text(encoding="utf-8"))
    return seen


def run_playbooks(home: Path, *arguments: str | Path) -> None:
    environment = os.environ | {
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "collections"),
        "ANSIBLE_HOME": str(home),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "NO_COLOR": "1",
    }
    command = (Path(sys.executable).with_name("ansible-playbook"), *arguments)
    result = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_playbooks_start_with_what_a_job_gives_them(tmp_path: Path) -> None:
    """Every playbook of a template, and the one that sets AWX up, is read without a complaint."""
    given = tmp_path / "given.yml"
    given.write_text(yaml.safe_dump({key: value for each in TEMPLATES for key, value in answers(each).items()}))
    playbooks = sorted({ROOT / template["playbook"] for template in TEMPLATES})
    run_playbooks(tmp_path, "--syntax-check", "-i", "windows,", "-e", f"@{given}", *playbooks, AWX / "apply.yml")


def test_the_workflow_is_made_of_templates_that_exist() -> None:
    """Every node is a template, and every branch leads to a node."""
    identifiers = [node["identifier"] for node in WORKFLOW["nodes"]]
    names = {template["name"] for template in TEMPLATES}
    assert {node["unified_job_template"]["name"] for node in WORKFLOW["nodes"]} <= names
    branches = [branch for node in WORKFLOW["nodes"] for branch in node.get("related", {}).values()]
    assert {target["identifier"] for branch in branches for target in branch} <= set(identifiers)
    assert len(identifiers) == len(set(identifiers))


def test_the_survey_of_the_workflow_answers_its_jobs() -> None:
    """A workflow passes its answers on to its jobs, whose own surveys are not asked."""
    asked = {each["variable"] for each in SURVEYS[WORKFLOW["survey"]]["spec"]}
    jobs = [
        template
        for node in WORKFLOW["nodes"]
        for template in TEMPLATES
        if template["name"] == node["unified_job_template"]["name"]
    ]
    required = {
        each["variable"]
        for job in jobs
        if "survey" in job
        for each in SURVEYS[job["survey"]]["spec"]
        if each["required"]
    }
    assert required <= asked
