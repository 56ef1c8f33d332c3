# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ansible-doc shows of a plugin is complete: where to go next, what it does in check mode, what it returns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansible_collections.netjoin.windows.tests.contracts.documentation import COLLECTION, Document, plugins, roles

AUTHOR = ["netjoin.windows contributors (@netjoin)"]
# `host_*` modules are internal and say which public one they serve
PUBLIC = [
    (kind, name)
    for kind, found in plugins().items()
    if kind != "role"
    for name in found
    if not name.startswith(f"{COLLECTION}host_")
]
MODULES = [name for kind, name in PUBLIC if kind == "module"]
ATTRIBUTES = {"check_mode", "diff_mode", "platform"}
KINDS = pytest.mark.parametrize(("kind", "name"), PUBLIC, ids=lambda value: value)


def leaves(returned: dict[str, Document], path: str = "") -> Iterator[tuple[str, Document, bool]]:
    """Every return value that has none below it, and whether a sample stands beside it or above."""
    for name, value in returned.items():
        below = value.get("contains")
        has_sample = "sample" in value
        if not below:
            yield path + name, value, has_sample
        else:
            for inner, leaf, inner_sample in leaves(below, f"{path}{name}."):
                yield inner, leaf, has_sample or inner_sample


@KINDS
def test_a_plugin_leads_on_to_others(kind: str, name: str) -> None:
    """Who reads about one finds its siblings, and all plugins have the same head."""
    doc = plugins()[kind][name]["doc"]
    assert doc.get("seealso")
    assert doc["author"] == AUTHOR
    assert doc["version_added"]
    assert not doc["short_description"].endswith(".")


@pytest.mark.parametrize("name", MODULES)
def test_a_module_tells_its_attributes(name: str) -> None:
    """Check mode, diff and where it runs, each with a description or in full."""
    attributes = plugins()["module"][name]["doc"].get("attributes", {})
    assert set(attributes) >= ATTRIBUTES
    unexplained = [
        key for key, each in attributes.items() if each.get("support") == "partial" and not each.get("details")
    ]
    assert unexplained == []


@KINDS
def test_return_values_have_samples(kind: str, name: str) -> None:
    """A sample says more than a type; that of a dictionary covers what is in it."""
    returned = plugins()[kind][name]["return"]
    assert returned
    assert [path for path, _value, has_sample in leaves(returned) if not has_sample] == []


@KINDS
def test_every_part_is_described(kind: str, name: str) -> None:
    """Options and return values have a type and a text."""
    plugin = plugins()[kind][name]
    options = plugin["doc"].get("options", {})
    values = {path: value for path, value, _sample in leaves(plugin["return"])}
    assert [key for key, each in {**options, **values}.items() if not each.get("description")] == []
    assert [key for key, each in {**options, **values}.items() if not each.get("type")] == []


@pytest.mark.parametrize("role", roles())
def test_options_of_roles_are_described(role: str) -> None:
    """Each has a type and a text, and what is secret is marked."""
    options = roles()[role]
    assert [name for name, each in options.items() if not each.get("description") or not each.get("type")] == []
    secret = {name for name in options if name.endswith("password")}
    assert {name for name, each in options.items() if each.get("no_log")} == secret
