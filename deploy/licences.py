"""Print the licence of every package of the environment this runs in, as a Markdown table."""

import re
import sys
from importlib.metadata import Distribution, distributions


def main() -> int:
    """One row a package, in alphabetical order."""
    print("| package | version | licence |\n|---|---|---|")
    rows = {re.sub(r"[-_.]+", "-", each.metadata["Name"]).lower(): each for each in distributions()}
    for name in sorted(rows):
        print(f"| {name} | {rows[name].version} | {licence_of(rows[name])} |")
    return 0


def licence_of(package: Distribution) -> str:
    """What the package's metadata says: the SPDX expression, else its classifiers, else the first line of its text."""
    metadata = package.metadata
    if expression := metadata.get("License-Expression"):
        return expression
    classifiers = [
        each.split(" :: ")[-1] for each in metadata.get_all("Classifier") or [] if each.startswith("License ::")
    ]
    named = [each for each in classifiers if each != "OSI Approved"]
    if named:
        return "; ".join(named)
    first_line = (metadata.get("License") or "not stated").strip().splitlines()[0]
    return re.sub(r"[|\s]+", " ", first_line)[:60] or "not stated"


if __name__ == "__main__":
    sys.exit(main())
