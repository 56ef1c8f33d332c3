# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the documentation site into docs/site: offline once its environment is made, and a warning is an error."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import sys
import zlib
from pathlib import Path

from environments import OLDEST, ROOT, SetupError, make, run

WORK = ROOT / ".cache" / "docs"
SITE = ROOT / "docs" / "site"
ENVIRONMENT = dataclasses.replace(OLDEST, name="docs", directory=WORK / "venv", requirements=("docs.txt",))
# Labels of Ansible's own documentation that antsibull-docs refers to.
ANSIBLE_LABELS = {
    "action_plugins": "plugins/action.html#action-plugins",
    "ansible_configuration_settings": "reference_appendices/config.html#ansible-configuration-settings",
    "common_return_values": "reference_appendices/common_return_values.html#common-return-values",
}
PLUGIN_LABEL = re.compile(r"\b(ansible_collections\.(\w+)\.(\w+)\.(\w+_[a-z]+))\b")


def inventory(labels: dict[str, str]) -> bytes:
    """A Sphinx inventory, version 2: four lines of text, then compressed `name domain:role priority uri title`."""
    lines = "".join(f"{name} std:label -1 {uri} -\n" for name, uri in labels.items())
    header = "# Sphinx inventory version 2\n# Project: ansible\n# Version: devel\n"
    return f"{header}# The remainder of this file is compressed using zlib.\n".encode() + zlib.compress(lines.encode())


def labels_of_collections(source: Path) -> dict[str, str]:
    """The labels of other collections' plugins in the sources; Ansible's site has each at a path made of its name."""
    texts = (path.read_text(encoding="utf-8") for path in source.rglob("*.rst"))
    found = {match for text in texts for match in PLUGIN_LABEL.findall(text)}
    return {
        label: f"collections/{namespace}/{name}/{plugin}.html"
        for label, namespace, name, plugin in found
        if namespace != "netjoin"
    }


def build() -> None:
    make(ENVIRONMENT)
    os.environ["ANSIBLE_COLLECTIONS_PATH"] = str(ENVIRONMENT.collections)
    source = WORK / "rst"
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True, mode=0o755)
    tools = ENVIRONMENT.directory / "bin"
    # antsibull-docs runs the ansible-doc that it finds
    os.environ["PATH"] = f"{tools}{os.pathsep}{os.environ['PATH']}"
    antsibull = (tools / "antsibull-docs", "collection", "--use-current", "--squash-hierarchy", "--fail-on-error")
    run(*antsibull, "--dest-dir", source, "netjoin.windows")
    (source / "ansible_devel.inv").write_bytes(inventory(ANSIBLE_LABELS | labels_of_collections(source)))
    sphinx = (tools / "sphinx-build", "--quiet", "--fail-on-warning", "--keep-going", "--builder", "html")
    run(*sphinx, "--conf-dir", ROOT / "docs" / "sphinx", "--doctree-dir", WORK / "doctrees", source, SITE)
    print(f"docs: {SITE.relative_to(ROOT)}/index.html")


def main() -> int:
    try:
        build()
    except SetupError as error:
        print(f"docs: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
