# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Windows functions that a module calls, by name, and who answers them.

What needs Samba is imported by the call that needs it: a module that changes nothing does not pay for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO

from ..host import Host
from ..injected_fault import native_call
from ..state import Fault
from ..wire import Field, as_number, as_text, frame, number, read_frame, text
from . import computer_system, registry
from .codes import ERROR_CALL_NOT_IMPLEMENTED, ERROR_NO_SUCH_DOMAIN, S_OK

NETSETUP_WORKGROUP_NAME = 2
NETSETUP_DOMAIN_NAME = 3

Handler = Callable[[Host, list[Field]], list[Field]]


def serve(host: Host, requests: BinaryIO, replies: BinaryIO) -> None:
    """Answers requests until the module's process closes its end; raises BrokenFrame for a broken one."""
    while (request := read_frame(requests)) is not None:
        try:
            replies.write(frame(answer(host, request)))
        except BrokenPipeError:
            return


def answer(host: Host, request: list[Field]) -> list[Field]:
    """The reply to one request: its return code, then what the function gives back."""
    function = (request[0] or b"").decode("ascii")
    handler = HANDLERS.get(function)
    if handler is None:
        return [number(ERROR_CALL_NOT_IMPLEMENTED)]
    fault = host.load().faults.get(function)
    if fault is not None:
        return [number(fault.code)]
    return handler(host, request[1:])


def _wmi_instance(host: Host, arguments: list[Field]) -> list[Field]:
    name = as_text(arguments[0]) or ""
    fault = host.load().faults.get(name)
    if fault is not None:
        return _wmi_failure(fault)
    properties = computer_system.instance(name, host.load())
    if properties is None:
        return _wmi_failure(Fault(hresult=computer_system.WBEM_E_INVALID_CLASS, message="Invalid class "))
    fields: list[Field] = [number(0), number(S_OK), text("")]
    for prop in properties:
        fields += [text(prop.name), text(prop.cim_type), text(prop.value)]
    return fields


def _wmi_invoke(host: Host, arguments: list[Field]) -> list[Field]:
    class_name, method = as_text(arguments[0]) or "", as_text(arguments[1]) or ""
    triples = zip(arguments[2::3], arguments[4::3], strict=True)
    parameters = {as_text(name) or "": as_text(value) for name, value in triples}
    fault = host.load().faults.get(method)
    if fault is not None:
        return _wmi_failure(fault)
    code = native_call(host.directory, lambda: computer_system.invoke(host, class_name, method, parameters))
    if code is None:
        return _wmi_failure(Fault(hresult=computer_system.WBEM_E_METHOD_NOT_IMPLEMENTED, message="Method not found "))
    return [number(code), number(S_OK), text("")]


def _wmi_failure(fault: Fault) -> list[Field]:
    return [number(fault.code), number(fault.hresult or S_OK), text(fault.message)]


def _net_get_join_information(host: Host, _arguments: list[Field]) -> list[Field]:
    """Gives the flat name of a domain, not its DNS name (MicrosoftDocs sdk-api NetGetJoinInformation)."""
    state = host.load()
    if state.domain is not None:
        return [number(0), text(state.domain.netbios), number(NETSETUP_DOMAIN_NAME)]
    return [number(0), text(state.workgroup), number(NETSETUP_WORKGROUP_NAME)]


def _net_get_aad_join_information(_host: Host, _arguments: list[Field]) -> list[Field]:
    """S_OK and no information: the device is not joined (MicrosoftDocs sdk-api NetGetAadJoinInformation)."""
    return [number(S_OK)]


def _netlogon_control(host: Host, arguments: list[Field]) -> list[Field]:
    from .netlogon import control

    answered = control(host, as_number(arguments[1]), as_text(arguments[2]), as_number(arguments[3]))
    if answered.code != 0:
        return [number(answered.code)]
    return [
        number(0),
        number(answered.flags),
        number(answered.pdc_status),
        text(answered.controller),
        number(answered.channel_status),
    ]


def _controller_name(host: Host, arguments: list[Field]) -> list[Field]:
    """DS_RETURN_DNS_NAME is what callers ask for: names come as DNS has them."""
    from .controller import find_controller

    member_of = host.load().domain
    found = find_controller(host, as_text(arguments[0]) or (member_of.dns if member_of else ""))
    if found is None:
        return [number(ERROR_NO_SUCH_DOMAIN)]
    names = (f"\\\\{found.name}", f"\\\\{found.address}", found.dns_domain, found.forest, found.client_site)
    return [number(0), *(text(name) for name in names)]


