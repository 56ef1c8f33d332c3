# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the troubleshooting guide from the error catalogue; with --check only say whether it is current."""

from __future__ import annotations

import argparse
import sys
import typing as t
from pathlib import Path

from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.catalogue import (
    DIRECTORY_LOGON_CODES,
    FAMILIES,
    find_row,
)
from ansible_collections.netjoin.windows.plugins.module_utils._join_errors.row import Call, ErrorRow, Variant
from ansible_collections.netjoin.windows.plugins.module_utils._join_options.flags import option_names

GUIDE = Path(__file__).parent / "docsite" / "rst" / "guide_troubleshooting.rst"
INTRODUCTION = Path(__file__).parent / "troubleshooting_introduction.rst"
LABEL = "ansible_collections.netjoin.windows.docsite.error"
LDAP_TITLE = "LDAP results"
_CONTEXTS: t.Mapping[Call, str] = {
    Call.JOIN: "in a join",
    Call.UNJOIN: "when leaving a domain",
    Call.RENAME: "in a rename",
    Call.PROVISION: "when making an offline join blob",
    Call.OFFLINE_JOIN: "when applying an offline join blob",
    Call.NETLOGON: "on the secure channel",
    Call.ACCOUNT: "when setting a machine password in the domain",
    Call.LSA: "when storing a machine password on the host",
    Call.LDAP: "in an LDAP logon",
}


def to_rst(text: str) -> str:
    """Catalogue text as reStructuredText: backticks mark literals, everything else is plain."""
    parts = text.split("`")
    for index, part in enumerate(parts):
        if index % 2:
            parts[index] = f"``{part}``"
        else:
            for special in "\\*|":
                part = part.replace(special, "\\" + special)  # noqa: PLW2901
            parts[index] = part
    return "".join(parts)


def sentence(text: str) -> str:
    """Catalogue text as a sentence; one that begins with a literal keeps its case."""
    return to_rst(text[:1].upper() + text[1:]) + "."


def label(row: ErrorRow, family: str) -> str:
    space = "ldap_" if family == LDAP_TITLE else ""
    return f"{LABEL}_{space}{row.code if row.code < 0x80000000 else f'{row.code:x}'}"


def number(row: ErrorRow) -> str:
    """Both forms of the code; of a HRESULT only the one that people know it by."""
    return f"0x{row.code:X}" if row.code >= 0x80000000 else f"{row.code} (0x{row.code:X})"


def heading(text: str, line: str) -> list[str]:
    return [text, line * len(text), ""]


def advice(words: ErrorRow | Variant) -> list[str]:
    return [
        "Causes:",
        "",
        *(f"* {sentence(cause)}" for cause in words.causes),
        "",
        "Next steps:",
        "",
        *(f"#. {sentence(step)}" for step in words.next_steps),
        "",
        f"Source: {to_rst(words.source)}",
        "",
    ]


def condition(variant: Variant) -> str:
    """When a variant applies, in words."""
    words = [" or ".join(_CONTEXTS[call] for call in variant.calls)]
    for flags, preposition in ((variant.present, "with"), (variant.absent, "without")):
        if flags:
            words.append(f"{preposition} " + " and ".join(f"``{name}``" for name in option_names(flags)))
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def entry(row: ErrorRow, family: str) -> list[str]:
    """One code with all that the catalogue says about it."""
    lines = [f".. _{label(row, family)}:", "", *heading(f"{number(row)} {row.symbol}", "-")]
    lines += [sentence(row.meaning), "", *advice(row)]
    for variant in row.variants:
        lines += [f"**{condition(variant)}:** {to_rst(variant.meaning)}.", "", *advice(variant)]
    return lines


def index(rows: t.Sequence[ErrorRow], family: str) -> list[str]:
    """The codes of a family and what they mean, as a table of links."""
    lines = [".. list-table::", "   :header-rows: 1", "   :widths: 25 75", "", "   * - Code", "     - Meaning"]
    for row in sorted(rows, key=lambda row: row.code):
        lines += [f"   * - :ref:`{number(row)} <{label(row, family)}>`", f"     - {sentence(row.meaning)}"]
    return [*lines, ""]


def logon_codes() -> list[str]:
    """The ``data`` of refused LDAP logons, which are Windows codes."""
    lines = [".. list-table::", "   :header-rows: 1", "   :widths: 15 25 60", ""]
    lines += ["   * - Data", "     - Code", "     - Meaning"]
    for code in DIRECTORY_LOGON_CODES:
        row = find_row(code, None)
        if row is None:
            raise KeyError(hex(code))
        words = next((variant for variant in row.variants if Call.LDAP in variant.calls), row)
        lines += [f"   * - ``{code:x}``", f"     - :ref:`{number(row)} <{LABEL}_{code}>`"]
        lines += [f"     - {sentence(words.meaning)}"]
    return [*lines, ""]


def guide() -> str:
    """The whole guide."""
    lines = [*INTRODUCTION.read_text(encoding="utf-8").splitlines(), ""]
    for family, rows in FAMILIES.items():
        lines += heading(family, "=")
        if family == LDAP_TITLE:
            lines += ["A refused logon (49) has its reason as ``data`` in the diagnostic text:", "", *logon_codes()]
        lines += index(rows, family)
        for row in sorted(rows, key=lambda row: row.code):
            lines += entry(row, family)
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the guide is out of date")
    current = GUIDE.read_text(encoding="utf-8") if GUIDE.exists() else ""
    if parser.parse_args().check:
        if current != guide():
            sys.stderr.write(f"{GUIDE.name} is out of date: run python docs/generate_troubleshooting.py\n")
            return 1
        return 0
    GUIDE.write_text(guide(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
