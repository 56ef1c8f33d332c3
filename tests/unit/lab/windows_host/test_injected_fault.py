# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a native call goes wrong."""

from __future__ import annotations

import pathlib
import threading
import time

import pytest

from ansible_collections.netjoin.windows.tests.lab.windows_host import injected_fault, state
from ansible_collections.netjoin.windows.tests.lab.windows_host.injected_fault import (
    DROP_REQUEST,
    HostFault,
    inject,
    native_call,
)


class Call:
    """A native call that succeeds, and remembers whether it was made."""

    def __init__(self) -> None:
        self.made = False

    def __call__(self) -> int:
        self.made = True
        return 0


@pytest.fixture
def home(tmp_path: pathlib.Path) -> pathlib.Path:
    """A host's directory."""
    state.create(tmp_path, "WIN01")
    return tmp_path


def drops(home: pathlib.Path) -> list[bool]:
    """Stand for the WinRM service: drop once asked, and say so."""
    seen: list[bool] = []

    def watch() -> None:
        for _attempt in range(200):
            if (home / DROP_REQUEST).exists():
                (home / DROP_REQUEST).unlink()
                seen.append(True)
                return
            time.sleep(0.01)

    threading.Thread(target=watch, daemon=True).start()
    return seen


def test_without_faults_a_call_is_a_call(home: pathlib.Path) -> None:
    """Its code comes back."""
    assert native_call(home, lambda: 1355) == 1355


def test_a_full_disk_refuses_before_anything_happens(home: pathlib.Path) -> None:
    """ERROR_DISK_FULL of [MS-ERREF] 2.2 is 112."""
    inject(home, HostFault.DISK_FULL)
    call = Call()
    assert native_call(home, call) == 112
    assert not call.made


def test_a_call_that_hangs_keeps_others_out(home: pathlib.Path) -> None:
    """Another one would get 1791 meanwhile."""
    inject(home, HostFault.HANG, "0.3")
    waiting = threading.Thread(target=native_call, args=(home, Call()))
    waiting.start()
    time.sleep(0.1)
    with pytest.raises(state.CallInProgress), state.exclusive(home):
        pass
    waiting.join()


@pytest.mark.parametrize("fault", [HostFault.DROP_DURING, HostFault.DROP_AFTER])
def test_a_connection_is_dropped_once_and_the_call_is_made(home: pathlib.Path, fault: HostFault) -> None:
    """Only the answer is lost."""
    inject(home, fault)
    seen, call = drops(home), Call()
    assert native_call(home, call) == 0
    assert (seen, call.made) == ([True], True)
    assert injected_fault.value(home, fault) is None


def test_a_module_can_end_with_its_connection(home: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call is not made."""

    class Ended(BaseException):
        """The process is gone."""

    def end() -> None:
        raise Ended

    monkeypatch.setattr(injected_fault, "_end_processes", end)
    inject(home, HostFault.DROP_BEFORE)
    seen, call = drops(home), Call()
    with pytest.raises(Ended):
        native_call(home, call)
    assert (seen, call.made) == ([True], False)
