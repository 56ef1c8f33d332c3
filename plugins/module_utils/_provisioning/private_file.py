# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that nobody else may read, written whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

_LARGEST = 8 * 1024 * 1024
"""Bytes; far more than a blob with certificates and policies has."""


def write_private(path: Path, content: bytes, written: dt.datetime | None = None) -> None:
    """Write or replace a file with mode 0600; ``written`` is its time. Raises OSError.

    At no moment there is a part of it under its name; what a killed process leaves beside it is removed here.
    """
    beginning = path.with_name(f".{path.name}.new")
    beginning.unlink(missing_ok=True)
    descriptor = os.open(beginning, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            if written is not None:
                moment = int(written.timestamp() * 1_000_000) * 1000
                os.utime(descriptor, ns=(moment, moment))
            os.fsync(descriptor)
        beginning.replace(path)
    except BaseException:
        beginning.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def read_small(path: Path) -> tuple[bytes, float] | None:
    """The content of a file and its time in seconds since 1970, None when there is none; raises OSError."""
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST), os.fstat(file.fileno()).st_mtime
    except FileNotFoundError:
        return None


def prepare_directory(directory: Path, *, check_mode: bool) -> None:
    """Make a directory when it is missing, for its owner only, and see that it can be written to; raises OSError."""
    if check_mode:
        nearest = next(each for each in (directory, *directory.absolute().parents) if each.exists())
        if not nearest.is_dir():
            raise NotADirectoryError(20, "it is no directory", str(nearest))
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise PermissionError(13, "it may not be written to", str(nearest))
        return
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    probe = directory / f".netjoin-{os.getpid()}"
    write_private(probe, b"")
    probe.unlink()


def _sync(directory: Path) -> None:
    """Let the new name of a file outlive a power failure."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
