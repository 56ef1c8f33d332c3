# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The test domains as values: names, addresses, organizational units, accounts and their throw-away passwords.

Every secret of the domains is made here and is public: they answer on loopback only and `./lab down` throws them away.
Passwords are distinctive on purpose: ansible-core 2.22 masks known secrets in all output, so a dictionary word would
mask that word everywhere.
"""

from __future__ import annotations

import dataclasses
import enum


class AccountState(enum.Enum):
    """What keeps an account from logging on; the Windows code of the refusal is in brackets."""

    USABLE = "usable"
    DISABLED = "disabled"  # 1331 ERROR_ACCOUNT_DISABLED
    EXPIRED = "expired"  # 1793 ERROR_ACCOUNT_EXPIRED
    LOCKED = "locked"  # 1909 ERROR_ACCOUNT_LOCKED_OUT
    MUST_CHANGE_PASSWORD = "must_change"  # 1907 ERROR_PASSWORD_MUST_CHANGE


@dataclasses.dataclass(frozen=True)
class Account:
    """A user of a test domain; `role` is the word that inventory variables are made of (`lab_<role>_user`)."""

    role: str
    name: str
    password: str = dataclasses.field(repr=False)
    state: AccountState = AccountState.USABLE
    may_join: bool = False


@dataclasses.dataclass(frozen=True)
class OrganizationalUnit:
    """An OU below the domain's root; `rdn` is written as Active Directory writes it, with its escapes."""

    role: str
    rdn: str
    delegated: bool


UNITS = (
    OrganizationalUnit("", "OU=Workstations", delegated=True),
    OrganizationalUnit("odd", 'OU=O\'Neil & \\"Söhne\\"\\, x\\=y', delegated=True),
    OrganizationalUnit("denied", "OU=Servers", delegated=False),
)


@dataclasses.dataclass(frozen=True)
class Domain:
    """One Active Directory domain with one domain controller, `dc1`, on a loopback address of its own."""

    dns_name: str
    netbios_name: str
    address: str
    sid: str
    guid: str

    @property
    def controller(self) -> str:
        """Host name of the domain controller, fully qualified."""
        return f"dc1.{self.dns_name}"

    @property
    def realm(self) -> str:
        """Kerberos realm."""
        return self.dns_name.upper()

    @property
    def root_dn(self) -> str:
        """Distinguished name of the domain."""
        return ",".join(f"DC={label}" for label in self.dns_name.split("."))

    def unit_dn(self, unit: OrganizationalUnit) -> str:
        """Distinguished name of one of `UNITS`."""
        return f"{unit.rdn},{self.root_dn}"

    def upn(self, account: Account) -> str:
        """User principal name of one of this domain's accounts."""
        return f"{account.name}@{self.dns_name}"

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Every account that the lab knows; the domain's name in each password keeps the domains apart."""
        mark = self.netbios_name
        return (
            Account("admin", "Administrator", f"{mark}:Kq7!vMordant-Fjord"),
            Account("join", "joiner", f"{mark}:Zw4!tBramble-Quorum", may_join=True),
            Account("plain", "plain", f"{mark}:Hx9!pGossamer-Wicket"),
            Account("odd", "joiner.odd", f'{mark}:Zäh "q" it\'s \\b\\ $HOME ;&|<>^ €𝄞', may_join=True),
            Account("long", "joiner.long", f"{mark}:{'Lw5!Thistledown-Parapet/' * 11}"[:254], may_join=True),
            Account("disabled", "disabled", f"{mark}:Dy3!Marzipan-Trellis", AccountState.DISABLED, may_join=True),
            Account("expired", "expired", f"{mark}:Ev6!Cormorant-Spindle", AccountState.EXPIRED, may_join=True),
            Account("locked", "locked", f"{mark}:Lk8!Vellum-Harpoon", AccountState.LOCKED, may_join=True),
            Account(
                "must_change",
                "must.change",
                f"{mark}:Mc2!Pumice-Lantern",
                AccountState.MUST_CHANGE_PASSWORD,
                may_join=True,
            ),
        )

    def account(self, role: str) -> Account:
        """The account with this role; KeyError when there is none."""
        return {account.role: account for account in self.accounts}[role]


FIRST = Domain(
    dns_name="lab.example",
    netbios_name="LAB",
    address="127.0.99.1",
    sid="S-1-5-21-788050085-2882235773-1393029605",
    guid="675eda92-b28f-4d2c-9235-7ff604338dcf",
)
SECOND = Domain(
    dns_name="lab2.example",
    netbios_name="LAB2",
    address="127.0.98.1",
    sid="S-1-5-21-1162914470-3310298651-2745003317",
    guid="0c5e7f7e-4a3f-4f39-9a55-0d6f5b2a9c41",
)
DOMAINS = {domain.dns_name: domain for domain in (FIRST, SECOND)}
