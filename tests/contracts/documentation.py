# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation as its readers meet it: plugins through ansible-doc, and the examples of every page."""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
import sys
import textwrap
import typing as t
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
COLLECTION = "netjoin.windows."
Document = dict[str, t.Any]
MARKDOWN_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
RST_BLOCK = re.compile(r"^( *)\.\. code-block:: *([\w+-]+)\n(?: +:.*\n)*\n((?:\1 +.*\n|\s*\n)+)", re.MULTILINE)
# The pages whose examples are for users and developers; those of test data are not.
PAGES = (
    "*.md",
    "roles/*/README.md",
    "extensions/awx/*.md",
    "tests/integration/*.md",
    "docs/*.rst",
    "docs/docsite/rst/*.rst",
)


@dataclass(frozen=True)
class Example:
    """A block of code in a page, or the examples of a plugin; `place` tells where to find it."""

    place: str
    language: str
    text: str


def tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool of ansible-core with the collections of this checkout."""
    environment = os.environ | {
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "collections"),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "NO_COLOR": "1",
    }
    command = (Path(sys.executable).with_name(name), *arguments)
    return subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True)


@functools.cache
def plugins() -> dict[str, dict[str, Document]]:
    """Every plugin of the collection by kind and full name, as ansible-doc has it, doc fragments merged."""
    dumped = tool("ansible-doc", "--metadata-dump", "--no-fail-on-errors", COLLECTION.rstrip("."))
    kinds: dict[str, dict[str, Document]] = json.loads(dumped.stdout)["all"]
    ours = {
        kind: {name: each for name, each in found.items() if name.startswith(COLLECTION)}
        for kind, found in kinds.items()
    }
    return {kind: found for kind, found in ours.items() if found}


@functools.cache
def modules_of_others(*names: str) -> dict[str, Document]:
    """Modules of other collections; one that does not exist is not in the answer."""
    dumped = tool("ansible-doc", "--json", "--type", "module", *names)
    found: dict[str, Document] = json.loads(dumped.stdout)
    return found


@functools.cache
def roles() -> dict[str, Document]:
    """The options of every role, by its full name."""
    specs = {path.parts[-3]: yaml.safe_load(path.read_text()) for path in ROOT.glob("roles/*/meta/argument_specs.yml")}
    return {COLLECTION + name: spec["argument_specs"]["main"]["options"] for name, spec in specs.items()}


def pages() -> list[Path]:
    return sorted(path for pattern in PAGES for path in ROOT.glob(pattern))


def examples_of(page: Path) -> Iterator[Example]:
    """The blocks of a page; the language of a block that names none is empty."""
    text = page.read_text(encoding="utf-8")
    pattern = MARKDOWN_BLOCK if page.suffix == ".md" else RST_BLOCK
    for match in pattern.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        place = f"{page.relative_to(ROOT).as_posix()}:{line}"
        yield Example(place, match[2].lower(), textwrap.dedent(match[3]))


@functools.cache
def page_examples() -> list[Example]:
    return [example for page in pages() for example in examples_of(page)]


@functools.cache
def plugin_examples() -> list[Example]:
    found = [
        (f"{kind} {name}", each.get("examples")) for kind, all_ in plugins().items() for name, each in all_.items()
    ]
    return [Example(place, "yaml", text) for place, text in found if text]


def commands(example: Example) -> list[str]:
    """What a reader would type: lines after a prompt in a console block, with those that continue them."""
    if example.language != "console":
        return [example.text]
    prompt = "$ " if re.search(r"^\$ ", example.text, re.MULTILINE) else "# "
    joined = example.text.replace("\\\n", "")
    return [line.removeprefix(prompt) for line in joined.splitlines() if line.startswith(prompt)]
