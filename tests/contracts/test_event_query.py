# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What automation controller counts: its own query language on the results that the modules document."""

from __future__ import annotations

import typing as t
from pathlib import Path

import jq
import pytest
import yaml

ROOT = Path(__file__).parents[2]
QUERIES: dict[str, dict[str, str]] = yaml.safe_load((ROOT / "extensions" / "audit" / "event_query.yml").read_text())
# Results of which nobody is counted: refused, censored, in check mode, deleted accounts, failed ones
NOBODY: dict[str, dict[str, t.Any]] = {
    "refused": {"failed": True, "msg": "state is missing"},
    "censored": {"censored": "the output has been hidden", "changed": True},
    "not known yet": {
        "machines": [{"name": "WS1", "failed": False, "account": "created", "dn": "CN=WS1", "sid": None}]
    },
    "deleted": {"machines": [{"name": "WS1", "failed": False, "account": None}]},
    "failed": {"machines": [{"name": "WS1", "failed": True, "account": {"dn": "CN=WS1", "sid": "S-1-5-21-1-2-3-4"}}]},
}


def counted(module: str, result: object) -> list[dict[str, t.Any]]:
    """As awx/main/tasks/host_indirect.py does it: the query on the result of one event."""
    found: list[dict[str, t.Any]] = jq.compile(QUERIES[module]["query"]).input_value(result).all()
    return found


def documented_sample(module: str) -> dict[str, t.Any]:
    text = (ROOT / "plugins" / "modules" / f"{module.rpartition('.')[2]}.py").read_text(encoding="utf-8")
    returned: dict[str, t.Any] = yaml.safe_load(text.partition('RETURN = r"""')[2].partition('"""')[0])
    return {"machines": returned["machines"]["sample"]}


@pytest.mark.parametrize("module", QUERIES)
def test_an_account_is_counted_by_its_sid(module: str) -> None:
    """The documented sample gives one node, with an identity without nulls, which the controller would drop."""
    [node] = counted(module, documented_sample(module))
    assert node["name"] == "WS0001"
    assert node["canonical_facts"] == {"sid": "S-1-5-21-1004336348-1177238915-682003330-1104"}
    assert node["facts"]["distinguished_name"] == "CN=WS0001,OU=Workstations,DC=corp,DC=example"


@pytest.mark.parametrize("module", QUERIES)
@pytest.mark.parametrize("result", NOBODY.values(), ids=NOBODY)
def test_nobody_is_counted_where_no_account_is(module: str, result: dict[str, t.Any]) -> None:
    """A query that fails would end the counting of the whole job."""
    assert counted(module, result) == []


def test_queries_are_for_modules_that_exist() -> None:
    """Names are those of the collection's modules, which is how the controller finds the query."""
    modules = {path.stem for path in (ROOT / "plugins" / "modules").iterdir()}
    assert {name.removeprefix("netjoin.windows.") for name in QUERIES} <= modules
