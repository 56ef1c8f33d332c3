# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the modules that restart a host to complete a join; their spec is in _membership_plan/restart.py."""

from __future__ import annotations


class ModuleDocFragment:
    """Read by Ansible's documentation tools."""

    DOCUMENTATION = r"""
options:
  reboot:
    description:
      - Restart the host when that is needed to complete the join, and wait for it, with
        M(ansible.windows.win_reboot).
      - Without it RV(reboot_required) tells whether a restart is due.
    type: bool
    default: false
  reboot_timeout:
    description:
      - Seconds to wait for the host after the restart. As in M(ansible.windows.win_reboot) it counts once for the
        boot and once for the logon screen. Netlogon then has as long, and at most a minute, until it must have
        reached the domain.
    type: int
    default: 600
  reboot_username:
    description:
      - Local account of the host that restarts it and comes back after the restart, instead of the connection's user.
      - Needed when the play runs as a user of a domain that the host leaves, for that user cannot log on any more.
        Later tasks need C(ansible_user) changed too.
      - Refused for connection plugins that take no user and password, such as C(community.aws.aws_ssm).
    type: str
  reboot_password:
    description: Password of O(reboot_username).
    type: str
  verify:
    description:
      - After a restart, ask Netlogon on the host for its secure channel, and fail when the domain does not trust the
        host.
    type: bool
    default: true
"""
