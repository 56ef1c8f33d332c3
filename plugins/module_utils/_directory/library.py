# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Python packages that only some tasks need: imported when they are needed, and named when they are missing."""

from __future__ import annotations

import importlib
import typing as t

from .problem import MissingLibrary

SPNEGO_PACKAGE = "pyspnego"
KERBEROS_PACKAGE = "pyspnego[kerberos]"
DNS_PACKAGE = "dnspython"


def load_library(module: str, package: str, purpose: str) -> t.Any:
    """Import a module of a package; raises MissingLibrary, which says what the package is needed for."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingLibrary(package, purpose, str(error)) from error
