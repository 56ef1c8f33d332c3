# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Open a connection to a directory: one connection and one logon for a whole task."""

from __future__ import annotations

from . import message as ldap
from .channel import Channel
from .directory import Directory
from .facts import DomainFacts
from .logon import log_on
from .security import Credentials, Security, TlsMode
from .session import Session


def connect(
    facts: DomainFacts, credentials: Credentials, security: Security | None = None, *, timeout: float = 30.0
) -> Directory:
    """Connect to the domain controller that ``facts`` are of, and log on once.

    ``security`` is Kerberos with sealing unless given; ``timeout`` is in seconds for each answer. Raises
    DirectoryProblem: a wrong password is tried once and never in another way.
    """
    security = security or Security()
    channel = Channel(facts.address, security.port, timeout)
    session = Session(channel)
    try:
        if security.tls is TlsMode.START_TLS:
            session.must("ldap_start_tls", ldap.start_tls())
        if security.tls is not None:
            channel.start_tls(facts.controller, security.ca_cert)
        return Directory(session, facts, log_on(session, facts, credentials, security))
    except BaseException:
        channel.close()
        raise
