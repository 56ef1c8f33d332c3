# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many accounts with blobs one task makes in a second, over Samba's `net` in a loop and over one `ldapadd`.

The goals are 9 times `net offlinejoin provision`, which connects and logs on for each machine, and 1.3 times `ldapadd`
of the same accounts with the 120-character passwords of Windows, which makes accounts and nothing else: the domain
controller derives keys of each password, and takes longer for longer ones. Run with ``make bench-provisioning``; it
starts a lab of its own, so that none may be running. All of it shares this machine with the domain controller, and each
round takes the three in another order.
"""

from __future__ import annotations

import argparse
import base64
import datetime as dt
import json
import os
import secrets
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ansible_collections.netjoin.windows.tests.benchmarks.controller import LAB, ROOT, SMALLEST, pristine_lab

WINDOWS_PASSWORD_LENGTH = 120
TASK = "one task"
RUNNING_TASK = "one task, once it runs"
GOALS = {"net offlinejoin provision": 9.0, "ldapadd": 1.3}
MACHINES = 200
NET_MACHINES = 40


class Domain:
    """The lab's domain, as its delegated user works in it; every way returns accounts per second."""

    def __init__(self, scratch: Path) -> None:
        listing = self._run("ansible-inventory", "--host", "win01")
        variables = json.loads(listing)
        self._scratch = scratch
        self._name: str = variables["lab_domain"]
        self._ou: str = variables["lab_ou"]
        self._controller: str = variables["lab_dc"]
        self._user: str = variables["lab_join_user"]
        self._password = _file(scratch / "password", variables["lab_join_password"])
        account = self._user.partition("@")[0]
        credentials = (
            f"username={account}\npassword={variables['lab_join_password']}\ndomain={variables['lab_netbios']}\n"
        )
        self._credentials = _file(scratch / "credentials", credentials)
        self._ca = LAB / "dc" / self._name / "private" / "tls" / "ca.pem"

    def one_task(self, names: Sequence[str]) -> float:
        """The task as Ansible times it, from its start to when all files are there."""
        return len(names) / self._task_seconds(names)

    def running_task(self, names: Sequence[str]) -> float:
        """The same without what a task for one machine takes, which is the start of the module and the logon."""
        start = self._task_seconds(names[:1])
        return (len(names) - 2) / (self._task_seconds(names[1:]) - start)

    def _task_seconds(self, names: Sequence[str]) -> float:
        arguments = {
            "domain": self._name,
            "domain_controller": self._controller,
            "ou": self._ou,
            "username": self._user,
            "password": "{{ lab_join_password }}",
            "auth_protocol": "simple",
            "tls_mode": "ldaps",
            "ca_cert": str(self._ca),
            "machines": list(names),
            "output_dir": str(self._scratch / "blobs"),
        }
        task = {"netjoin.windows.offline_join_blob": arguments}
        play = {"hosts": "localhost", "gather_facts": False, "tasks": [task]}
        playbook = _file(self._scratch / "play.json", json.dumps([play]))
        output = self._run("ansible-playbook", str(playbook))
        (done,) = json.loads(output)["plays"][0]["tasks"]
        start, end = (dt.datetime.fromisoformat(done["task"]["duration"][edge]) for edge in ("start", "end"))
        return (end - start).total_seconds()

    def net(self, names: Sequence[str]) -> float:
        """Samba's own tool, once for each machine."""
        script = (
            "set -e; for name in $NAMES; do net offlinejoin provision domain=$DOMAIN machine_name=$name "
            'machine_account_ou="$OU" dcname=$DC savefile=$SCRATCH/$name.net -A $SCRATCH/credentials >/dev/null; done'
        )
        return self._timed(names, script)

    def ldapadd(self, names: Sequence[str]) -> float:
        """One connection with OpenLDAP's tool, and accounts as Windows makes them."""
        _file(self._scratch / "accounts.ldif", "\n".join(map(self._entry, names)))
        script = "ldapadd -H ldaps://$DC -D $USER_NAME -y $SCRATCH/password -f $SCRATCH/accounts.ldif >/dev/null"
        return self._timed(names, script)

    def _entry(self, name: str) -> str:
        password = secrets.token_urlsafe(WINDOWS_PASSWORD_LENGTH)[:WINDOWS_PASSWORD_LENGTH]
        encoded = base64.b64encode(f'"{password}"'.encode("utf-16-le")).decode()
        hosts = (f"{name}.{self._name}", name)
        services = "".join(
            f"servicePrincipalName: {service}/{host}\n" for service in ("HOST", "RestrictedKrbHost") for host in hosts
        )
        return (
            f"dn: CN={name},{self._ou}\nobjectClass: computer\nsAMAccountName: {name}$\nuserAccountControl: 4096\n"
            f"dNSHostName: {hosts[0]}\n{services}unicodePwd:: {encoded}\n"
        )

    def _timed(self, names: Sequence[str], script: str) -> float:
        """Run a script inside the lab; the start of ``./lab exec`` is not in its time."""
        variables = {
            "NAMES": " ".join(names),
            "DOMAIN": self._name,
            "OU": self._ou,
            "DC": self._controller,
            "USER_NAME": self._user,
            "SCRATCH": str(self._scratch),
            "LDAPTLS_CACERT": str(self._ca),
        }
        clock = f'start=$EPOCHREALTIME; {script}; echo "$start $EPOCHREALTIME"'
        start, end = map(float, self._run("bash", "-c", clock, **variables).split())
        return len(names) / (end - start)

    def _run(self, *command: str, **variables: str) -> str:
        done = subprocess.run(
            [str(ROOT / "lab"), "exec", "--", *command],
            cwd=ROOT,
            env={**os.environ, **SMALLEST.variables, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"{command[0]} failed ({done.returncode}): {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout


def _file(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    return path


def _round(number: int, ways: Mapping[str, tuple[Callable[[Sequence[str]], float], int]]) -> dict[str, float]:
    """One measurement of each way, the way to begin with depending on the round."""
    order = list(ways)
    order = order[number % len(order) :] + order[: number % len(order)]
    speeds = {}
    for way in order:
        run, machines = ways[way]
        start = f"R{secrets.token_hex(3).upper()}"
        speeds[way] = run([f"{start}{each:04}" for each in range(machines)])
        time.sleep(1)
    return speeds


def main() -> None:
    """Print accounts per second of each way and round, and the ratios of the medians."""
    parser = argparse.ArgumentParser(description="Accounts with blobs per second: one task, net in a loop, ldapadd.")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--machines", type=int, default=MACHINES, help="of the task and ldapadd (default: %(default)s)")
    options = parser.parse_args()
    with pristine_lab(1), tempfile.TemporaryDirectory() as scratch:
        domain = Domain(Path(scratch))
        ways = {
            TASK: (domain.one_task, options.machines),
            RUNNING_TASK: (domain.running_task, options.machines),
            "net offlinejoin provision": (domain.net, min(NET_MACHINES, options.machines)),
            "ldapadd": (domain.ldapadd, options.machines),
        }
        rounds = [_round(number, ways) for number in range(options.rounds)]
    print(f"ansible-core {SMALLEST.version}; accounts per second in {options.rounds} rounds, and their median")
    medians = {way: statistics.median(each[way] for each in rounds) for way in ways}
    for way, median in medians.items():
        print(f"  {way:<28}" + "".join(f"{each[way]:8.1f}" for each in rounds) + f"   {median:8.1f}")
    for task in (TASK, RUNNING_TASK):
        for way, goal in GOALS.items():
            print(f"  {f'{task} over {way}':<52}{medians[task] / medians[way]:8.1f} (goal {goal:g})")


if __name__ == "__main__":
    main()
