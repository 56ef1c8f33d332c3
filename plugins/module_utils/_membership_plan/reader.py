# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the options of a task one by one, and keeps everything that is wrong with them or worth a second look."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.netjoin.windows.plugins.module_utils._finding import Finding
from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName

LONGEST_PASSWORD = 254
"""UTF-16 units of a password that the join protocol can carry ([MS-WKST] 2.2.5.18.1 and 3.2.4.13.1)."""

Name = t.TypeVar("Name")


@dataclasses.dataclass
class OptionReader:
    """The options of one task, by their public names, with types already checked."""

    options: t.Mapping[str, t.Any] = dataclasses.field(repr=False)
    findings: list[Finding] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)

    def refuse(self, option: str | None, message: str) -> None:
        """Keep a finding."""
        self.findings.append(Finding(option, message))

    def given(self, option: str) -> bool:
        """Whether the task has the option, or it has a default."""
        return self.options.get(option) is not None

    def text(self, option: str) -> str | None:
        """Return the text of an option; an empty one is a finding and counts as absent."""
        value = self.options.get(option)
        if value == "":
            self.refuse(option, "is empty; leave the option out instead (`default(omit)` in a template)")
            return None
        return value

    def name(self, option: str, parse: t.Callable[[str], Name]) -> Name | None:
        """Return the option parsed into a name; what is no name is a finding."""
        text = self.text(option)
        if text is None:
            return None
        try:
            name = parse(text)
        except InvalidName as problem:
            self.refuse(option, str(problem))
            return None
        self.warnings.extend(f"{option}: {warning}" for warning in getattr(name, "warnings", ()))
        return name

    def secret(self, option: str) -> str | None:
        """Return a password; what Windows could not carry is a finding, which does not repeat it."""
        text = self.text(option)
        if text is None:
            return None
        units = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if units > LONGEST_PASSWORD:
            self.refuse(option, f"has {units} UTF-16 units; Windows takes at most {LONGEST_PASSWORD} in a join")
        if "\0" in text:
            self.refuse(option, "holds a NUL character; Windows would cut the password there")
        return text

    def check_pair(self, username: str, password: str) -> None:
        """Refuse a user name without its password, and the other way round."""
        if self.given(username) and not self.given(password):
            self.refuse(password, f"is missing; {username} is given")
        elif self.given(password) and not self.given(username):
            self.refuse(username, f"is missing; {password} is given")
