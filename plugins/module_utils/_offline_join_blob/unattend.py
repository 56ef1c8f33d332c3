# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answer files that make Windows apply a blob while it is installed.

Sources: the pages of the component Microsoft-Windows-UnattendedJoin, MicrosoftDocs windows-hardware
customize/desktop/unattend: "OfflineIdentification" is valid in the pass offlineServicing only, "Identification" in
specialize only, and both take Provisioning/AccountData.
"""

from __future__ import annotations

import enum

from .text import base64_text


class ConfigurationPass(enum.Enum):
    """When Windows Setup reads the blob; the value is the name of the pass in the answer file."""

    SPECIALIZE = "specialize"
    """At the first start of a generalised image."""
    OFFLINE_SERVICING = "offlineServicing"
    """While an image is serviced, with DISM or by Windows Setup."""


class Architecture(enum.Enum):
    """Of the Windows that is installed, as answer files name it."""

    AMD64 = "amd64"
    ARM64 = "arm64"
    X86 = "x86"


_ELEMENTS = {
    ConfigurationPass.SPECIALIZE: "Identification",
    ConfigurationPass.OFFLINE_SERVICING: "OfflineIdentification",
}

_ANSWER_FILE = """\
<?xml version="1.0" encoding="utf-8"?>
<unattend xmlns="urn:schemas-microsoft-com:unattend">
  <settings pass="{configuration_pass}">
    <component name="Microsoft-Windows-UnattendedJoin" processorArchitecture="{architecture}"
               publicKeyToken="31bf3856ad364e35" language="neutral" versionScope="nonSxS">
      <{element}>
        <Provisioning>
          <AccountData>{account_data}</AccountData>
        </Provisioning>
      </{element}>
    </component>
  </settings>
</unattend>
"""


def answer_file(
    blob: bytes,
    configuration_pass: ConfigurationPass = ConfigurationPass.SPECIALIZE,
    architecture: Architecture = Architecture.AMD64,
) -> str:
    """An answer file with nothing but a blob, given in its binary form. The file is as secret as the blob."""
    return _ANSWER_FILE.format(
        configuration_pass=configuration_pass.value,
        architecture=architecture.value,
        element=_ELEMENTS[configuration_pass],
        account_data=base64_text(blob),
    )
