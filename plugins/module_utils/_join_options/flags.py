# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option bits of the four native calls, by the names of the Windows SDK.

One ``IntFlag`` per call, because the same bit means different things to them: 0x1000 is AMBIGUOUS_DC to a join and
DNS_NAME_CHANGES_ONLY to a rename. Values: ``LMJoin.h`` of the Windows SDK (microsoft/win32metadata). Member docstrings
say since which Windows the flag exists and which page describes it: WMI means JoinDomainOrWorkgroup in MicrosoftDocs
win32, API the lmjoin pages of MicrosoftDocs sdk-api.
"""

from __future__ import annotations

import difflib
import enum
import types
import typing as t


class JoinOption(enum.IntFlag):
    """``fJoinOptions`` of NetJoinDomain and ``FJoinOptions`` of JoinDomainOrWorkgroup: NETSETUP_* without the prefix.

    0x20000 has a second SDK name, NETSETUP_ALT_SAMACCOUNTNAME, that no page describes for a join; 0x80000000 is
    reserved.
    """

    JOIN_DOMAIN = 0x00000001
    """Windows 2000. Join a domain; without it a workgroup of that name is joined. [WMI]"""
    ACCT_CREATE = 0x00000002
    """Windows 2000. Create the account in the domain. [WMI]"""
    ACCT_DELETE = 0x00000004
    """Windows 2000. Disable the old account; sent by the Windows dialogs, "neither supported nor tested" in a join.
    [MS-WKST] 3.2.4.13"""
    WIN9X_UPGRADE = 0x00000010
    """Windows 2000. The join is part of an upgrade from Windows 9x; the default machine password is used. [WMI],
    [MS-WKST] 3.2.4.13.3"""
    DOMAIN_JOIN_IF_JOINED = 0x00000020
    """Windows 2000. Join another domain although the computer is in one. [WMI]"""
    JOIN_UNSECURE = 0x00000040
    """Windows 2000. Join an account that exists already, without a user's credentials. [WMI]"""
    MACHINE_PWD_PASSED = 0x00000080
    """Windows XP, Server 2003. The password is the machine account's, not a user's. [WMI], [MS-WKST] note 59"""
    DEFER_SPN_SET = 0x00000100
    """Windows XP, Server 2003. Leave SPN and dNSHostName to a later rename. [WMI], [MS-WKST] note 60"""
    JOIN_DC_ACCOUNT = 0x00000200
    """Windows Vista, Server 2008. Allow a join onto the account of a domain controller. [WMI], [MS-WKST] note 63"""
    JOIN_WITH_NEW_NAME = 0x00000400
    """Windows Vista, Server 2008. Join under the name that is set but waits for a restart. [API], [MS-WKST] note 64"""
    JOIN_READONLY = 0x00000800
    """Windows Vista, Server 2008. Join a replicated account at a read-only controller. [API], [MS-WKST] note 65"""
    AMBIGUOUS_DC = 0x00001000
    """Windows 7, Server 2008 R2. Do not record the preferred domain controller in the registry. [WMI]"""
    NO_NETLOGON_CACHE = 0x00002000
    """Windows 7, Server 2008 R2. Do not create the Netlogon cache. [WMI]"""
    DONT_CONTROL_SERVICES = 0x00004000
    """Windows 7, Server 2008 R2. Do not force the Netlogon service to start. [WMI]"""
    SET_MACHINE_NAME = 0x00008000
    """Windows 7, Server 2008 R2. Offline join only: set the host name and the NetBIOS name of the target. [WMI]"""
    FORCE_SPN_SET = 0x00010000
    """Windows 7, Server 2008 R2. Set the SPN whatever other settings say. [WMI]"""
    NO_ACCT_REUSE = 0x00020000
    """Windows 7, Server 2008 R2. Do not reuse an account that exists. [WMI]"""
    INSTALL_INVOCATION = 0x00040000
    """No minimum documented. The call is made while Windows is being installed. [MS-WKST] 3.2.4.13"""
    IGNORE_UNSUPPORTED_FLAGS = 0x10000000
    """Windows XP. Ignore flags that this Windows does not know instead of refusing them. [WMI], [MS-WKST] note 68"""


class UnjoinOption(enum.IntFlag):
    """``fUnjoinOptions`` of NetUnjoinDomain and UnjoinDomainOrWorkgroup. Send 0 or ACCT_DELETE only.

    [MS-WKST] 3.2.4.14 refuses every other bit with 1004 unless IGNORE_UNSUPPORTED_FLAGS is set, although
    NETSETUP_VALID_UNJOIN_FLAGS in ``LMJoin.h`` has all three.
    """

    ACCT_DELETE = 0x00000004
    """Windows 2000. Disable the account; despite its name nothing is deleted. [API]"""
    JOIN_DC_ACCOUNT = 0x00000200
    """Windows Vista, Server 2008. Listed by LMJoin.h only; no page says what an unjoin does with it."""
    IGNORE_UNSUPPORTED_FLAGS = 0x10000000
    """Windows XP. Ignore flags that this Windows does not know instead of refusing them. [MS-WKST] note 77"""


