"""profiles: what is remembered about each source, shown and changed."""

import argparse

from loaders.commands.saying import Commands, home_option, say
from loaders.profiles import NAMES, forget, profiles, remember
from metrics.errors import ExportError


def add(commands: Commands) -> None:
    """The parser of `profiles`."""
    command = commands.add_parser("profiles", help="answers remembered by source")
    command.set_defaults(command=_show)
    home_option(command)
    actions = command.add_subparsers(metavar="set|forget")
    change = actions.add_parser("set", help="change answers for the files to come")
    change.add_argument("source", metavar="SOURCE")
    change.add_argument("answers", nargs="+", metavar="NAME=VALUE", help=", ".join(NAMES))
    change.set_defaults(command=_set)
    drop = actions.add_parser("forget", help="forget every answer about a source")
    drop.add_argument("source", metavar="SOURCE")
    drop.set_defaults(command=_forget)
    for action in (change, drop):
        home_option(action, is_action=True)


def _show(options: argparse.Namespace) -> int:
    found = profiles(options.home)
    for source, profile in found.items():
        told = ", ".join(f"{name} {value}" for name, value in profile.told().items())
        say(f"{source}: {told or 'nothing'}")
    if not found:
        say("nothing is remembered yet")
    return 0


def _set(options: argparse.Namespace) -> int:
    told = dict(_pair(text) for text in options.answers)
    profile = remember(options.home, options.source, told)
    said = ", ".join(f"{name} {value}" for name, value in profile.told().items())
    say(f"{options.source}: {said}; used for the files to come where they leave it open")
    return 0


def _forget(options: argparse.Namespace) -> int:
    forget(options.home, options.source)
    say(f"{options.source}: forgotten")
    return 0


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not value.strip():
        raise ExportError(f'"{text}" is no NAME=VALUE such as time_zone=Europe/Berlin')
    return name.strip(), value.strip()
