# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook that sets AWX up, with the real modules of awx.awx, against a stand-in for AWX's API."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ansible_collections.netjoin.windows.tests.contracts.awx_controller import Controller, serve

ROOT = Path(__file__).parents[2]
AWX = ROOT / "extensions" / "awx"
SETTINGS = {
    "setup_slices": 8,
    "setup_credentials": {"windows": "Local administrator", "join": "Joiner"},
    "setup_instance_groups": ["branch offices"],
}


def apply(address: str, home: Path, settings: dict[str, object]) -> str:
    environment = os.environ | {
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "collections"),
        "ANSIBLE_HOME": str(home),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "ANSIBLE_PIPELINING": "true",
        "CONTROLLER_HOST": address,
        "CONTROLLER_OAUTH_TOKEN": "token",
        "NO_COLOR": "1",
    }
    command = (Path(sys.executable).with_name("ansible-playbook"), AWX / "apply.yml", "-e", json.dumps(settings))
    result = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def controller(tmp_path_factory: pytest.TempPathFactory) -> Controller:
    """An AWX with an organization, an inventory and two credentials, set up by the playbook."""
    made = Controller()
    made.add("organizations", name="Default")
    made.add("inventories", name="Windows")
    made.add("instance_groups", name="branch offices")
    made.add("credentials", name="Local administrator")
    made.add("credentials", name="Joiner")
    with serve(made) as address:
        apply(address, tmp_path_factory.mktemp("home"), SETTINGS)
    return made


def names(path: str) -> list[str]:
    return [each["name"] for each in yaml.safe_load((AWX / path).read_text(encoding="utf-8"))]


def test_everything_is_made(controller: Controller) -> None:
    """Credential types and job templates are those of the files, in one project with one image."""
    assert [each["name"] for each in controller.things["credential_types"]] == names("credential_types.yml")
    assert [each["name"] for each in controller.things["job_templates"]] == names("job_templates.yml")
    assert len(controller.things["projects"]) == 1
    assert len(controller.things["execution_environments"]) == 1


def test_injectors_arrive_as_they_are_written(controller: Controller) -> None:
    """Ansible renders none of AWX's templates on the way."""
    written = yaml.safe_load((AWX / "credential_types.yml").read_text(encoding="utf-8"))
    assert [each["injectors"] for each in controller.things["credential_types"]] == [
        each["injectors"] for each in written
    ]


def test_surveys_arrive(controller: Controller) -> None:
    """A template with a survey has it, and asks it."""
    surveys = yaml.safe_load((AWX / "surveys.yml").read_text(encoding="utf-8"))
    join = controller.named("job_templates", "Windows domain: join")
    explain = controller.named("job_templates", "Windows domain: explain failures")
    assert (join["survey_spec"], join["survey_enabled"]) == (surveys["join"], True)
    assert (explain.get("survey_spec", {}), explain["survey_enabled"]) == ({}, False)


def test_large_fleets_are_sliced(controller: Controller) -> None:
    """Jobs that work host by host are, those that look at the domain once are not; all run where they are told."""
    slices = {each["name"]: each["job_slice_count"] for each in controller.things["job_templates"]}
    assert slices["Windows domain: join"] == 8
    assert slices["Windows domain: check readiness"] == slices["Windows domain: join offline"] == 1
    group = controller.named("instance_groups", "branch offices")["id"]
    assert all(each["instance_groups"] == [group] for each in controller.things["job_templates"])


def test_credentials_are_attached_by_name(controller: Controller) -> None:
    """Those that the settings name; a job asks for the others."""
    windows, joiner = (controller.named("credentials", name)["id"] for name in ("Local administrator", "Joiner"))
    assert sorted(controller.named("job_templates", "Windows domain: join")["credentials"]) == [windows, joiner]
    assert controller.named("job_templates", "Windows domain: audit")["credentials"] == [windows]


def test_the_workflow_branches(controller: Controller) -> None:
    """Readiness, join, verify; both failures lead to the explanation."""
    nodes = {each["identifier"]: each for each in controller.things["workflow_job_template_nodes"]}
    ids = {name: node["id"] for name, node in nodes.items()}
    assert nodes["readiness"]["success_nodes"] == [ids["join"]]
    assert nodes["join"]["success_nodes"] == [ids["verify"]]
    assert nodes["join"]["failure_nodes"] == nodes["verify"]["failure_nodes"] == [ids["explain"]]
    join = controller.named("job_templates", "Windows domain: join")["id"]
    assert nodes["join"]["unified_job_template"] == join


def test_a_second_run_changes_nothing(controller: Controller, tmp_path: Path) -> None:
    """What is as the files say is left alone; one template stands for all, for the sake of time."""
    [first, *_rest] = yaml.safe_load((AWX / "job_templates.yml").read_text(encoding="utf-8"))
    writes = controller.writes
    with serve(controller) as address:
        assert "changed=0" in apply(address, tmp_path, SETTINGS | {"types": [], "templates": [first]})
    assert controller.writes == writes
