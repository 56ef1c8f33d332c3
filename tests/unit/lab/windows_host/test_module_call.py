# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module's C# in Mono, with the stand-ins for WMI and the Windows libraries below it."""

from __future__ import annotations

import pathlib
import shutil
from typing import Any

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host import state
from ansible_collections.netjoin.windows.tests.lab.windows_host.host import Host
from ansible_collections.netjoin.windows.tests.lab.windows_host.module_call import ModuleResult, run_module
from ansible_collections.netjoin.windows.tests.lab.windows_host.payload import ModuleCall

pytestmark = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in ("mono", "mcs", "gcc")), reason="needs Mono and a C compiler"
)

UTILITY = "ansible_collections.netjoin.windows.plugins.module_utils._Probe"
SCRIPT = f"""#!powershell
$spec = @{{ options = @{{
    text = @{{ type = 'str' }}
    secret = @{{ type = 'str'; no_log = $true }}
    number = @{{ type = 'int' }}
    items = @{{ type = 'list'; elements = 'str' }}
    sub = @{{ type = 'dict'; options = @{{ flag = @{{ type = 'bool' }} }} }}
}}; supports_check_mode = $true }}

$module = [Ansible.Basic.AnsibleModule]::Create($args, $spec)
$module.Result = [{UTILITY}.Probe]::Run($module.Params, $module.CheckMode)
$module.ExitJson()
"""
SOURCE = """using Microsoft.Management.Infrastructure;
using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

//AssemblyReference -Type Microsoft.Management.Infrastructure.CimSession

namespace %(utility)s
{
    public static class Probe
    {
        [DllImport("netapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        public static extern uint NetGetJoinInformation(string server, out IntPtr name, out int status);
        [DllImport("netapi32.dll", ExactSpelling = true)]
        public static extern uint NetApiBufferFree(IntPtr buffer);
        [DllImport("netapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        public static extern uint I_NetLogonControl2(
            string server, uint function, uint level, IntPtr data, out IntPtr info);
        [DllImport("kernel32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool SetComputerNameExW(int kind, string name);
        [DllImport("secur32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.U1)]
        public static extern bool GetComputerObjectNameW(int format, StringBuilder name, ref uint size);
        [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        public static extern int RegGetValueW(
            IntPtr root, string key, string name, uint flags, out uint type, byte[] data, ref uint size);

        public static Dictionary<string, object> Run(IDictionary parameters, bool checkMode)
        {
            Dictionary<string, object> result = new Dictionary<string, object>();
            %(body)s
            return result;
        }
    }
}
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A lab directory, so that all tests share one build."""
    return tmp_path_factory.mktemp("lab")


@pytest.fixture
def host(lab: pathlib.Path, tmp_path: pathlib.Path) -> Host:
    """WIN01 in its workgroup."""
    state.create(tmp_path / "win01", "WIN01")
    return Host(tmp_path / "win01", lab, "hostadmin", user_is_administrator=True)


def run(host: Host, body: str, **arguments: Any) -> ModuleResult:
    """The result of a module whose C# is `body`."""
    source = SOURCE % {"utility": UTILITY, "body": body}
    return run_module(host, ModuleCall("probe.ps1", SCRIPT, {f"{UTILITY}.cs": source}, (), arguments, {"LAB_X": "y"}))


def test_parameters_and_results_keep_types_and_characters(host: Host) -> None:
    """As Ansible.Basic hands them over and serialises them."""
    text = "Zäh \"q\" 'it' \\ \u20ac \U0001d11e \n\t"
    body = """
        result["echo"] = parameters["TEXT"];
        result["types"] = String.Join(" ", parameters["number"].GetType().Name, parameters["items"].GetType().Name,
            parameters["sub"].GetType().Name, ((IDictionary)parameters["sub"])["flag"].GetType().Name);
        result["null"] = parameters["secret"];
        result["numbers"] = new List<object> { 4294967295u, -1L, 1.5, (ushort)3 };
        result["empty"] = new Dictionary<string, object>();
        result["list"] = new object[0];
        result["check"] = checkMode;
        result["environment"] = Environment.GetEnvironmentVariable("LAB_X");"""
    given = {"text": text, "number": "7", "items": "a,b", "sub": {"flag": "yes"}, "_ansible_check_mode": True}
    done = run(host, body, **given)
    assert done.return_code == 0, done.values
    assert done.values == {
        "changed": False,
        "echo": text,
        "types": "Int32 List`1 Dictionary`2 Boolean",
        "null": None,
        "numbers": [4294967295, -1, 1.5, 3],
        "empty": {},
        "list": [],
        "check": True,
        "environment": "y",
    }


def test_what_the_module_leaks_is_seen(host: Host) -> None:
    """Only the invocation is censored, so that a test finds a secret in the module's own result."""
    done = run(host, 'result["leak"] = parameters["secret"];', secret="canary-4711", _ansible_inject_invocation=True)
    assert done.values["leak"] == "canary-4711"
    assert done.values["invocation"]["module_args"]["secret"] == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