def _site_name(host: Host, _arguments: list[Field]) -> list[Field]:
    from .netlogon import site_name

    code, site = site_name(host)
    return [number(code), text(site)]


def _computer_object_name(host: Host, arguments: list[Field]) -> list[Field]:
    from .netlogon import computer_object_name

    code, name = computer_object_name(host, as_number(arguments[0]))
    return [number(code), text(name or "")]


def _set_computer_name(host: Host, arguments: list[Field]) -> list[Field]:
    from .computer_name import set_computer_name

    return [number(set_computer_name(host, as_number(arguments[0]), as_text(arguments[1])))]


def _log_on(_host: Host, _arguments: list[Field]) -> list[Field]:
    """LOGON32_LOGON_NEW_CREDENTIALS, and using its token: nobody checks anything before the network does."""
    return [number(0)]


def _set_account_password(host: Host, arguments: list[Field]) -> list[Field]:
    from .account_password import Caller, set_account_password

    server, account, password, user, domain, user_password = (as_text(argument) for argument in arguments)
    caller = Caller(user, domain, user_password or "")
    return [number(set_account_password(host, server or "", account or "", password or "", caller))]


def _open_policy(host: Host, _arguments: list[Field]) -> list[Field]:
    from .account_password import open_policy

    return [number(open_policy(host))]


def _store_secret(host: Host, arguments: list[Field]) -> list[Field]:
    from .account_password import store_secret

    return [number(store_secret(host, as_text(arguments[0]) or "", as_text(arguments[1]) or ""))]


def _offline_join(host: Host, arguments: list[Field]) -> list[Field]:
    from .offline_join import request

    blob, options, path = arguments[0], as_number(arguments[1]), as_text(arguments[2])
    code = native_call(host.directory, lambda: request(host, blob, options, path))
    return [number(code or 0)]


def _create_key(host: Host, arguments: list[Field]) -> list[Field]:
    parent, path = as_text(arguments[0]), as_text(arguments[1])
    code, key, disposition = registry.create_key(host, parent, path, as_number(arguments[2]))
    return [number(code), text(key), number(disposition)]


def _delete_key(host: Host, arguments: list[Field]) -> list[Field]:
    return [number(registry.delete_key(host, as_text(arguments[0]), as_text(arguments[1])))]


def _set_value(host: Host, arguments: list[Field]) -> list[Field]:
    key, name, kind = as_text(arguments[0]), as_text(arguments[1]), as_number(arguments[2])
    return [number(registry.set_value(host, key, name, kind, arguments[3]))]


def _open_key(host: Host, arguments: list[Field]) -> list[Field]:
    code, path = registry.open_key(host.load(), as_text(arguments[0]), as_text(arguments[1]))
    return [number(code), text(path)]


def _get_value(host: Host, arguments: list[Field]) -> list[Field]:
    parent, path, name = (as_text(argument) for argument in arguments[:3])
    code, kind, data = registry.get_value(host.load(), parent, path, name)
    return [number(code), number(kind), data]


HANDLERS: Mapping[str, Handler] = {
    "WMI.Instance": _wmi_instance,
    "WMI.Invoke": _wmi_invoke,
    "NetGetJoinInformation": _net_get_join_information,
    "NetGetAadJoinInformation": _net_get_aad_join_information,
    "NetRequestOfflineDomainJoin": _offline_join,
    "I_NetLogonControl2": _netlogon_control,
    "LogonUserW": _log_on,
    "ImpersonateLoggedOnUser": _log_on,
    "NetUserSetInfo": _set_account_password,
    "LsaOpenPolicy": _open_policy,
    "LsaStorePrivateData": _store_secret,
    "DsGetDcNameW": _controller_name,
    "DsGetSiteNameW": _site_name,
    "GetComputerObjectNameW": _computer_object_name,
    "SetComputerNameExW": _set_computer_name,
    "RegOpenKeyExW": _open_key,
    "RegGetValueW": _get_value,
    "RegCreateKeyExW": _create_key,
    "RegDeleteKeyW": _delete_key,
    "RegSetValueExW": _set_value,
}
