# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two modules of ansible.windows that nearly every playbook runs: answered here, not run."""

from __future__ import annotations

from typing import Any

from .host import Host
from .module_call import ModuleResult
from .payload import ModuleCall
from .provider.computer_system import domain_role
from .state import HostState

PING = "win_ping"
SETUP = "setup"
ROLES = {
    2: "Stand-alone server",
    3: "Member server",
    5: "Primary domain controller",
}
"""``ansible_windows_domain_role`` by DomainRole, as ansible.windows.setup spells it."""


def module_name(call: ModuleCall) -> str:
    return call.name.removesuffix(".ps1").rpartition(".")[2]


def is_foreign(call: ModuleCall) -> bool:
    return module_name(call) in (PING, SETUP) and ".netjoin." not in call.name


def run_foreign_module(host: Host, call: ModuleCall) -> ModuleResult:
    if module_name(call) == PING:
        data = call.arguments.get("data", "pong")
        if data == "crash":
            message = "Unhandled exception while executing module: boom"
            return ModuleResult({"failed": True, "msg": message, "exception": "boom"}, 1)
        return ModuleResult({"changed": False, "ping": data}, 0)
    return ModuleResult({"changed": False, "ansible_facts": facts(host.load())}, 0)


def facts(state: HostState) -> dict[str, Any]:
    """What ansible.windows.setup says of names, membership and platform; nothing of hardware."""
    domain = state.domain
    return {
        "ansible_os_family": "Windows",
        "ansible_system": "Win32NT",
        "ansible_distribution": "Microsoft Windows Server 2025 Standard",
        "ansible_distribution_version": "10.0.26100.0",
        "ansible_os_product_type": "server",
        "ansible_architecture": "64-bit",
        "ansible_hostname": state.netbios_name,
        "ansible_nodename": state.host_name,
        "ansible_fqdn": f"{state.host_name}.{state.dns_suffix}" if state.dns_suffix else state.host_name,
        "ansible_domain": state.dns_suffix,
        "ansible_windows_domain": domain.dns if domain else state.workgroup,
        "ansible_windows_domain_member": domain is not None,
        "ansible_windows_domain_role": ROLES[domain_role(state)],
        "ansible_netbios_name": state.netbios_name,
        "ansible_reboot_pending": state.join_pending or state.host_name != state.pending_host_name,
        "module_setup": True,
    }
