"""`pinlight explain`: a rule's page of the manual, or the list of all rules."""

import argparse

from pinlight.cli.errors import Unable
from pinlight.cli.terminal import show, table
from pinlight.plugins import records
from pinlight.rules import page


def main(options: argparse.Namespace) -> int:
    rules = sorted(records("rules"), key=lambda rule: str(rule.code))
    if not options.code:
        show(
            table(
                [
                    ("CODE", "SEVERITY", "FINDS"),
                    *((rule.code, rule.severity, rule.summary) for rule in rules),
                ]
            )
        )
        return 0
    for rule in rules:
        if rule.code == options.code:
            print(page(rule))
            return 0
    raise Unable(f"`{options.code}` is not a rule; `pinlight explain` lists them all")
