# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``powershell.exe`` of an emulated host: Ansible's modules, and the few scripts that its plugins send.

With ``./lab up --powershell`` it is only the way to a real one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from . import powershell_copy
from .collection import make_collection_importable
from .host import Host, NoHost
from .payload import ModuleCall, UnsupportedPayload, decode_command, is_bootstrap, manifest_text, read_module_call
from .record import record


def main(argv: Sequence[str]) -> int:
    """Returns the exit code; a payload that the lab cannot run is a failed module, not a crash."""
    make_collection_importable()
    try:
        host = Host.from_environment(os.environ)
        script = decode_command(argv)
        if (powershell := powershell_copy.executable(host.lab_directory)) is not None:
            return _run_really(host, powershell, argv, script)
        if not is_bootstrap(script):
            record(host, script)
            return _run_script(host, script)
        stream = sys.stdin.buffer.read()
        record(host, manifest_text(stream))
        return _run_module(host, read_module_call(stream))
    except UnsupportedPayload as error:
        print(json.dumps({"changed": False, "failed": True, "msg": str(error)}))
        return 1
    except NoHost as error:
        print(error, file=sys.stderr)
        return 1


def _run_really(host: Host, powershell: Path, argv: Sequence[str], script: str) -> int:
    from .raw_script import needs_windows
    from .real_powershell import run

    return _run_script(host, script) if needs_windows(script) else run(host, powershell, argv)


def _run_module(host: Host, call: ModuleCall) -> int:
    from .foreign_modules import is_foreign, run_foreign_module

    if is_foreign(call):
        result = run_foreign_module(host, call)
    else:
        from .module_call import run_module

        result = run_module(host, call)
    print(json.dumps(result.values))
    return result.return_code


def _run_script(host: Host, script: str) -> int:
    from .raw_script import run_script

    answer = run_script(host, script)
    sys.stdout.write(answer.output)
    sys.stderr.write(answer.error)
    return answer.return_code
