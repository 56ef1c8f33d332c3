# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts by quota: who may not create computers gets ms-DS-MachineAccountQuota of them ([MS-SAMR] 3.1.5.4.4).

Samba knows the attributes and not the rule.  So the provider does what Windows' domain controller does for its client,
in the database of the lab's controller: the account belongs to Domain Admins and remembers its creator.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .attempt import Attempt
from .directory import Values
from .samba_library import make_samba_importable

CREATOR_MAY = (
    "(OA;;CR;00299570-246d-11d0-a768-00aa006e0529;;{sid})"  # reset the password
    "(OA;;WP;4c164200-20c0-11d0-a768-00aa006e0529;;{sid})"  # account restrictions
    "(OA;;SW;72e39547-7b18-11d1-adef-00c04fd8d5cd;;{sid})"  # validated write to the DNS host name
    "(OA;;SW;f3a64788-5306-11d1-a9c5-0000f80367c1;;{sid})"  # validated write to the service principal names
)
"""What a join with the account needs again (SupportArticles "access denied when joining computers")."""


def is_used_up(attempt: Attempt) -> bool:
    """Whether the caller has created as many accounts as the domain's quota is."""
    directory = attempt.directory
    quota = int(directory.read(directory.domain_dn, "ms-DS-MachineAccountQuota")[0])
    return directory.count_created_by(directory.caller_sids()[0]) >= quota


def create_account(attempt: Attempt, dn: str, attributes: Mapping[str, Values]) -> None:
    """Makes the account as the domain controller itself."""
    make_samba_importable()
    from samba.dcerpc import security
    from samba.ndr import ndr_pack
    from samba.sd_utils import SDUtils

    creator = attempt.directory.caller_sids()[0]
    database = _database_of_the_controller(attempt)
    sid: bytes = ndr_pack(security.dom_sid(creator))
    database.add({"dn": dn, **attributes, "mS-DS-CreatorSID": sid}, ["relax:0"])
    descriptors = SDUtils(database)
    descriptors.modify_sd_on_dn(dn, "O:DA", ["sd_flags:1:1"])
    descriptors.dacl_add_ace(dn, CREATOR_MAY.format(sid=creator))


def _database_of_the_controller(attempt: Attempt) -> Any:
    from samba.auth import system_session
    from samba.param import LoadParm
    from samba.samdb import SamDB

    tree = attempt.host.lab_directory / "dc" / attempt.found_controller.dns_domain
    parameters = LoadParm()
    parameters.load(str(tree / "etc" / "smb.conf"))
    return SamDB(url=parameters.private_path("sam.ldb"), session_info=system_session(parameters), lp=parameters)
