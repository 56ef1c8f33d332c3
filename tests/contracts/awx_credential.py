# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job gets from a credential, rendered by AWX's own code."""

from __future__ import annotations

import typing as t
from pathlib import Path

import yaml
from awx_plugins.interfaces._temporary_private_api import ManagedCredentialType
from awx_plugins.interfaces._temporary_private_credential_api import Credential
from awx_plugins.interfaces._temporary_private_inject_api import inject_credential


def injected_variables(credential_type: dict[str, t.Any], inputs: dict[str, str], directory: Path) -> dict[str, t.Any]:
    """The extra variables that a job gets from a credential, by AWX's own code, from the file that it writes."""
    (directory / "env").mkdir(exist_ok=True)
    managed = ManagedCredentialType(
        namespace="test",
        name=credential_type["name"],
        kind=credential_type["kind"],
        inputs=credential_type["inputs"],
        injectors=credential_type["injectors"],
    )
    environment: dict[str, t.Any] = {}
    arguments: list[str] = []
    inject_credential(managed, Credential(dict(inputs)), environment, {}, arguments, str(directory))
    if environment:
        raise AssertionError("a credential type of ours injects no environment variables")
    _option, file = arguments
    written = directory / Path(file.removeprefix("@")).relative_to("/runner")
    variables: dict[str, t.Any] = yaml.safe_load(written.read_text(encoding="utf-8"))
    return variables
