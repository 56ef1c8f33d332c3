# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the playbook `audit`, as a text; the integration tests look at it in a browser."""

from __future__ import annotations

import html.parser
import json
import pathlib
import typing as t

import jinja2
import pytest

TEMPLATES = pathlib.Path(__file__).parents[3] / "playbooks" / "templates"
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "]]>",
    "\u2028'\"&amp;",
]


class Elements(html.parser.HTMLParser):
    """Notes the elements of a page, what they link to, and the text of the data."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.data = ""
        self._reads_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action")]
        self._reads_data = ("type", "application/json") in attrs

    def handle_endtag(self, tag: str) -> None:
        self._reads_data = False

    def handle_data(self, data: str) -> None:
        if self._reads_data:
            self.data += data


def page(report: dict[str, t.Any]) -> Elements:
    """Fill the template in and take the page apart."""
    # Ansible does not escape either
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), trim_blocks=True)  # noqa: S701
    elements = Elements()
    elements.feed(environment.get_template("audit.html.j2").render(audit_report=report))
    return elements


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_report_becomes_a_part_of_the_page(text: str) -> None:
    """The page has the same elements whatever the report says, and the report is in it unchanged."""
    report = {"domain": text, "rows": [{"name": text, "account": {"description": text}}]}
    assert page(report).tags == page({}).tags
    assert json.loads(page(report).data) == report


def test_nothing_comes_from_elsewhere() -> None:
    """No link, no font, no image; and a policy that a browser enforces."""
    assert page({}).links == []
    style = (TEMPLATES / "audit.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'" in (TEMPLATES / "audit.html.j2").read_text(encoding="utf-8")


def test_the_script_writes_text_only() -> None:
    """What takes HTML or code is not used at all."""
    script = (TEMPLATES / "audit.js").read_text(encoding="utf-8")
    assert "textContent" in script
    for risk in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("):
        assert risk not in script
