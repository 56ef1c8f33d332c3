# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lab tells its user when something does not work."""

from __future__ import annotations


class LabError(Exception):
    """Something failed; the message says what to do."""


class CannotRunHere(LabError):
    """This machine or this user cannot have a lab at all; tests that need it may be skipped."""
