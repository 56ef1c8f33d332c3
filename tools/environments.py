# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the virtual environments and fetch the collections that the suites run with.

Two environments span what the collection supports: the smallest ansible-core, and the newest that a Python of this
machine can run. Each is a row of `ENVIRONMENTS`: a directory, the collections beside it, and the releases to try, the
best first. A stamp in each directory holds a digest of what it was made from, so that a second run does nothing.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
STAMP = ".made-from"
Version = tuple[int, int]
# What the collection and its tests use of other collections.
COLLECTIONS = ("ansible/posix", "ansible/windows", "microsoft/ad")


class SetupError(Exception):
    """The environment cannot be made; the text says what is missing and what to do."""


@dataclass(frozen=True)
class Release:
    """An ansible-core, the controller Pythons it runs on, and the `ansible` package with collections of its time."""

    core: str
    pythons: tuple[Version, Version]
    package: str

    def runs_on(self, version: Version) -> bool:
        return self.pythons[0] <= version <= self.pythons[1]


@dataclass(frozen=True)
class Environment:
    """A virtual environment below the checkout; `optional` when the machine may have no Python for it."""

    name: str
    directory: Path
    collections: Path
    releases: tuple[Release, ...]
    requirements: tuple[str, ...]
    newest_python: bool
    optional: bool
    dependencies: tuple[str, ...] = COLLECTIONS


# Pythons: ansible-core's support matrix for controllers. The `ansible` wheel brings collections without asking Galaxy.
OLDEST = Environment(
    name="oldest",
    directory=ROOT / ".venv",
    collections=ROOT / ".cache" / "collections",
    releases=(Release("2.19.14", ((3, 11), (3, 13)), "12.3.0"),),
    requirements=("controller.txt", "test.txt", "develop.txt"),
    newest_python=False,
    optional=False,
    # What sets AWX up; later releases of the package come without it
    dependencies=(*COLLECTIONS, "awx/awx"),
)
NEWEST = Environment(
    name="newest",
    directory=ROOT / ".venv-newest",
    collections=ROOT / ".cache" / "collections-newest",
    releases=(Release("2.22.0rc1", ((3, 13), (3, 15)), "14.5.0"), Release("2.21.5", ((3, 12), (3, 14)), "14.5.0")),
    requirements=("controller.txt", "test.txt"),
    newest_python=True,
    optional=True,
)
ENVIRONMENTS = (OLDEST, NEWEST)


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)


def run(*command: str | Path) -> None:
    """Run a step of the setup; SetupError when it fails, for what follows would only fail later and less clearly."""
    if subprocess.run(command, check=False, cwd=ROOT, stdin=subprocess.DEVNULL).returncode:
        raise SetupError(f"`{' '.join(map(str, command))}` failed; its messages are above")


