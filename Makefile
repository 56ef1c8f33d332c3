# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The only door to the house: everything that a developer or CI runs is a target here. `make help` lists them.

# Found before the environment below shadows it
PYTHON := $(or $(shell command -v python3),python3)
NEWEST := .venv-newest/bin/python
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export ANSIBLE_COLLECTIONS_PATH := $(CURDIR)/.cache/collections
# Below the checkout what Ansible and its tools would leave in the home directory
export ANSIBLE_HOME := $(CURDIR)/.cache/ansible

# A second lab beside the checkout's own, in a network of its own
OWN_LAB := LAB_DIR=$(CURDIR)/.cache/lab unshare --net sh -c 'ip link set lo up && exec "$$0" "$$@"'

%-newest: export PATH := $(CURDIR)/.venv-newest/bin:$(PATH)
%-newest: export ANSIBLE_COLLECTIONS_PATH := $(CURDIR)/.cache/collections-newest

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup lint format unit unit-newest contracts csharp sanity integration integration-alone integration-newest molecule test \
	demo docs matrix clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / { printf "make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make the virtual environments and fetch the collections (done by every target that needs them)
	@$(PYTHON) -c 'import sys; sys.exit("make: needs Python >= 3.11 (make PYTHON=...)" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) tools/environments.py

lint: setup ## formatter, linter, types, ansible-lint, documentation and changelog fragments
	@python tools/lint.py

format: setup ## let the formatter and the linter mend what they can
	ruff check --fix
	ruff format

unit: setup ## pure Python and action plugins, on the smallest ansible-core
	python -m pytest tests/unit

# 100 000 damaged blobs are the same to every ansible-core
unit-newest: setup ## the same on the newest ansible-core that a Python of this machine runs
	$(NEWEST) -m pytest -o pythonpath=.cache/collections-newest tests/unit --ignore tests/unit/plugins/module_utils/_offline_join_blob/test_damage.py

contracts: setup ## what two files must say alike: flags, specs, documentation, catalogue (C# needs Mono)
	python -m pytest tests/contracts

csharp: setup ## the C# core against fakes of WMI and netapi32 (needs Mono)
	python -m pytest tests/csharp

sanity: setup ## ansible-test: sanity on the smallest and the newest ansible-core
	@python tools/sanity.py

# Most of an integration test is waiting for a host to restart: several at once, but for those that break the domain
integration: setup ## playbooks on the lab, several hosts at once (needs root on Debian)
	python -m pytest tests/integration --numprocesses 4 -m "not alone"

integration-alone: setup ## those that take a domain controller down, or watch the whole machine
	$(OWN_LAB) python -m pytest tests/integration -m alone

integration-newest: setup ## what depends on Ansible's side of the wire, with the newest ansible-core
	$(OWN_LAB) $(NEWEST) -m pytest -o pythonpath=.cache/collections-newest tests/integration --numprocesses 4 -m "wire and not alone"

molecule: setup ## the roles' scenarios on the lab (needs root on Debian)
	cd extensions && molecule test --all

test: setup ## all suites, cheapest first, and a summary
	@$(PYTHON) tools/suites.py

demo: setup ## a domain, an emulated Windows host and the main job, on one screen (needs root on Debian)
	@tools/demo

docs: setup ## build the documentation site into docs/site
	@python tools/docs.py

matrix: setup ## sanity, units and the lab's tests on every ansible-core that a Python of this machine runs (CORES=2.20: on that one)
	@python tools/matrix.py $(CORES)

bench-%: setup ## run tests/benchmarks/bench_%.py
	PYTHONPATH=.cache/collections python tests/benchmarks/bench_$*.py

clean: ## remove everything that make and ./lab made
	if [ -x lab ]; then ./lab down; fi
	rm -rf .cache .lab .venv .venv-newest docs/site netjoin-windows-*.tar.gz
