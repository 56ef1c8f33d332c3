# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of the controller that hold a blob, encrypted with a vault or not."""

from __future__ import annotations

from ansible.parsing.dataloader import DataLoader

# Maps every byte to a character and back, so that Ansible's reader of text, which knows of vaults, can read any file
_BYTEWISE = "latin-1"


def read_blob_file(loader: DataLoader, path: str) -> bytes:
    """Return what is in a file; what is encrypted is decrypted in memory, and never in a file.

    Raises AnsibleError, of a file that cannot be read or decrypted.
    """
    content: str = loader.get_text_file_contents(path, encoding=_BYTEWISE)
    return content.encode(_BYTEWISE)
