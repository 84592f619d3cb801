"""Run the tests: python -m tests [long] [arguments of pytest].

Without `long`, tests marked so are left out. Without further arguments two processes share the work.
What could not run on this machine is listed last, with the line that installs what is missing.
"""

import sys

import pytest


def main(arguments: list[str]) -> int:
    long = "long" in arguments
    given = [argument for argument in arguments if argument != "long"]
    chosen = [] if long else ["-m", "not long"]
    # The walks in a browser are few and long: who is done takes over from who is not.
    spread = [] if given else ["-n", "2", "--dist", "worksteal"]
    return int(pytest.main([*chosen, *spread, *given]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
