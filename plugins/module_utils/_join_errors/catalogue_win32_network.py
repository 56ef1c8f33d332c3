# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Win32 codes about the way to a domain controller: DNS, ports, sessions."""

from __future__ import annotations

from . import sources
from .row import Call, ErrorRow, Variant

WIN32_NETWORK_ROWS: tuple[ErrorRow, ...] = (
    ErrorRow(
        50,
        "ERROR_NOT_SUPPORTED",
        "the domain controller or this Windows does not support the request",
        (
            "a policy of the domain controllers refuses NTLM (Restrict NTLM: Incoming NTLM traffic)",
            "this edition of Windows cannot join a domain",
            "a join option is not known to this version of Windows",
        ),
        (
            "give `domain` and `domain_controller` by DNS name, so that Kerberos is used instead of NTLM",
            "compare the edition: Home editions cannot join",
            "leave out the extra `join_options`",
        ),
        f"Microsoft support: Status code 0x32; {sources.API_JOIN}",
        (
            Variant(
                "the Windows installation at this path cannot take the blob",
                ("the image is a domain controller", "the image is older than Windows 7"),
                ("use an image that is no domain controller",),
                sources.API_OFFLINE,
                calls=(Call.OFFLINE_JOIN,),
            ),
            Variant(
                "the domain controller cannot make the account this way",
                ("an OU was given to a domain controller older than Server 2008 R2",),
                ("use a newer domain controller, or leave out the OU",),
                sources.API_PROVISION,
                calls=(Call.PROVISION,),
            ),
        ),
    ),
    ErrorRow(
        52,
        "ERROR_DUP_NAME",
        "another computer on the network has this name",
        ("the name is in use, or WINS still has a record of it",),
        ("choose another `hostname`", "delete the stale record of the name"),
        sources.WKST_NAMES,
    ),
    ErrorRow(
        53,
        "ERROR_BAD_NETPATH",
        "the domain controller was not reached over SMB",
        ("TCP port 445 is blocked", "the domain controller's name has a wrong address", "NTLM is refused by address"),
        (
            "run `Test-NetConnection <domain controller> -Port 445` on the host",
            "give `domain_controller` by DNS name instead of an address",
        ),
        "Microsoft support: Status code 0x32",
    ),
    ErrorRow(
        58,
        "ERROR_BAD_NET_RESP",
        "the domain controller did not answer over LDAP as it should",
        ("TCP port 389 is blocked", "large packets are lost because the MTU does not fit"),
        (
            "run `Test-NetConnection <domain controller> -Port 389` on the host",
            "test the MTU with `ping -f -l 1472 <domain controller>`",
        ),
        sources.GUIDANCE,
    ),
    ErrorRow(
        64,
        "ERROR_NETNAME_DELETED",
        "the connection to the domain controller was cut",
        ("TCP port 88 (Kerberos) is blocked", "a firewall between host and domain controller ends the session"),
        ("run `Test-NetConnection <domain controller> -Port 88` on the host",),
        sources.GUIDANCE,
    ),
    ErrorRow(
        67,
        "ERROR_BAD_NET_NAME",
        "the name of the domain or of the domain controller cannot be found",
        ("the host asks a DNS server that does not know the domain",),
        (
            "set the host's DNS server to one that knows the domain, and test `nslookup <domain>`",
            "give `domain` by DNS name",
        ),
        sources.TROUBLESHOOT,
    ),
    ErrorRow(
        71,
        "ERROR_REQ_NOT_ACCEP",
        "the remote computer takes no more connections",
        ("the limit of sessions is reached, or mapped drives keep them",),
        ("end the sessions with `net use * /delete /y`, restart the host, and try again",),
        sources.TROUBLESHOOT,
    ),
    ErrorRow(
        1203,
        "ERROR_NO_NET_OR_BAD_PATH",
        "no network provider took the name of the domain controller",
        ("the name cannot be resolved", "the SMB client (Workstation service) is not running"),
        ("test `nslookup <domain>` on the host", "start the service with `Start-Service LanmanWorkstation`"),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        1231,
        "ERROR_NETWORK_UNREACHABLE",
        "there is no route to the domain controller's network",
        ("the host has no route or no address in the right network", "the network is not up yet"),
        ("compare `route print` with the domain controller's address", "wait for the network before the task"),
        sources.ERREF_PRACTICE,
    ),
    ErrorRow(
        1311,
        "ERROR_NO_LOGON_SERVERS",
        "no domain controller was available to check the credentials",
        ("no domain controller can be reached", "`username` belongs to another domain, whose controllers are away"),
        ("run `nltest /dsgetdc:<domain> /force` on the host", "join with a `username` of the domain itself"),
        sources.ERREF_PRACTICE,
        (
            Variant(
                "Netlogon could not open the secure channel to a domain controller",
                (
                    "no domain controller can be reached, or the host asks a DNS server that does not know the domain",
                    "`domain_controller` is no domain controller of this domain, or cannot be reached",
                ),
                (
                    "run `nltest /dsgetdc:<domain> /force` on the host",
                    "leave `domain_controller` out and let Netlogon choose",
                ),
                "[MS-NRPC] 3.5.4.9.1",
                calls=(Call.NETLOGON,),
            ),
        ),
    ),
    ErrorRow(
        1354,
        "ERROR_INVALID_DOMAIN_ROLE",
        "the named machine is not a domain controller of this domain",
        (
            "`domain_controller` belongs to another domain, was demoted, or is misspelt",
            "since August 2024 Windows wants a named domain controller by its full DNS name",
        ),
        (
            "give `domain_controller` by its full DNS name, as `nltest /dsgetdc:<domain> /force` shows it",
            "leave `domain_controller` out and let Windows choose",
        ),
        f"{sources.WKST_DOMAIN}; MicrosoftDocs PowerShell-Docs Add-Computer",
    ),
    ErrorRow(
        1355,
        "ERROR_NO_SUCH_DOMAIN",
        "no domain controller of this domain was found",
        (
            "the host asks a DNS server that does not know the domain's SRV records",
            "`domain` is misspelt, or is a NetBIOS name that cannot be resolved from here",
            "ports are blocked: 53, 88, 135, 389 (TCP and UDP), 445 or the dynamic RPC ports",
        ),
        (
            "run `nltest /dsgetdc:<domain> /force` on the host; "
            "if it fails, set the host's DNS server to one of the domain's",
            "run `nslookup -type=SRV _ldap._tcp.dc._msdcs.<domain>` on the host",
            "give `domain` by DNS name",
        ),
        "Microsoft support: Error code 0x54B",
        (
            Variant(
                "no domain controller of the present domain was found, so the host cannot leave it in order",
                ("the domain's controllers are away, or the domain no longer exists",),
                (
                    "set `force: true` to leave without the domain; its account has to be removed by hand",
                    "run `nltest /dsgetdc:<domain> /force` on the host",
                ),
                sources.WKST_UNJOIN,
                calls=(Call.UNJOIN,),
            ),
        ),
    ),
    ErrorRow(
        1717,
        "RPC_S_UNKNOWN_IF",
        "Netlogon does not take calls: it is not running, or has not finished starting",
        ("the host has just restarted", "the host is not a member of a domain, so Netlogon is not started"),
        (
            "wait a minute and try again: `nltest /sc_verify:<domain>` on the host asks the same",
            "run `Get-Service Netlogon` on the host, and start it when the host is a member",
        ),
        "[MS-ERREF] 2.2 for the code; the cause from practice",
    ),
    ErrorRow(
        1722,
        "RPC_S_SERVER_UNAVAILABLE",
        "the domain controller does not answer RPC",
        ("TCP port 135, 445 or the dynamic RPC ports 49152-65535 are blocked", "the domain controller is down"),
        (
            "run `Test-NetConnection <domain controller> -Port 135` on the host, then ports 445 and 389",
            "set `domain_controller` to one that can be reached",
        ),
        "Microsoft support: Status code 0x6ba",
    ),
    ErrorRow(
        1727,
        "RPC_S_CALL_FAILED_DNE",
        "the RPC call was cut off before it reached the domain controller",
        ("a firewall inspects and drops RPC packets", "offloading of the network adapter damages packets"),
        (
            "let RPC through the firewall without inspection",
            "switch off checksum and large send offloading on the host's adapter as a test",
        ),
        sources.GUIDANCE,
    ),
    ErrorRow(
        1753,
        "EPT_S_NOT_REGISTERED",
        "the service on the domain controller has no RPC port that can be reached",
        ("port 135 or the dynamic RPC ports are blocked", "the service on the domain controller is not running"),
        (
            "find the domain controller in `error.log` and test its port 135 with `Test-NetConnection`",
            "restart the Netlogon service of that domain controller",
        ),
        sources.GUIDANCE,
    ),
    ErrorRow(
        9002,
        "DNS_ERROR_RCODE_SERVER_FAILURE",
        "the DNS server failed to answer for the domain",
        ("`domain` is a NetBIOS name where a DNS name is needed", "the DNS server cannot reach the domain's zone"),
        ("give `domain` by DNS name", "test `nslookup -type=SRV _ldap._tcp.dc._msdcs.<domain>` on the host"),
        sources.GUIDANCE,
    ),
    ErrorRow(
        9003,
        "DNS_ERROR_RCODE_NAME_ERROR",
        "DNS does not know the domain",
        ("the host asks a DNS server outside the domain", "the domain's SRV records are missing"),
        (
            "set the host's DNS server to one of the domain's",
            "restart Netlogon on a domain controller to register its records again",
        ),
        sources.GUIDANCE,
    ),
    ErrorRow(
        9556,
        "DNS_ERROR_NON_RFC_NAME",
        "the name is no DNS name by the book",
        ("in NetSetup.log: harmless for a NetBIOS domain name", "the name holds an underscore or is only digits"),
        ("read on in the log: a later status decides", "give `domain` by DNS name"),
        "Microsoft support: Cannot join a computer to a domain",
    ),
    ErrorRow(
        9560,
        "DNS_ERROR_INVALID_NAME_CHAR",
        "the name holds a character that DNS names cannot have",
        ("a blank, an underscore or another character outside letters, digits and hyphens",),
        ("correct `domain` or `hostname`",),
        sources.ERREF_PRACTICE,
    ),
)