def ask(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def candidates() -> Iterator[Path]:
    """Every file that may be a Python of this machine: the one running this first, then PATH, then pyenv's own."""
    yield Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}")
    for directory in map(Path, os.get_exec_path()):
        for minor in range(11, 20):
            yield directory / f"python3.{minor}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted(pyenv.glob("versions/*/bin/python3.1[1-9]"))


@functools.cache
def find_pythons() -> dict[Version, Path]:
    """The machine's Pythons that really start, one for each minor version; pyenv's shims only point at such files."""
    found: dict[Version, Path] = {}
    seen: set[Path] = set()
    for candidate in candidates():
        resolved = candidate.resolve()
        if resolved in seen or "shims" in candidate.parts or not os.access(candidate, os.X_OK):
            continue
        code = "import sys; print(*sys.version_info[:2], sys.base_prefix == sys.prefix)"
        answer = ask([candidate, "-c", code])
        if answer.returncode == 0:
            major, minor, is_base = answer.stdout.split()
            # That of a virtual environment is a link to the one that is sought
            if is_base == "True":
                seen.add(resolved)
                found.setdefault((int(major), int(minor)), candidate)
    return found


def choose(environment: Environment, pythons: dict[Version, Path]) -> tuple[Path, Release] | None:
    """The Python and the ansible-core for an environment, or None when the machine has no Python for it."""
    for release in environment.releases:
        fitting = sorted(version for version in pythons if release.runs_on(version))
        if fitting:
            return pythons[fitting[-1 if environment.newest_python else 0]], release
    return None


def digest(environment: Environment, release: Release) -> str:
    """What a virtual environment was made from; not the path of its Python, which depends on the caller's PATH."""
    content = hashlib.sha256(repr(release).encode())
    for name in (*environment.requirements, "constraints.txt"):
        content.update((REQUIREMENTS / name).read_bytes())
    return content.hexdigest()


def is_made_from(directory: Path, stamp: str) -> bool:
    path = directory / STAMP
    return path.is_file() and path.read_text() == stamp


def ensure_venv_module(python: Path) -> None:
    """Debian splits ensurepip off its Python: install it, or say what to install.

    Raises SetupError without root or apt.
    """
    has_pip = ask([python, "-c", "import ensurepip"])
    if has_pip.returncode == 0:
        return
    package = f"{python.name}-venv"
    if os.geteuid() or not shutil.which("apt-get"):
        raise SetupError(f"{python} cannot make virtual environments: install its venv module (Debian: {package})")
    say(f"{python} has no ensurepip: installing {package}")
    run("apt-get", "-qq", "update")
    run("apt-get", "-qq", "install", "--yes", "--no-install-recommends", package)


def pip(environment: Environment) -> tuple[str | Path, ...]:
    return environment.directory / "bin" / "python", "-m", "pip", "--disable-pip-version-check"


def make_venv(environment: Environment, python: Path, release: Release) -> None:
    stamp = digest(environment, release)
    if is_made_from(environment.directory, stamp) and (environment.directory / "bin" / "python").exists():
        return
    say(f"{environment.directory.name}: {python} with ansible-core {release.core}")
    ensure_venv_module(python)
    # Another Python needs an empty directory; with the same one, pip changes only what differs
    mine = environment.directory / "bin" / "python"
    same = mine.exists() and ask([mine, "--version"]).stdout == ask([python, "--version"]).stdout
    run(python, "-m", "venv", *(() if same else ("--clear",)), environment.directory)
    run(
        *pip(environment),
        "install",
        "-qq",
        *("--constraint", REQUIREMENTS / "constraints.txt"),
        *(f"--requirement={REQUIREMENTS / name}" for name in environment.requirements),
        f"ansible-core=={release.core}",
    )
    (environment.directory / STAMP).write_text(stamp)


def fetch_collections(environment: Environment, release: Release) -> None:
    """Unpack an environment's collections from the `ansible` wheel of PyPI, and link this checkout beside them."""
    tree = environment.collections / "ansible_collections"
    link = tree / "netjoin" / "windows"
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.is_symlink():
        link.symlink_to(os.path.relpath(ROOT, link.parent))
    names = environment.dependencies
    stamp = " ".join((release.package, *names))
    if is_made_from(environment.collections, stamp):
        return
    say(f"{environment.collections.name}: {', '.join(names)} from the package ansible {release.package}")
    with tempfile.TemporaryDirectory(dir=environment.collections) as scratch:
        run(*pip(environment), "download", "-qq", "--no-deps", "--dest", scratch, f"ansible=={release.package}")
        for name in names:
            shutil.rmtree(tree / name, ignore_errors=True)
        with zipfile.ZipFile(next(Path(scratch).glob("ansible-*.whl"))) as wheel:
            prefixes = tuple(f"ansible_collections/{name}/" for name in names)
            wheel.extractall(environment.collections, [name for name in wheel.namelist() if name.startswith(prefixes)])
    (environment.collections / STAMP).write_text(stamp)


def make(environment: Environment) -> None:
    """Make an environment and its collections, or say why an optional one cannot be made.

    Raises SetupError when a step fails, or when there is no Python for one that is not optional.
    """
    pythons = find_pythons()
    chosen = choose(environment, pythons)
    if chosen is None:
        have = ", ".join(f"{major}.{minor}" for major, minor in sorted(pythons)) or "none"
        cores = " or ".join(release.core for release in environment.releases)
        text = f"no Python for ansible-core {cores} (found: {have})"
        if not environment.optional:
            raise SetupError(f"{text}; install one and run make again")
        say(f"SKIPPED {environment.directory.name}: {text}")
        return
    python, release = chosen
    make_venv(environment, python, release)
    fetch_collections(environment, release)


def main() -> int:
    names = [environment.name for environment in ENVIRONMENTS]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{' or '.join(names)}; all when none is given")
    wanted = parser.parse_args().names or names
    try:
        for environment in ENVIRONMENTS:
            if environment.name in wanted:
                make(environment)
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
