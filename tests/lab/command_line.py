# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The `./lab` command."""

from __future__ import annotations

import argparse
import os
import pathlib
import sys
import time
from collections.abc import Callable, Sequence

from . import requirements
from .domain import DOMAINS, FIRST, SECOND
from .faults import FAULTS
from .laboratory import Laboratory
from .problem import CannotRunHere, LabError
from .transport import DEFAULT, TRANSPORTS
from .windows_host import powershell_copy, state
from .windows_host.provider import reuse_allow_list as allow_list

EXIT_FAILED = 1
EXIT_CANNOT_RUN_HERE = 3
EXIT_NOBODY_READS = 141
"""128 + SIGPIPE, as a shell says of a program that `head` has read enough of."""

DESCRIPTION = """\
A real Active Directory domain (Samba) and emulated Windows hosts on loopback addresses of this machine.
Everything is in .lab (or the directory that LAB_DIR names); nothing runs after `./lab down`.
"""
EPILOG = """\
examples:
  ./lab up
  ./lab exec -- ansible windows -m ansible.windows.win_ping
  ./lab exec -- ansible-playbook my.yml
  ./lab fault dc-down
  ./lab down
exit codes: 0 good, 1 failed, 3 this machine cannot have a lab; exec: what COMMAND gave
"""


def up(lab: Laboratory, options: argparse.Namespace) -> None:
    """Start a pristine lab."""
    requirements.check_machine()
    requirements.check_python()
    install(lab, options)
    with lab.locked():
        if lab.service is not None:
            raise LabError("The lab is already running (./lab status). For a pristine one: ./lab down, then ./lab up.")
        start = time.monotonic()
        domains = [FIRST, SECOND] if options.second_domain else [FIRST]
        lab.start(domains, options.hosts, options.powershell)
    print(f"The lab is up, in {time.monotonic() - start:.1f} s.")
    status(lab, options)
    print("Try: ./lab exec -- ansible windows -m ansible.windows.win_ping")


def down(lab: Laboratory, options: argparse.Namespace) -> None:
    """End the lab; good also when none runs."""
    with lab.locked():
        lab.stop()
    print("The lab is down.")


def install(lab: Laboratory, options: argparse.Namespace) -> None:
    """Install the packages that are missing."""
    requirements.check_machine()
    if packages := requirements.missing():
        print(f"Installing {' '.join(packages)} …", flush=True)
        requirements.install(packages)
    if options.kerberos and requirements.missing_for_kerberos():
        print("Compiling what Kerberos needs, about a minute …", flush=True)
        requirements.install_kerberos()


def status(lab: Laboratory, options: argparse.Namespace) -> None:
    """Show what runs; LabError when nothing does."""
    lab.require_running()
    for domain in lab.domains:
        running = "answers" if lab.controller(domain).process else "is down"
        print(f"  {domain.dns_name:<14} {domain.netbios_name:<6} {domain.controller} on {domain.address} {running}")
    for host in lab.hosts.hosts:
        now = state.load(host.directory(lab.directory))
        member = now.domain.dns if now.domain else now.workgroup
        pending = " (restart pending)" if now.reboot_pending else ""
        print(f"  {host.name:<14} {now.netbios_name:<15} {host.address}  {member}{pending}")
    if powershell := powershell_copy.executable(lab.directory):
        print(f"  hosts run {powershell}")
    print(f"  inventory {lab.inventory_file}, logs {lab.directory / 'log'}")


def reset(lab: Laboratory, options: argparse.Namespace) -> None:
    """Make hosts pristine again."""
    lab.require_running()
    with lab.locked():
        for name in options.host:
            host = lab.reset_host(name)
            print(f"{host.name} is {host.computer_name} in a workgroup again; accounts in the domain stay.")


def host_add(lab: Laboratory, options: argparse.Namespace) -> None:
    """Add a host."""
    lab.require_running()
    if options.domain not in [domain.dns_name for domain in lab.domains]:
        raise LabError(f"The lab has no domain {options.domain}; the second one comes with ./lab up --second-domain.")
    with lab.locked():
        host = lab.add_host(options.name, options.computer_name or options.name.upper(), options.domain)
    print(f"{host.name} is {host.computer_name} on {host.address}; its lab_domain is {host.domain}.")


def image_add(lab: Laboratory, options: argparse.Namespace) -> None:
    """Make an image and print its Windows directory."""
    lab.require_running()
    with lab.locked():
        print(lab.add_image(options.name))


def image_boot(lab: Laboratory, options: argparse.Namespace) -> None:
    """Start an image as a host."""
    lab.require_running()
    with lab.locked():
        host = lab.boot_image(options.name)
    print(f"{host.name} is {host.computer_name} on {host.address}.")


def fault(lab: Laboratory, options: argparse.Namespace) -> None:
    """Make something go wrong, or right again; without a name show what can."""
    if not options.fault:
        for name, row in FAULTS.items():
            print(f"  {f'{name} {row.target}':<28} {row.effect}")
        return
    lab.require_running()
    with lab.locked():
        print(FAULTS[options.fault].apply(lab, options.target, options.value))


