# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options with which modules reach a directory (module_utils/_directory/access.py)."""

from __future__ import annotations


class ModuleDocFragment:
    """Read by Ansible's documentation tools."""

    DOCUMENTATION = r"""
options:
  domain:
    description: DNS name of the domain.
    type: str
    required: true
  domain_controller:
    description:
      - Use this domain controller and no other. Give its full DNS name.
      - Left out, one is found through DNS, preferably in the site of the machine that the task runs on.
    type: str
  username:
    description:
      - Who logs on, as C(user@corp.example), C(CORP\user) or C(corp.example\user). C(user) alone is of O(domain).
      - Left out, the ticket in the Kerberos credential cache is used, which C(KRB5CCNAME) names.
    type: str
  password:
    description:
      - Password of O(username).
      - Tried once for the whole task, so that a wrong one does not lock the account.
    type: str
  auth_protocol:
    description:
      - How O(username) logs on.
      - V(kerberos) signs and seals the connection on port 389, so that no certificate is needed.
      - V(simple) needs no Python package beyond C(dnspython), and O(tls_mode), without which it is refused.
      - V(ntlm) signs and seals too. Use it where Kerberos is not to be had; many domains forbid it.
    type: str
    choices: [kerberos, simple, ntlm]
    default: kerberos
  tls_mode:
    description:
      - Use TLS, with port 636 from the start (V(ldaps)) or on port 389 by request (V(start_tls)).
      - The certificate of the domain controller is always checked. With O(auth_protocol=kerberos) the logon is bound to
        it.
    type: str
    choices: [ldaps, start_tls]
  ca_cert:
    description: PEM file with the certificates of the authorities that are trusted instead of the system's.
    type: path
requirements:
  - pyspnego[kerberos], for O(auth_protocol=kerberos)
  - pyspnego, for O(auth_protocol=ntlm)
  - dnspython, unless O(domain_controller) is given
notes:
  - Runs where it can reach a domain controller, usually on the controller with C(delegate_to) or C(hosts) C(localhost).
    Nothing of it runs on Windows.
  - It needs DNS, TCP and UDP 389 (TCP 636 with O(tls_mode=ldaps)), and TCP and UDP 88 for Kerberos.
  - Kerberos tickets are for the full name of the domain controller. Set C(rdns = false) in C(krb5.conf) where reverse
    DNS is not right.
"""
