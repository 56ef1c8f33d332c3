# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sphinx settings of the documentation site; `make docs` builds it from what antsibull-docs writes."""

from __future__ import annotations

project = "netjoin.windows"
author = "netjoin.windows contributors"
copyright = f"2026, {author}"  # noqa: A001 - Sphinx reads this name
title = html_title = html_short_title = "netjoin.windows"

extensions = ["sphinx.ext.intersphinx", "sphinx_antsibull_ext"]
# A local inventory of the labels that the pages refer to: the build asks no network.
intersphinx_mapping = {
    "ansible_devel": ("https://docs.ansible.com/projects/ansible/devel/", ("ansible_devel.inv",)),
}

default_role = "literal"
highlight_language = "YAML+Jinja"
nitpicky = True
pygments_style = "ansible"

html_theme = "sphinx_ansible_theme"
html_copy_source = False
html_css_files = ["tables.css"]
html_show_sphinx = False
html_static_path = ["static"]
html_use_index = False
html_use_modindex = False