def reuse_allow_list(lab: Laboratory, options: argparse.Namespace) -> None:
    """Set whose computer accounts anybody with rights on them may join with (KB5020276)."""
    lab.require_running()
    if options.domain not in [domain.dns_name for domain in lab.domains]:
        raise LabError(f"The lab has no domain {options.domain}.")
    allow_list.write(lab.directory, options.domain, options.account)
    print(f"{options.domain} lets accounts of {', '.join(options.account) or 'nobody else'} be reused.")


def inventory(lab: Laboratory, options: argparse.Namespace) -> None:
    """Print the inventory's path, or an inventory."""
    lab.require_running()
    if options.list or options.transport:
        transport = TRANSPORTS[options.transport or DEFAULT.name]
        if transport.kerberos:
            requirements.check_kerberos()
        print(lab.inventory_text(transport), end="")
    else:
        print(lab.inventory_file)


def execute(lab: Laboratory, options: argparse.Namespace) -> None:
    """Become a command that sees the lab."""
    lab.require_running()
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        raise LabError("No command. Example: ./lab exec -- ansible windows -m ansible.windows.win_ping")
    sys.stdout.flush()
    lab.run(command)


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    top = argparse.ArgumentParser(
        prog="./lab", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, action: Callable[[Laboratory, argparse.Namespace], None], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(action=action)
        return command

    start = add("up", up, "start a pristine lab; installs missing packages with apt")
    start.set_defaults(kerberos=False)
    start.add_argument("--second-domain", action="store_true", help=f"start {SECOND.dns_name} too")
    start.add_argument(
        "--powershell",
        type=pathlib.Path,
        metavar="PATH",
        help="run a copy of this PowerShell 7 (pwsh) on the hosts instead of the stand-in",
    )
    start.add_argument("--hosts", type=int, default=2, metavar="N", help="number of hosts (default: 2)")
    add("down", down, "end the lab")
    add("status", status, "show domains and hosts")
    add("install", install, "install the packages that the lab needs, and nothing else").add_argument(
        "--kerberos", action="store_true", help="also compile what the transports with Kerberos need, for this Python"
    )
    reset_parser = add("reset", reset, "make hosts pristine again: their first name, in a workgroup, just booted")
    reset_parser.add_argument("host", nargs="+", metavar="HOST")
    _add_host_command(commands)
    _add_image_command(commands)
    fault_parser = add("fault", fault, "make something go wrong; without NAME: what can")
    fault_parser.add_argument("fault", nargs="?", choices=FAULTS, metavar="NAME")
    fault_parser.add_argument("target", nargs="?", default="", metavar="TARGET")
    fault_parser.add_argument("value", nargs="?", default="", metavar="VALUE")
    _add_reuse_command(add("reuse-allow-list", reuse_allow_list, "set whose computer accounts others may join with"))
    inventory_parser = add("inventory", inventory, "print the path of the inventory")
    inventory_parser.add_argument(
        "--list", action="store_true", help="print the inventory itself, which has the lab's passwords"
    )
    inventory_parser.add_argument(
        "--transport",
        choices=TRANSPORTS,
        metavar="NAME",
        help=f"print one for another way to reach the hosts: {', '.join(TRANSPORTS)}",
    )
    execute_parser = add("exec", execute, "run a command with the lab's inventory, collections and resolver")
    execute_parser.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    return top


def _add_host_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    host = commands.add_parser("host", help="add a host: host add NAME")
    add = host.add_subparsers(required=True, metavar="add").add_parser(
        "add", help="add a pristine host to the running lab"
    )
    add.set_defaults(action=host_add)
    add.add_argument("name", metavar="NAME", help="name in the inventory")
    add.add_argument("--name", dest="computer_name", metavar="N", help="computer name (default: NAME in upper case)")
    add.add_argument(
        "--domain",
        choices=DOMAINS,
        default=FIRST.dns_name,
        help="whose data its lab_* variables have (default: %(default)s)",
    )


def _add_reuse_command(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "account", nargs="*", metavar="OWNER", help="user or group (sAMAccountName) that owns them; none: as pristine"
    )
    command.add_argument(
        "--domain", choices=DOMAINS, default=FIRST.dns_name, help="whose policy it is (default: %(default)s)"
    )


def _add_image_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    image = commands.add_parser("image", help="make an image of Windows that does not run, or boot one")
    verbs = image.add_subparsers(required=True, metavar="{add,boot}")
    for verb, action, text in (
        ("add", image_add, "make an image; prints its Windows directory, which hosts see too"),
        ("boot", image_boot, "start an image for the first time; it is a host from then on"),
    ):
        command = verbs.add_parser(verb, help=text, description=text)
        command.set_defaults(action=action)
        command.add_argument("name", metavar="NAME", help="name in the inventory once it runs")


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code."""
    options = parser().parse_args(arguments)
    try:
        requirements.check_root()
        options.action(Laboratory.default(), options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Or the interpreter would flush once more at its end, and complain (library reference, "Note on SIGPIPE").
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_NOBODY_READS
    except CannotRunHere as problem:
        print(f"lab: cannot run here: {problem}", file=sys.stderr)
        return EXIT_CANNOT_RUN_HERE
    except LabError as problem:
        print(f"lab: {problem}", file=sys.stderr)
        return EXIT_FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
