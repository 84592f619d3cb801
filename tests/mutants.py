"""Small faults planted one at a time, to see whether the tests notice: python -m tests.mutants PATH… -- TEST…

A mutant is one operator, comparison, number or condition turned into another, in a copy that exists in memory only.
Each is tried in a process of its own against the tests named, and is killed when a test fails or when it runs out
of time. What survives is printed with its line, to be read: an equivalent change, or a test that is missing.

    --sample N   so many mutants, drawn with --seed (1); without it, all
    --seconds S  how long one mutant may run (60)
"""

import ast
import io
import os
import random
import signal
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


def places(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every place a mutant can be made, with what it becomes."""
    form = {
        id(one.value)
        for one in ast.walk(tree)
        if isinstance(one, ast.keyword) and one.arg in ("frozen", "slots", "strict", "maxsize")
    }  # these change no answer
    for node in ast.walk(tree):
        if id(node) in form:
            continue
        if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in SWAPS:
            yield node, f"{type(node.op).__name__} → {SWAPS[type(node.op)].__name__}"
        elif isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
            yield node, f"{type(node.ops[0]).__name__} → {SWAPS[type(node.ops[0])].__name__}"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
            yield node, f"without {type(node.op).__name__}"
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            yield node, f"{node.value} → {node.value + 1}"
        elif isinstance(node, ast.Constant) and type(node.value) is bool:
            yield node, f"{node.value} → {not node.value}"
        elif isinstance(node, ast.IfExp):
            yield node, "yes and no exchanged"


def mutated(source: str, number: int) -> tuple[ast.Module, int, str]:
    """The tree with its place of that number turned, the line, and what was done."""
    tree = ast.parse(source)
    node, says = list(places(tree))[number]
    line = node.lineno
    if isinstance(node, ast.BinOp | ast.BoolOp):
        node.op = SWAPS[type(node.op)]()
    elif isinstance(node, ast.Compare):
        node.ops[0] = SWAPS[type(node.ops[0])]()
    elif isinstance(node, ast.Constant):
        node.value = (not node.value) if isinstance(node.value, bool) else node.value + 1
    elif isinstance(node, ast.IfExp):
        node.body, node.orelse = node.orelse, node.body
    elif isinstance(node, ast.UnaryOp):
        node.op = ast.UAdd() if isinstance(node.op, ast.USub) else node.op
        if isinstance(node.op, ast.Not):
            node.operand = ast.UnaryOp(ast.Not(), node.operand)
    return ast.fix_missing_locations(tree), line, says


class Planted(MetaPathFinder, Loader):
    """Gives one module its mutant instead of its file."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, name, path=None, target=None):  # type: ignore[no-untyped-def]
        return ModuleSpec(name, self, origin=str(self.path)) if name == self.name else None

    def create_module(self, spec):  # type: ignore[no-untyped-def]
        return None

    def exec_module(self, module):  # type: ignore[no-untyped-def]
        module.__file__ = str(self.path)
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)


def tried(path: Path, number: int | None, tests: list[str], seconds: int) -> bool:
    """Does a mutant (None: the code as it stands) survive? In a forked process, so that nothing of it is left."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
    signal.alarm(seconds)  # ends the process; a mutant that never ends is killed
    code = 1
    try:
        name = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
        if number is not None:
            sys.meta_path.insert(0, Planted(name, path, mutated(path.read_text("utf-8"), number)[0]))
        import pytest

        quiet = io.StringIO()
        with redirect_stdout(quiet), redirect_stderr(quiet):
            code = int(
                pytest.main(["-x", "-q", "-n0", "-p", "no:cacheprovider", "-p", "no:randomly", *tests])
            )
    finally:
        os._exit(0 if code == 0 else 1)


def main(arguments: list[str]) -> int:
    at = arguments.index("--")
    own, tests = arguments[:at], arguments[at + 1 :]
    options = {"--sample": 0, "--seed": 1, "--seconds": 60}
    named: list[str] = []
    while own:
        word = own.pop(0)
        if word in options:
            options[word] = int(own.pop(0))
        else:
            named.append(word)
    files = [
        path
        for one in named
        for path in ([ROOT / one] if one.endswith(".py") else sorted((ROOT / one).glob("*.py")))
    ]
    every = [(path, n) for path in files for n, _ in enumerate(places(ast.parse(path.read_text("utf-8"))))]
    chosen = (
        random.Random(options["--seed"]).sample(every, options["--sample"]) if options["--sample"] else every
    )
    if not tried(files[0], None, tests, 10 * options["--seconds"]):
        print("The tests do not pass as the code stands: nothing can be said of mutants.")
        return 1
    survived = 0
    for path, number in sorted(chosen):
        if tried(path, number, tests, options["--seconds"]):
            survived += 1
            _, line, says = mutated(path.read_text("utf-8"), number)
            print(f"survives  {path.relative_to(ROOT)}:{line}  {says}", flush=True)
    killed = len(chosen) - survived
    print(
        f"{killed} of {len(chosen)} killed ({100 * killed / max(len(chosen), 1):.0f} %), of {len(every)} possible."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
