# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The WinRM service runs on pyspnego; its tests are the clients that Ansible uses."""

from __future__ import annotations

import pytest

for name in ("spnego", "winrm", "pypsrp"):
    pytest.importorskip(name, reason=f"the lab's WinRM service is tested with {name}, which is not installed here")
