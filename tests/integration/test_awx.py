# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The jobs of extensions/awx, run with exactly what AWX would give them: credentials, answers, artifacts."""

from __future__ import annotations

import json
import re
import typing as t
from pathlib import Path

import pytest
import yaml

from ansible_collections.netjoin.windows.tests.contracts.awx_credential import injected_variables

from .laboratory import ROOT, Completed, Laboratory

AWX = ROOT / "extensions" / "awx"
PLAYBOOKS = AWX / "playbooks"


def credential(laboratory: Laboratory, directory: Path, **changed: str) -> dict[str, t.Any]:
    """What a credential of the type `Domain join` gives to a job."""
    types = yaml.safe_load((AWX / "credential_types.yml").read_text(encoding="utf-8"))
    [domain_join] = [each for each in types if each["name"] == "Domain join"]
    variables = laboratory.variables
    inputs = {"username": variables["lab_join_user"], "password": variables["lab_join_password"], **changed}
    return injected_variables(domain_join, inputs, directory)


def answers(laboratory: Laboratory, hosts: str) -> dict[str, str]:
    """The survey of the join, as a user answers it who leaves open what may stay open."""
    survey = yaml.safe_load((AWX / "surveys.yml").read_text(encoding="utf-8"))["join"]
    given = {"join_hosts": hosts, "join_domain": laboratory.variables["lab_domain"]}
    given["join_ou"] = laboratory.variables["lab_ou"]
    return {each["variable"]: given.get(each["variable"], each.get("default", "")) for each in survey["spec"]}


def job(laboratory: Laboratory, name: str, directory: Path, **variables: t.Any) -> Completed:
    file = directory / "variables.yml"
    file.write_text(yaml.safe_dump(variables), encoding="utf-8")
    return laboratory.execute(
        *("ansible-playbook", str(PLAYBOOKS / name), "-e", f"@{file}"), ANSIBLE_SHOW_CUSTOM_STATS="true"
    )


def artifacts(done: Completed) -> dict[str, t.Any]:
    """What the job hands over: its custom statistics."""
    match = re.search(r"^\s+RUN: (\{.*)$", done.output, re.MULTILINE)
    assert match, done.output
    handed_over: dict[str, t.Any] = json.loads(match[1])
    return handed_over


@pytest.fixture
def hosts(laboratory: Laboratory) -> list[str]:
    """Two hosts in a workgroup."""
    return [laboratory.add_host(), laboratory.add_host()]


def test_a_join_is_verified(laboratory: Laboratory, host: str, tmp_path: Path) -> None:
    """The job joins with an optional answer left open, and the next job finds a trusted member."""
    given = answers(laboratory, host)
    assert given["join_domain_controller"] == ""
    joined = job(laboratory, "join.yml", tmp_path, **given, **credential(laboratory, tmp_path))
    assert joined.code == 0, joined.output
    verified = job(laboratory, "verify.yml", tmp_path, join_hosts=host, join_domain=given["join_domain"])
    assert verified.code == 0, verified.output
    assert laboratory.secrets_prove_membership(host)


def test_failures_are_explained_once(laboratory: Laboratory, hosts: list[str], tmp_path: Path) -> None:
    """Two slices fail alike; the last job of the workflow says so once, names both hosts, and fails."""
    domain = laboratory.variables["lab_domain"]
    handed_over: dict[str, t.Any] = {}
    for number, host in enumerate(hosts):
        done = job(laboratory, "verify.yml", tmp_path, join_hosts=host, join_domain=domain, awx_job_id=number)
        assert done.code == 2, done.output
        handed_over |= artifacts(done)
    explained = job(laboratory, "explain.yml", tmp_path, **handed_over)
    assert explained.code == 2, explained.output
    assert explained.output.count(f"Not a trusted member of {domain}: in a workgroup.") == 1
    assert "2 hosts failed, as explained above." in explained.output
    assert all(host in explained.output for host in hosts)


def test_a_refused_join_hands_its_explanation_over(laboratory: Laboratory, host: str, tmp_path: Path) -> None:
    """Message, causes and next steps go to the job that explains; the password does not."""
    plain = laboratory.variables
    user = credential(laboratory, tmp_path, username=plain["lab_plain_user"], password=plain["lab_plain_password"])
    done = job(laboratory, "join.yml", tmp_path, **answers(laboratory, host), **user, awx_job_id=7)
    assert done.code == 2, done.output
    [failure] = artifacts(done)["windows_failures_of_job_7"].values()
    assert "ERROR_ACCESS_DENIED" in failure["msg"]
    assert failure["next_steps"]
    assert plain["lab_plain_password"] not in done.output


def test_credentials_that_nobody_has_are_told_for_every_host(
    laboratory: Laboratory, hosts: list[str], tmp_path: Path
) -> None:
    """They are tried once for the whole job, and what the domain says of them is the explanation of all hosts."""
    nobody = credential(laboratory, tmp_path, username=f"nobody@{laboratory.variables['lab_domain']}")
    given = answers(laboratory, ":".join(hosts))
    reach = {f"join_{name}": value for name, value in laboratory.ldaps.items()}
    done = job(laboratory, "join.yml", tmp_path, **given, **nobody, **reach)
    assert done.code == 2, done.output
    failures = artifacts(done)["windows_failures_of_job_0"]
    assert sorted(failures) == sorted(hosts)
    assert len({failure["msg"] for failure in failures.values()}) == 1
    assert "No host was touched" in done.output
