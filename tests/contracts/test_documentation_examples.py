# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example in a guide, a README or a plugin's documentation is something that Ansible or a shell would take."""

from __future__ import annotations

import functools
import json
import re
import shlex
import subprocess
import typing as t
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.parsing.splitter import parse_kv
from ansible.playbook.attribute import Attribute
from ansible.playbook.handler import Handler
from ansible.playbook.task import Task

from ansible_collections.netjoin.windows.tests.contracts.documentation import (
    COLLECTION,
    ROOT,
    Document,
    Example,
    commands,
    modules_of_others,
    page_examples,
    plugin_examples,
    plugins,
    roles,
    tool,
)

# What a block may be; another word would be an example that nobody checks.
LANGUAGES = {"yaml", "yaml+jinja", "ini", "json", "console", "bash", "powershell", "text", "python"}
TASK_WORDS = {name for name, value in vars(Task).items() if isinstance(value, Attribute)} | set(Task.fattributes)
TASK_WORDS |= {"loop", "block", "rescue", "always", "listen", *Handler.fattributes}
SPEC_WORDS = ("type", "elements", "required", "choices", "aliases", "default")
TEMPLATE = "{{"
PAGE_YAML = [example for example in page_examples() if example.language.startswith("yaml")]
SHELL = [example for example in page_examples() if example.language in {"console", "bash"}]
BY_PLACE = {"ids": lambda example: example.place}


def parsed(example: Example) -> t.Any:
    return yaml.safe_load(example.text)


def plays_of(example: Example) -> list[Document] | None:
    """The example as a playbook: as it is, or its tasks in a play; None when it is neither, such as variables."""
    document = parsed(example)
    if not isinstance(document, list) or not all(isinstance(each, dict) for each in document):
        return None
    if any("hosts" in each or "ansible.builtin.import_playbook" in each for each in document):
        return document
    if all(module_of(each) for each in document):
        return [{"hosts": "windows", "gather_facts": False, "tasks": document}]
    return None


def tasks_of(container: Document) -> Iterator[Document]:
    """Every task below a play or a block."""
    for word in ("pre_tasks", "tasks", "post_tasks", "handlers", "block", "rescue", "always"):
        for task in container.get(word, []):
            yield from tasks_of(task)
            if "block" not in task:
                yield task


def module_of(task: Document) -> str:
    """The module that a task names: the only word in it that is none of Ansible's."""
    names = [name for name in task if name not in TASK_WORDS and not name.startswith("with_")]
    return names[0] if len(names) == 1 else "block" if "block" in task else ""


DATA = [example for example in page_examples() if example.language == "json"]
YAML_EXAMPLES = [*PAGE_YAML, *plugin_examples()]
TASKS = [(example, task) for example in YAML_EXAMPLES for play in plays_of(example) or [] for task in tasks_of(play)]


@functools.cache
def all_modules() -> dict[str, Document]:
    theirs = sorted({module_of(task) for _example, task in TASKS if not module_of(task).startswith(COLLECTION)})
    return plugins()["module"] | modules_of_others(*theirs)


def spec_of(options: dict[str, Document]) -> Document:
    """The argument spec that documented options stand for."""
    spec: Document = {}
    for name, option in options.items():
        spec[name] = {word: option[word] for word in SPEC_WORDS if word in option}
        if "suboptions" in option:
            spec[name]["options"] = spec_of(option["suboptions"])
    return spec


def is_template(value: object) -> bool:
    return isinstance(value, str) and TEMPLATE in value


def argument_findings(options: dict[str, Document], arguments: Document) -> list[str]:
    """What the validator of a module would say; what a template gives is not known, so its type is not judged."""
    spec = spec_of(options)
    for name, value in arguments.items():
        for key, option in spec.items():
            if is_template(value) and name in {key, *(option.get("aliases") or [])}:
                spec[key] = {word: option[word] for word in ("required", "aliases") if word in option}
    found: list[str] = list(ArgumentSpecValidator(spec).validate(arguments).error_messages)
    return found


@pytest.mark.parametrize("example", page_examples(), **BY_PLACE)
def test_the_language_of_a_block_is_known(example: Example) -> None:
    """So that no block escapes the tests below."""
    assert example.language in LANGUAGES


@pytest.mark.parametrize("example", [*YAML_EXAMPLES, *DATA], **BY_PLACE)
def test_data_can_be_read(example: Example) -> None:
    """YAML is a playbook, tasks or variables; JSON is a document."""
    document = json.loads(example.text) if example in DATA else parsed(example)
    assert isinstance(document, list | dict)