class RenameOption(enum.IntFlag):
    """``fRenameOptions`` of NetRenameMachineInDomain. The WMI method ``Rename`` takes no options."""

    ACCT_CREATE = 0x00000002
    """Windows 2000. Rename the account in the domain too; without it only the local name changes. [API]"""
    DNS_NAME_CHANGES_ONLY = 0x00001000
    """No minimum documented. Update the DNS names only. [MS-WKST] 3.2.4.15"""


class ProvisionOption(enum.IntFlag):
    """``dwOptions`` of NetProvisionComputerAccount, NetCreateProvisioningPackage, NetRequestOfflineDomainJoin and
    NetRequestProvisioningPackageInstall: NETSETUP_PROVISION_* without the prefix. [API]
    """

    DOWNLEVEL_PRIV_SUPPORT = 0x00000001
    """Windows 7, Server 2008 R2. Retry over SAMR, for domain controllers before Server 2008 R2; takes no OU."""
    REUSE_ACCOUNT = 0x00000002
    """Windows 7, Server 2008 R2. Reuse the account and reset its password."""
    USE_DEFAULT_PASSWORD = 0x00000004
    """Windows 7, Server 2008 R2. Machine name in lower case as password; Server 2025 refuses it by default."""
    SKIP_ACCOUNT_SEARCH = 0x00000008
    """Windows 7, Server 2008 R2. Do not search other domain controllers; valid only with a named one."""
    ROOT_CA_CERTS = 0x00000010
    """Windows 8, Server 2012. Put root certificates into the package; NetCreateProvisioningPackage only."""
    PERSISTENTSITE = 0x00000020
    """Windows 8, Server 2012. The site given is persistent. LMJoin.h"""
    ONLINE_CALLER = 0x40000000
    """Windows 7, Server 2008 R2. The Windows path is the running system; required there, whatever LMJoin.h says."""
    CHECK_PWD_ONLY = 0x80000000
    """Windows 7, Server 2008 R2. Internal: only validate the machine password. LMJoin.h"""


JOIN_OPTION_WORDS: t.Mapping[str, JoinOption] = types.MappingProxyType(
    {
        str(option.name).lower(): option
        for option in JoinOption
        if option not in (JoinOption.JOIN_DOMAIN, JoinOption.ACCT_DELETE)
    }
)
"""What a task may add to a domain join, by word. JOIN_DOMAIN is always set there, ACCT_DELETE is not supported."""

_OPTIONS_OF: t.Mapping[str, type[enum.IntFlag]] = {
    "join": JoinOption,
    "unjoin": UnjoinOption,
    "rename": RenameOption,
    "provision": ProvisionOption,
}
_ALIASES: t.Mapping[str, str] = {"join_if_joined": "domain_join_if_joined"}
_PREFIXES = ("netsetup_provision_", "netsetup_")


class UnknownJoinOption(ValueError):
    """Words that name no option of the call. ``words`` as given, ``known`` the words of the call."""

    def __init__(self, words: t.Sequence[str], known: t.Collection[str]) -> None:
        self.words = tuple(words)
        self.known = tuple(known)
        self.findings = tuple(self._finding(word) for word in self.words)
        super().__init__("; ".join(self.findings))

    def _finding(self, word: str) -> str:
        close = difflib.get_close_matches(_plain(word), self.known, n=3, cutoff=0.75)
        if close:
            return f"{word!r} is no option of this call: did you mean {' or '.join(close)}?"
        return f"{word!r} is no option of this call, which knows {', '.join(self.known)}"


def _plain(word: str) -> str:
    """The word in lower case, without the prefix of the SDK and with aliases resolved."""
    plain = word.strip().lower()
    for prefix in _PREFIXES:
        plain = plain.removeprefix(prefix)
    return _ALIASES.get(plain, plain)


def option_names(value: int, flags: type[enum.IntFlag] = JoinOption) -> list[str]:
    """The lower-case words of the bits in ``value``, lowest bit first; unknown bits follow as one hex text."""
    known = [member for member in flags if member & value]
    names = [str(member.name).lower() for member in known]
    rest = value & ~sum(known)
    return [*names, f"0x{rest:X}"] if rest else names


def option_value(words: t.Iterable[str], known: t.Mapping[str, enum.IntFlag]) -> int:
    """The value that has exactly the bits of ``words``: the inverse of :func:`option_names`.

    Words are case-insensitive, the prefix NETSETUP_ is tolerated. Raises :class:`UnknownJoinOption` for all words that
    ``known`` does not have.
    """
    given = tuple(words)
    unknown = [word for word in given if _plain(word) not in known]
    if unknown:
        raise UnknownJoinOption(unknown, known)
    value = 0
    for word in given:
        value |= known[_plain(word)]
    return value


def options_of(call: str) -> type[enum.IntFlag]:
    """The options of ``join``, ``unjoin``, ``rename`` or ``provision``; raises ValueError for any other word."""
    if call not in _OPTIONS_OF:
        raise ValueError(f"{call!r} is no call with options: use {', '.join(_OPTIONS_OF)}")
    return _OPTIONS_OF[call]


def words_of(flags: type[enum.IntFlag]) -> dict[str, enum.IntFlag]:
    """Every member of ``flags`` by its lower-case word."""
    return {str(member.name).lower(): member for member in flags}