def test_native_functions_fill_their_buffers(host: Host) -> None:
    """Unicode in and out, buffers that the caller frees, last errors, sizes that are too small."""
    body = r"""
        IntPtr name; int status; uint type, size = 4, needed = 0, none = 256;
        result["join"] = NetGetJoinInformation(null, out name, out status);
        result["name"] = Marshal.PtrToStringUni(name);
        result["status"] = status;
        NetApiBufferFree(name);
        IntPtr root = new IntPtr(unchecked((int)0x80000002)), info;
        string key = @"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters";
        result["too small"] = RegGetValueW(root, key, "Hostname", 2, out type, new byte[4], ref size);
        result["size"] = size;
        result["wrong type"] = RegGetValueW(root, key, "Hostname", 16, out type, null, ref needed);
        result["missing"] = RegGetValueW(root, key, "Nothing", 2, out type, null, ref needed);
        result["renamed"] = SetComputerNameExW(5, "Neuer-Name");
        result["not renamed"] = SetComputerNameExW(5, "two words");
        result["last error"] = Marshal.GetLastWin32Error();
        result["object"] = GetComputerObjectNameW(1, new StringBuilder(256), ref none);
        result["object error"] = Marshal.GetLastWin32Error();
        result["level"] = I_NetLogonControl2(null, 10, 5, IntPtr.Zero, out info);
        result["netlogon"] = I_NetLogonControl2(null, 10, 2, IntPtr.Zero, out info);"""
    done = run(host, body)
    assert done.return_code == 0, done.values
    assert done.values == {
        "changed": False,
        "join": 0,
        "name": "WORKGROUP",
        "status": 2,
        "too small": 234,
        "size": 12,
        "wrong type": 1630,
        "missing": 2,
        "renamed": True,
        "not renamed": False,
        "last error": 87,
        "object": False,
        "object error": 1332,
        "level": 124,
        "netlogon": 1717,
    }
    assert host.load().pending_host_name == "Neuer-Name"


def test_wmi_has_the_types_of_the_real_library(host: Host) -> None:
    """DomainRole is a UInt16, and an int is no UInt32."""
    body = """
        using (CimSession session = CimSession.Create(null))
        foreach (CimInstance found in session.EnumerateInstances(@"root\\cimv2", "Win32_ComputerSystem"))
        {
            result["role"] = found.CimInstanceProperties["domainrole"].Value.GetType().Name;
            result["member"] = found.CimInstanceProperties["PartOfDomain"].Value;
            CimMethodParametersCollection arguments = new CimMethodParametersCollection();
            arguments.Add(CimMethodParameter.Create("Name", "WG-Ä", CimType.String, CimFlags.In));
            arguments.Add(CimMethodParameter.Create("FJoinOptions", 0u, CimType.UInt32, CimFlags.In));
            result["joined"] = session.InvokeMethod(found, "JoinDomainOrWorkgroup", arguments).ReturnValue.Value;
            try { CimMethodParameter.Create("FJoinOptions", 3, CimType.UInt32, CimFlags.In); }
            catch (InvalidCastException) { result["int"] = "refused"; }
        }"""
    done = run(host, body)
    assert done.values == {"changed": False, "role": "UInt16", "member": False, "joined": 0, "int": "refused"}
    assert host.load().workgroup == "WG-Ä"


def test_an_injected_hresult_is_an_exception_of_wmi(host: Host) -> None:
    """With the HRESULT where the real library has it: MessageId, StatusCode and error_Code."""
    state.set_fault(host.directory, "Win32_ComputerSystem", state.Fault(hresult=0x80041003, message="Access denied "))
    body = """
        try { CimSession.Create(null).EnumerateInstances("root/cimv2", "Win32_ComputerSystem"); }
        catch (CimException error)
        {
            result["id"] = error.MessageId;
            result["status"] = error.StatusCode;
            result["code"] = error.ErrorData.CimInstanceProperties["error_Code"].Value;
            result["text"] = error.Message;
        }"""
    assert run(host, body).values == {
        "changed": False,
        "id": "HRESULT 0x80041003",
        "status": 0x80041003,
        "code": 0x80041003,
        "text": "Access denied ",
    }


def test_an_exception_is_reported_as_ansible_core_does(host: Host) -> None:
    """module_wrapper.ps1: failed, msg, exception, and exit code 1."""
    done = run(host, 'if (checkMode || parameters != null) { throw new InvalidOperationException("boom"); }')
    assert done.return_code == 1
    assert done.values["failed"] is True
    assert done.values["msg"] == (
        'Unhandled exception while executing module: Exception calling "Run" with "2" argument(s): "boom"'
    )
    assert "InvalidOperationException" in done.values["exception"]


def test_a_result_that_serialises_differently_on_two_powershells_is_refused(host: Host) -> None:
    """Dates, enumerations and the like."""
    done = run(host, 'result["when"] = DateTime.Now;')
    assert done.return_code == 1
    assert "System.DateTime" in done.values["msg"]


@pytest.mark.parametrize("body", ['result["x"] = $"{1}";', "int unused = 1;", 'result["x"] = parameters?["text"];'])
def test_what_windows_powershell_would_not_compile_does_not_compile(host: Host, body: str) -> None:
    """C# 6, and warnings, which Ansible treats as errors."""
    done = run(host, body)
    assert done.return_code == 1
    assert done.values["failed"] is True
    assert "Failed to compile C# code" in done.values["msg"]
    assert "_Probe.cs(" in done.values["msg"]


def test_a_module_that_dies_is_a_failure(host: Host) -> None:
    """The lab says where to look."""
    done = run(host, "Environment.Exit(3);")
    assert done.return_code == 1
    assert "native.log" in done.values["msg"]


def test_a_module_of_another_shape_is_refused_by_name(host: Host) -> None:
    """The lab cannot run PowerShell."""
    done = run_module(host, ModuleCall("win_service.ps1", "#!powershell\nGet-Service\n", {}, (), {}, {}))
    assert "the lab cannot run win_service.ps1" in done.values["msg"]
    done = run_module(host, ModuleCall("win_service.ps1", SCRIPT, {}, ("Ansible.ModuleUtils.SID.psm1",), {}, {}))
    assert "Ansible.ModuleUtils.SID.psm1" in done.values["msg"]


def test_wrong_arguments_never_reach_the_code(host: Host) -> None:
    """FailJson: exit code 1."""
    done = run(host, 'throw new Exception("ran");', number="seven")
    assert done.return_code == 1
    assert "unable to convert to int" in done.values["msg"]
