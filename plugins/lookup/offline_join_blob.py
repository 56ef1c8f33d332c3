# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookup offline_join_blob."""

from __future__ import annotations

DOCUMENTATION = r"""
name: offline_join_blob
short_description: Read offline join blobs from files
version_added: 0.1.0
author:
  - netjoin.windows contributors (@netjoin)
description:
  - Reads files with offline domain join blobs and returns each of them as base64 in one line.
  - That is the form that answer files want in C(AccountData), and that tasks which apply a blob take.
  - Every file is checked to hold a complete blob.
notes:
  - A blob is as secret as a password, for it holds the password of the machine account. Use C(no_log) with tasks that
    take the result, and keep it out of facts and debug output.
  - Files that are encrypted with Ansible Vault are decrypted in memory.
options:
  _terms:
    description:
      - Paths of the files on the controller. Relative ones are searched in C(files) of the role and of the play, as
        P(ansible.builtin.file#lookup) does.
      - A file may be what C(djoin /savefile) or C(net offlinejoin) wrote, which is UTF-16 with a byte order mark and a
        NUL at the end. It may have another encoding or other line breaks after an editor, mail or a shell had it. Or it
        may be the blob in binary form.
    type: list
    elements: path
    required: true
seealso:
  - plugin: netjoin.windows.offline_join_blob_info
    plugin_type: filter
  - plugin: netjoin.windows.offline_join_unattend
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Put an answer file with the blob of this machine into its image
  ansible.builtin.template:
    src: unattend.xml.j2  # <AccountData>{{ account_data }}</AccountData>
    dest: /mnt/image/Windows/Panther/unattend.xml
    mode: "0600"
  no_log: true
  vars:
    account_data: "{{ lookup('netjoin.windows.offline_join_blob', 'blobs/' ~ inventory_hostname ~ '.djoin') }}"

- name: Check that every blob is for the domain that we build for
  ansible.builtin.assert:
    that: info.domain == 'lab.example'
  vars:
    info: "{{ lookup('netjoin.windows.offline_join_blob', item) | netjoin.windows.offline_join_blob_info }}"
  with_fileglob: blobs/*.djoin
"""

RETURN = r"""
_raw:
  description:
    - The blobs as base64, in the order of the files.
  type: list
  elements: str
  sample: [ARAIAMzMzMwoAwAA...]
"""

import typing as t

from ansible.errors import AnsibleLookupError
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.lookup import LookupBase

from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.codec import decode
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.problem import InvalidBlob
from ansible_collections.netjoin.windows.plugins.module_utils._offline_join_blob.text import base64_text, read_text
from ansible_collections.netjoin.windows.plugins.plugin_utils._blob_file import read_blob_file


class LookupModule(LookupBase):
    """What Ansible looks for in a lookup plugin."""

    def run(self, terms: list[str], variables: dict[str, t.Any] | None = None, **kwargs: t.Any) -> list[str]:
        """Read the files; raises AnsibleLookupError for one that is not there or holds no blob."""
        if kwargs:
            raise AnsibleLookupError(f"offline_join_blob takes no options: {', '.join(kwargs)}")
        return [self._blob(term, variables) for term in terms]

    def _blob(self, term: str, variables: dict[str, t.Any] | None) -> str:
        path = LookupBase.find_file_in_search_path(self, variables, "files", term, ignore_missing=True)
        if not path:
            raise AnsibleLookupError(f"offline_join_blob: there is no file {term!r}")
        loader = t.cast(DataLoader, self._loader)
        try:
            data = read_text(read_blob_file(loader, path))
            decode(data)
        except InvalidBlob as problem:
            raise AnsibleLookupError(f"offline_join_blob: {path}: {problem}") from problem
        return base64_text(data)
