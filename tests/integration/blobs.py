# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks that make blobs, and Samba, which judges them."""

from __future__ import annotations

import base64
import pathlib
import tempfile
import typing as t

from .directory_users import given
from .laboratory import Entry, Laboratory, Result

MODULE = "netjoin.windows.offline_join_blob"
UNATTEND = "{urn:schemas-microsoft-com:unattend}"

SAMBA_SETTINGS = """\
[global]
  netbios name = {name}
  workgroup = {netbios}
  realm = {realm}
  security = ads
  private dir = {directory}/private
  lock directory = {directory}/samba
  state directory = {directory}/samba
  cache directory = {directory}/samba
  pid directory = {directory}/samba
  ncalrpc dir = {directory}/samba
  log file = {directory}/samba/log.%m
  disable netbios = yes
  kerberos method = secrets only
"""


def task(laboratory: Laboratory, blobs: pathlib.Path | None, *machines: str, **arguments: t.Any) -> Result:
    """Return a task as the delegated user over LDAPS, unless the arguments say otherwise; None leaves one out."""
    options = {**laboratory.as_joiner, "machines": list(machines), "output_dir": str(blobs) if blobs else None}
    return {MODULE: given(options, arguments)}


def make(laboratory: Laboratory, blobs: pathlib.Path | None, *machines: str, **arguments: t.Any) -> Result:
    """Run one such task on localhost."""
    (result,) = laboratory.tasks("localhost", task(laboratory, blobs, *machines, **arguments))
    return result


def computer(laboratory: Laboratory, name: str) -> Entry:
    """Return the account of a computer, which has to be there."""
    account = laboratory.computer(name)
    assert account is not None
    return account


def binary(file: pathlib.Path) -> bytes:
    """Return the blob in a file that djoin would have written."""
    return base64.b64decode(file.read_bytes().decode("utf-16").rstrip("\0"))


def assert_joins(laboratory: Laboratory, blob: pathlib.Path, name: str) -> None:
    """Let Samba apply a blob, as djoin /requestodj does, and prove the trust to the domain with it."""
    with tempfile.TemporaryDirectory() as directory:
        for part in ("private", "samba"):
            (pathlib.Path(directory) / part).mkdir(mode=0o700)
        settings = pathlib.Path(directory) / "smb.conf"
        realm, netbios = laboratory.variables["lab_domain"].upper(), laboratory.variables["lab_netbios"]
        settings.write_text(SAMBA_SETTINGS.format(name=name, netbios=netbios, realm=realm, directory=directory))
        asked = laboratory.execute("net", "offlinejoin", "requestodj", f"loadfile={blob}", "-s", str(settings))
        assert asked.code == 0, asked.output + asked.errors
        joined = laboratory.execute("net", "ads", "testjoin", "-s", str(settings))
        assert (joined.code, joined.output.strip()) == (0, "Join is OK"), joined


def assert_refused(laboratory: Laboratory, result: Result, *names: str) -> None:
    """A refusal that has made no account."""
    assert result["failed"] is True, result
    assert result["changed"] is False
    assert [laboratory.computer(name) for name in names] == [None] * len(names)
