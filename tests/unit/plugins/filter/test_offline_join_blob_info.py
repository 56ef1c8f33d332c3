# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter offline_join_blob_info."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.filter import offline_join_blob_info

DATA = Path(__file__).parents[3] / "data" / "offline_join_blobs"
TEXT = (DATA / "net_printblob.b64").read_text(encoding="ascii")
# The beginning of its password as JSON writes it, see the README of the samples.
PASSWORD_START = json.dumps(bytes.fromhex("0c2ba335ca7388e5").decode("utf-16-le"))[1:-1]

info = offline_join_blob_info.FilterModule().filters()["offline_join_blob_info"]


def test_a_blob_is_told_as_plain_data() -> None:
    """As a task sees it; the values are those of the README of the samples."""
    told = info(TEXT)

    assert told["machine_name"] == "ODJNET2"
    assert told["domain"] == "lab.example"
    assert told["account"] == {"rid": 1106, "sid": "S-1-5-21-788050085-2882235773-1393029605-1106", "guid": None}
    assert told["options"] == {"value": 6, "names": ["reuse_account", "use_default_password"]}
    assert told["default_password"] is False
    assert json.loads(json.dumps(told)) == told


def documented(contains: dict[str, Any]) -> dict[str, Any]:
    """The keys of a RETURN section, each with those below it."""
    return {key: documented(entry.get("contains", {})) for key, entry in contains.items()}


def told_keys(value: object) -> dict[str, Any]:
    """The keys of a result, each with those below it."""
    return {key: told_keys(below) for key, below in value.items()} if isinstance(value, dict) else {}


def test_everything_that_is_told_is_documented() -> None:
    """And the other way round."""
    sidecar = Path(offline_join_blob_info.__file__).with_suffix(".yml")
    returned = yaml.safe_load(sidecar.read_text(encoding="utf-8"))["RETURN"]["_value"]
    described = documented(returned["contains"])
    del described["site"]  # no recorded blob has one; its keys are tested beside the blob

    told = told_keys(info(TEXT))
    assert told.pop("site") == {}
    assert told == described


def test_the_password_is_not_told() -> None:
    """Under no name."""
    told = json.dumps(info(TEXT))

    assert "password" not in told.replace('"default_password"', "").replace('"use_default_password"', "")
    assert PASSWORD_START not in told


def test_a_guessable_password_is_told() -> None:
    """Made by Samba with defpwd."""
    told = info((DATA / "net_defpwd.djoin").read_bytes())

    assert told["default_password"] is True
    assert len(told["warnings"]) == 1


@pytest.mark.parametrize("blob", [None, 5, {"content": TEXT}, [TEXT]])
def test_what_is_no_text_is_refused(blob: object) -> None:
    """Such as the whole result of slurp; its content is not repeated."""
    with pytest.raises(AnsibleFilterError, match="takes the text of a blob, not") as caught:
        info(blob)

    assert TEXT[:20] not in str(caught.value)


@pytest.mark.parametrize("blob", ["", "not base64", TEXT[:400], TEXT[:-40]])
def test_what_is_no_blob_is_refused(blob: str) -> None:
    """With what is wrong, without what it is."""
    with pytest.raises(AnsibleFilterError, match="offline_join_blob_info: not a valid offline join blob: ") as caught:
        info(blob)

    assert TEXT[:20] not in str(caught.value)
