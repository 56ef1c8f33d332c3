# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where passwords and blobs do not appear."""

from __future__ import annotations

import base64
import pathlib
import secrets
import xml.etree.ElementTree as ET

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode

from .blobs import UNATTEND, binary, task
from .laboratory import Laboratory


@pytest.mark.alone  # it gives a user of all tests another password for a while
class TestSecrets:
    """Where passwords and blobs do not appear."""

    @pytest.mark.parametrize("output", ["files", "unattend", "returned", "vault"])
    def test_neither_the_password_nor_the_blob_is_in_any_output(
        self, laboratory: Laboratory, blobs: pathlib.Path, name: str, output: str
    ) -> None:
        """At -vvvv with a diff, on the screen and in the log, and in no file but its own."""
        user, password = f"b{secrets.token_hex(4)}", f"Canary-{secrets.token_hex(8)}"
        vault_password = f"Vault-{secrets.token_hex(8)}"
        scratch = blobs.parent / "scratch"
        scratch.mkdir()
        (scratch / "vault").write_text(vault_password)
        laboratory.set_password("joiner.odd", password)
        made = task(
            laboratory,
            None if output == "returned" else blobs,
            name,
            output=output,
            username=laboratory.variables["lab_odd_user"],
            password="{{ canary }}",
        )
        (scratch / "canary.yml").write_text(f"canary: {password}\n")
        play = {
            "hosts": "localhost",
            "gather_facts": False,
            "vars_files": [str(scratch / "canary.yml")],
            "tasks": [
                {**made, "no_log": output == "returned", "register": "made"},
                {
                    "ansible.builtin.copy": {
                        "content": "{{ made.machines[0].blob | default('') }}",
                        "dest": str(scratch / "returned"),
                        "mode": "0600",
                    },
                    "no_log": True,
                },
            ],
        }
        environment = {
            "ANSIBLE_LOG_PATH": str(scratch / "ansible.log"),
            "ANSIBLE_VAULT_PASSWORD_FILE": str(scratch / "vault"),
        }
        try:
            done = laboratory.playbook([play], "-vvvv", "--diff", **environment)
        finally:
            laboratory.set_password("joiner.odd", laboratory.variables["lab_odd_password"])
        assert done.code == 0, done.output[-3000:]
        assert user not in done.output
        shown = done.output + done.errors + (scratch / "ansible.log").read_text(encoding="utf-8")
        text = _base64_of(laboratory, blobs / name, scratch / "returned", output, environment)
        secret = decode(base64.b64decode(text)).machine_password
        assert len(secret) == 40
        assert not [each for each in (password, vault_password, text, secret) if each in shown]
        if blobs.exists():
            assert [path.stat().st_mode & 0o777 for path in blobs.iterdir()] == [0o600]


def _base64_of(
    laboratory: Laboratory, stem: pathlib.Path, returned: pathlib.Path, output: str, environment: dict[str, str]
) -> str:
    """The blob that a task has made, wherever it put it."""
    if output == "returned":
        return returned.read_text(encoding="ascii")
    if output == "vault":
        return laboratory.execute("ansible-vault", "view", f"{stem}.djoin.vault", **environment).output.splitlines()[0]
    if output == "unattend":
        return ET.parse(f"{stem}.xml").findtext(f".//{UNATTEND}AccountData") or ""
    return base64.b64encode(binary(pathlib.Path(f"{stem}.djoin"))).decode()
