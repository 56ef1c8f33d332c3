# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fill a freshly provisioned domain: password policy, organizational units, accounts, delegation.

Runs under the system's Python, which has Samba's modules, on the database of a domain controller that is not running:
`python3 -m lab.populate SMB_CONF DOMAIN`.
"""

from __future__ import annotations

import sys

import ldb
from samba.auth import system_session
from samba.dcerpc import security
from samba.ndr import ndr_unpack
from samba.param import LoadParm
from samba.samdb import SamDB
from samba.sd_utils import SDUtils

from .domain import DOMAINS, UNITS, Account, AccountState, Domain

JOIN_GROUP = "Computer Joiners"
NEVER = str(-0x8000000000000000)
EXPIRED_IN_1601 = "1"
LOCKED_IN_2020 = "132223104000000000"
ADS_UF_ACCOUNTDISABLE = 0x2
ADS_UF_NORMAL_ACCOUNT = 0x200

# Computer class and the access masks of "create and delete" and "full control", in SDDL ([MS-DTYP] 2.5.1).
COMPUTER_CLASS = "bf967a86-0de6-11d0-a285-00aa003049e2"
FULL_CONTROL = "CCDCLCSWRPWPDTLOCRSDRCWDWO"

ACCOUNT_STATE_ATTRIBUTES: dict[AccountState, dict[str, str]] = {
    AccountState.USABLE: {},
    AccountState.DISABLED: {"userAccountControl": str(ADS_UF_NORMAL_ACCOUNT | ADS_UF_ACCOUNTDISABLE)},
    AccountState.EXPIRED: {"accountExpires": EXPIRED_IN_1601},
    AccountState.LOCKED: {"lockoutTime": LOCKED_IN_2020},
    AccountState.MUST_CHANGE_PASSWORD: {"pwdLastSet": "0"},
}


def replace(database: SamDB, dn: str, attributes: dict[str, str]) -> None:
    """Set attributes of one object, those that clients may not write included (lockoutTime)."""
    message = ldb.Message(ldb.Dn(database, dn))
    for name, value in attributes.items():
        message[name] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, name)
    database.modify(message, ["local_oid:1.3.6.1.4.1.7165.4.3.12:0", "relax:0"])


def set_policy(database: SamDB, domain: Domain) -> None:
    """Passwords never expire, a lock never ends, and only who is delegated may join.

    A quota of 0 is what hardened domains have. Samba stores the quota and ignores it; the emulated hosts do not.
    """
    policy = {"maxPwdAge": NEVER, "minPwdAge": "0", "pwdHistoryLength": "0", "lockoutDuration": NEVER}
    replace(database, domain.root_dn, {**policy, "ms-DS-MachineAccountQuota": "0"})


def add_account(database: SamDB, domain: Domain, account: Account) -> None:
    """Create an account, or complete the one that provisioning made (Administrator, with a random password)."""
    expression = f"(sAMAccountName={account.name})"
    if database.search(base=domain.root_dn, expression=expression, attrs=["cn"]):
        database.setpassword(expression, account.password)
    else:
        database.newuser(account.name, account.password)
    (found,) = database.search(base=domain.root_dn, expression=expression, attrs=["cn"])
    attributes = {"userPrincipalName": domain.upn(account), **ACCOUNT_STATE_ATTRIBUTES[account.state]}
    replace(database, str(found.dn), attributes)


def add_join_group(database: SamDB, domain: Domain) -> str:
    """Create the group whose members may join computers; its SID as text."""
    members = [account.name for account in domain.accounts if account.may_join]
    database.newgroup(JOIN_GROUP)
    database.add_remove_group_members(JOIN_GROUP, members, add_members_operation=True)
    (group,) = database.search(base=domain.root_dn, expression=f"(sAMAccountName={JOIN_GROUP})", attrs=["objectSid"])
    return str(ndr_unpack(security.dom_sid, group["objectSid"][0]))


def delegate(database: SamDB, dn: str, sid: str) -> None:
    """Let the owner of `sid` create and delete computers in `dn`, with full control on those, and nothing else."""
    descriptors = SDUtils(database)
    descriptors.dacl_add_ace(dn, f"(OA;CI;CCDC;{COMPUTER_CLASS};;{sid})")
    descriptors.dacl_add_ace(dn, f"(OA;CIIO;{FULL_CONTROL};;{COMPUTER_CLASS};{sid})")


def populate(smb_conf: str, domain: Domain) -> None:
    """Make the domain what `domain` says."""
    parameters = LoadParm()
    parameters.load(smb_conf)
    database = SamDB(url=parameters.private_path("sam.ldb"), session_info=system_session(parameters), lp=parameters)
    set_policy(database, domain)
    for account in domain.accounts:
        add_account(database, domain, account)
    joiners = add_join_group(database, domain)
    for unit in UNITS:
        dn = domain.unit_dn(unit)
        database.add({"dn": dn, "objectClass": "organizationalUnit"})
        if unit.delegated:
            delegate(database, dn, joiners)


if __name__ == "__main__":
    populate(smb_conf=sys.argv[1], domain=DOMAINS[sys.argv[2]])
