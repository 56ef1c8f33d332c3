# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run ansible-test sanity in every environment, with nothing but PyPI.

ansible-test wants a git work tree at a real path that ends in ansible_collections/<namespace>/<name>, so it gets a copy
of the working tree (committed or not) below .cache. It keeps its own virtual environments in its home directory, which
is below .cache too, and would load pip's bootstrap script from a host of its own: a wheel of pip stands in for it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from environments import ENVIRONMENTS, ROOT, Environment

HOME = ROOT / ".cache" / "ansible-test" / "home"
GET_PIP = """\
import os
import sys

wheel = os.path.join(os.path.dirname(os.path.abspath(__file__)), {wheel!r})
sys.path.insert(0, wheel)
os.environ["PYTHONPATH"] = wheel  # for the processes that pip starts to build packages
from pip._internal.cli.main import main

arguments = [argument for argument in sys.argv[1:] if argument not in ("--no-setuptools", "--no-wheel")]
sys.exit(main(["install", "--upgrade", "--force-reinstall", *arguments]))
"""


@dataclass(frozen=True)
class Bench:
    """A copy of the tree for one environment, and how ansible-test is run on it."""

    environment: Environment
    tree: Path

    @property
    def python(self) -> Path:
        return self.environment.directory / "bin" / "python"

    def ask(self, code: str) -> str:
        return subprocess.run([self.python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()

    def run(self, *arguments: str) -> bool:
        """Run ansible-test on the Python of the environment; whether it succeeded."""
        version, home = self.ask("import sys; print(*sys.version_info[:2], sep='.'); print(sys.base_prefix)").split(
            "\n"
        )
        user_pip = Path("~/.config/pip/pip.conf").expanduser()
        variables = {
            "HOME": str(HOME),
            "LC_ALL": "C.UTF-8",
            # The base interpreter first: ansible-test cannot use a launcher such as a pyenv shim
            "PATH": os.pathsep.join((f"{home}/bin", os.environ["PATH"])),
            "PIP_QUIET": "1",
            "PIP_CACHE_DIR": os.environ.get("PIP_CACHE_DIR", str(Path("~/.cache/pip").expanduser())),
            **({"PIP_CONFIG_FILE": str(user_pip)} if user_pip.exists() else {}),
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "PYTEST_"))}
        command = [
            str(self.python.with_name("ansible-test")),
            *arguments,
            "--venv",
            "--python",
            version,
            "--color",
            "no",
        ]
        print(f"\n==== {self.environment.directory.name}: ansible-test {' '.join(arguments)}", flush=True)
        result = subprocess.run(command, check=False, cwd=self.tree, env=kept | variables, stdin=subprocess.DEVNULL)
        return result.returncode == 0


def copy_tree(environment: Environment) -> Path:
    """Copy what git tracks or would track to a work tree of its own, beside the collections that it depends on."""
    collections = ROOT / ".cache" / "ansible-test" / environment.name / "ansible_collections"
    tree = collections / "netjoin" / "windows"
    shutil.rmtree(tree, ignore_errors=True)
    listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(listing, check=True, cwd=ROOT, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        source, target = ROOT / name, tree / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)
    for namespace in ("ansible", "microsoft"):
        link = collections / namespace
        if not link.is_symlink():
            link.symlink_to(environment.collections / "ansible_collections" / namespace)
    for command in (("init", "--quiet"), ("add", "--all")):
        subprocess.run(("git", *command), check=True, cwd=tree)
    return tree


def supply_pip(bench: Bench) -> None:
    """Put the bootstrap script of the pip that this ansible-test wants where it looks before it downloads."""
    code = "from ansible_test._internal import python_requirements as p; import types, sys"
    version = bench.ask(
        f"{code}; print(p.get_venv_packages(types.SimpleNamespace(version='%d.%d' % sys.version_info[:2]))['pip'])"
    )
    cache = HOME / ".ansible" / "test" / "cache"
    script = cache / f"get_pip_{version.replace('.', '_')}.py"
    if script.exists():
        return
    cache.mkdir(parents=True, exist_ok=True)
    pip = (bench.python, "-m", "pip", "download", "-qq", "--no-deps", "--disable-pip-version-check")
    subprocess.run((*pip, "--dest", cache, f"pip=={version}"), check=True)
    script.write_text(GET_PIP.format(wheel=f"pip-{version}-py3-none-any.whl"))


def skipped_tests(bench: Bench) -> dict[str, str]:
    """The sanity tests that cannot run here, with the reason."""
    skipped = {}
    if not shutil.which("pwsh"):
        skipped["pslint"] = "it needs PowerShell (pwsh)"
        skipped["validate-modules"] = "for .ps1 it needs PowerShell (pwsh); Python modules are tested"
    pylint = bench.ask("import ansible_test; print(*ansible_test.__path__)") + "/_data/requirements/sanity.pylint.txt"
    if "://" in Path(pylint).read_text():
        skipped["pylint"] = "this ansible-test wants a package that is not on PyPI; the smallest ansible-core runs it"
    return skipped


def run_sanity(bench: Bench, skipped: dict[str, str]) -> bool:
    succeeded = bench.run("sanity", *(argument for name in skipped for argument in ("--skip-test", name)))
    if "validate-modules" in skipped:
        modules = sorted(path.relative_to(bench.tree).as_posix() for path in bench.tree.glob("plugins/modules/*.py"))
        succeeded &= bench.run("sanity", "--test", "validate-modules", *modules)
    return succeeded


def test_units(environment: Environment) -> bool:
    """Run the unit tests of the plugins with ansible-test; whether they pass. The lab is not in the collection."""
    bench = Bench(environment, copy_tree(environment))
    supply_pip(bench)
    return bench.run("units", "tests/unit/plugins/")


def test(environment: Environment) -> tuple[bool, list[str]]:
    """Run the sanity tests in an environment that was made; whether they succeeded, and which could not run."""
    bench = Bench(environment, copy_tree(environment))
    supply_pip(bench)
    skipped = skipped_tests(bench)
    notes = [f"SKIPPED {name} in {environment.directory.name}: {reason}" for name, reason in skipped.items()]
    return run_sanity(bench, skipped), notes


def main() -> int:
    succeeded = True
    notes = []
    for environment in ENVIRONMENTS:
        if not environment.directory.exists():
            notes.append(f"SKIPPED all in {environment.directory.name}: this machine has no Python for it")
            continue
        passed, skipped = test(environment)
        succeeded &= passed
        notes += skipped
    print("\n" + "\n".join(f"sanity: {line}" for line in (*notes, "passed" if succeeded else "FAILED")), flush=True)
    return 0 if succeeded else 1


if __name__ == "__main__":
    sys.exit(main())