@pytest.mark.parametrize("example", plugin_examples(), **BY_PLACE)
def test_the_examples_of_a_plugin_are_tasks(example: Example) -> None:
    """Each with a name, as a person would write them."""
    [play] = plays_of(example) or [{}]
    assert play
    assert [task for task in tasks_of(play) if "name" not in task] == []


def test_ansible_takes_every_playbook(tmp_path: Path) -> None:
    """One run over all of them: words of plays and tasks, modules, roles and templates of names are right."""
    files = []
    for number, example in enumerate(YAML_EXAMPLES):
        if plays := plays_of(example):
            file = tmp_path / f"{number:03}_{re.sub(r'[^a-z0-9]+', '_', example.place.lower())}.yml"
            file.write_text(yaml.safe_dump(plays, sort_keys=False), encoding="utf-8")
            files.append(file)
    (tmp_path / "blobs").mkdir()
    inventory = ("-i", "windows,", "-e", "unjoin_hosts=windows")
    result = tool("ansible-playbook", "--syntax-check", *inventory, *files)
    assert result.returncode == 0, result.stdout + result.stderr
    assert len(files) > len(plugin_examples())


@pytest.mark.parametrize(
    ("example", "task"), TASKS, ids=lambda value: getattr(value, "place", None) or module_of(value)
)
def test_a_task_uses_documented_options_only(example: Example, task: Document) -> None:
    """Names, choices, types and what is required are as ansible-doc says."""
    module = module_of(task)
    assert module in all_modules()
    arguments = task[module] or {}
    if isinstance(arguments, dict):
        assert argument_findings(all_modules()[module]["doc"].get("options", {}), arguments) == []


@pytest.mark.parametrize("example", YAML_EXAMPLES, **BY_PLACE)
def test_a_role_is_given_its_own_variables(example: Example) -> None:
    """Variables beside a role are options of its argument spec, with values that it takes."""
    for play in plays_of(example) or []:
        for entry in play.get("roles", []):
            given = {**play.get("vars", {}), **entry.get("vars", {})}
            assert argument_findings(roles()[entry["role"]], given) == []


@pytest.mark.parametrize("example", SHELL, **BY_PLACE)
def test_a_shell_takes_the_commands(example: Example) -> None:
    """Bash reads them without running them, and there is at least one."""
    typed = commands(example)
    assert typed
    result = subprocess.run(["bash", "-n"], check=False, input="\n".join(typed), capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("example", SHELL, **BY_PLACE)
def test_commands_name_what_exists(example: Example) -> None:
    """Targets of make, files of benchmarks, plugins, roles and playbooks of the collection."""
    benchmarks = {
        f"bench-{path.stem.removeprefix('bench_')}" for path in (ROOT / "tests/benchmarks").glob("bench_*.py")
    }
    for command in commands(example):
        assert set(re.findall(r"^make ([a-z-]+)", command)) <= make_targets() | benchmarks | {"bench-NAME"}
        assert set(re.findall(rf"\b{re.escape(COLLECTION)}\w+", command)) <= names_of_the_collection()


def names_of_the_collection() -> set[str]:
    playbooks = {COLLECTION + path.stem for path in (ROOT / "playbooks").glob("*.yml")}
    return playbooks.union(*plugins().values())


AD_HOC = [command for example in SHELL for command in commands(example) if command.startswith("ansible ")]


@pytest.mark.parametrize("command", AD_HOC)
def test_an_ad_hoc_command_gives_documented_arguments(command: str) -> None:
    """The module takes what stands behind -a, as JSON or as words."""
    words = shlex.split(command, comments=True)
    module = words[words.index("-m") + 1]
    text = words[words.index("-a") + 1] if "-a" in words else "{}"
    arguments = json.loads(text) if text.startswith("{") else parse_kv(text)
    known = plugins()["module"] | modules_of_others("ansible.builtin.debug", "ansible.windows.win_ping")
    assert argument_findings(known[module]["doc"].get("options", {}), arguments) == []


def test_a_mistake_would_be_found() -> None:
    """The checks above see an option that does not exist, a choice that is none, and one that is missing."""
    options = plugins()["module"]["netjoin.windows.membership"]["doc"]["options"]
    assert argument_findings(options, {"domian": "corp.example"})
    assert argument_findings(options, {"domain": "corp.example", "account": "steal"})
    assert argument_findings(plugins()["module"]["netjoin.windows.computer_account"]["doc"]["options"], {})
    assert not argument_findings(options, {"domain": "{{ domain }}", "account": "{{ account }}"})
