"""The size and shape of the code: what docs/explanation/architecture.md shows, made anew.

    python -m benchmarks.measures            print the table
    python -m benchmarks.measures --write    put it into the architecture page

Counts the five apps without their migrations, and the tests. A function's body is its lines without
signature, decorators and docstring. Reads the files alone: needs no Django and no database.
"""

import argparse
import ast
import io
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "indicators", "sources", "rest", "ledger")
PAGE = ROOT / "docs" / "explanation" / "architecture.md"
BEGIN, END = "<!-- measures: begin -->", "<!-- measures: end -->"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A file of Python: its name as imported, its text and its tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module


def modules(folder: str) -> list[Module]:
    """The modules below a folder of the checkout without migrations, ordered by name."""
    paths = sorted((ROOT / folder).rglob("*.py"))
    return [_module(path) for path in paths if "migrations" not in path.parts]


def _module(path: Path) -> Module:
    text = path.read_text()
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, path, text, ast.parse(text))


# -- lines -------------------------------------------------------------


def docstring_lines(tree: ast.Module) -> set[int]:
    """The numbers of the lines that docstrings take."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, owners) and (docstring := _docstring(node)):
            found.update(range(docstring.lineno, (docstring.end_lineno or 0) + 1))
    return found


def _docstring(node: ast.AST) -> ast.Expr | None:
    body = getattr(node, "body", None)
    first = body[0] if body else None
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return first if is_text and isinstance(first.value.value, str) else None  # type: ignore[union-attr]


def comment_lines(text: str) -> tuple[int, int]:
    """How many lines hold a comment, and how many of them nothing else."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = [token.line for token in tokens if token.type == tokenize.COMMENT]
    return len(lines), sum(line.lstrip().startswith("#") for line in lines)


def code_lines(module: Module) -> int:
    """How many lines hold code: no blank lines, comments or docstrings."""
    filled = sum(bool(line.strip()) for line in module.text.splitlines())
    inside = docstring_lines(module.tree)
    lines = module.text.splitlines()
    documented = sum(bool(lines[number - 1].strip()) for number in inside)
    return filled - documented - comment_lines(module.text)[1]


# -- functions ---------------------------------------------------------


def functions(tree: ast.Module) -> Iterator[Function]:
    """Every function and method of a module, inner ones too."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def body_length(function: Function) -> int:
    """The lines of a function's body without its docstring."""
    body = function.body[1:] if _docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def returns_annotated(function: Function) -> bool:
    return function.returns is not None


# -- imports -----------------------------------------------------------


def imports(module: Module, known: Mapping[str, Module]) -> set[str]:
    """The modules of the project that a module imports at its top level."""
    found: set[str] = set()
    for node in module.tree.body:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            found.update(
                f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base
                for alias in node.names
            )
    return {name for name in found if name in known and name != module.name}


def _base(module: Module, node: ast.ImportFrom) -> str:
    """The package that a `from` import names, relative ones resolved."""
    if not node.level:
        return node.module or ""
    package = module.name.split(".")
    up = node.level - (module.path.name == "__init__.py")
    return ".".join([*package[: len(package) - up], *([node.module] if node.module else [])])


def cycles(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """The groups of modules that import each other in a circle (Tarjan's algorithm)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in index:
                visit(other)
            if other in stack:
                low[name] = min(low[name], low[other])
        if low[name] == index[name]:
            group = set(stack[stack.index(name) :])
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(group)

    for name in sorted(graph):
        if name not in index:
            visit(name)
    return found


# -- the table ---------------------------------------------------------


def spread(values: Iterable[int]) -> str:
    """Median, 90th percentile and maximum."""
    ordered = sorted(values)
    return f"{_at(ordered, 50)} / {_at(ordered, 90)} / {ordered[-1]}"


def _at(ordered: Sequence[int], percent: int) -> int:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %"


def measures() -> dict[str, str]:
    """Name of each measure -> its value, in the order of the table."""
    source = [module for app in APPS for module in modules(app)]
    tests = modules("tests")
    known = {module.name: module for module in source}
    lines = [len(module.text.splitlines()) for module in source]
    code = sum(code_lines(module) for module in source)
    comments = sum(comment_lines(module.text)[0] for module in source)
    docstrings = sum(len(docstring_lines(module.tree)) for module in source)
    found = [function for module in source for function in functions(module.tree)]
    test_lines = sum(len(module.text.splitlines()) for module in tests)
    test_functions = sum(
        function.name.startswith("test_") for module in tests for function in functions(module.tree)
    )
    circles = cycles({module.name: imports(module, known) for module in source})
    return {
        "files / lines": f"{len(source)} / {sum(lines):,}",
        "lines of a file: median / 90 % / longest": spread(lines),
        "lines of a function's body: median / 90 % / longest": spread(map(body_length, found)),
        "functions": f"{len(found):,}",
        "comment / docstring lines per 100 lines of code": f"{100 * comments / code:.1f} / "
        f"{100 * docstrings / code:.1f}",
        "functions with an annotated result": share(sum(map(returns_annotated, found)), len(found)),
        "modules with a docstring": share(
            sum(ast.get_docstring(module.tree) is not None for module in source if module.text),
            sum(bool(module.text) for module in source),
        ),
        "lines of tests per line of source": f"{test_lines / sum(lines):.2f}",
        "test functions": f"{test_functions:,}",
        "import cycles between modules": str(len(circles)),
    }


def room_of(module: Module) -> str:
    """The room that a module lies in: its app, or its app and the folder in it."""
    return "/".join(module.path.relative_to(ROOT).parts[:-1][:2]) + "/"


def by_room() -> list[tuple[str, str, str]]:
    """Each room, its files and lines, and the rooms that it imports."""
    source = [module for app in APPS for module in modules(app)]
    known = {module.name: module for module in source}
    lengths: dict[str, list[int]] = {}
    imported: dict[str, set[str]] = {}
    for module in source:
        room = room_of(module)
        lengths.setdefault(room, []).append(len(module.text.splitlines()))
        rooms = {room_of(known[name]) for name in imports(module, known)}
        imported.setdefault(room, set()).update(rooms - {room})
    return [
        (room, f"{len(lines)} / {sum(lines):,}", ", ".join(sorted(imported[room])))
        for room, lines in lengths.items()
        if not room.endswith(("/management/", "/static/"))
    ]


def table() -> str:
    """Both tables in Markdown."""
    lines = ["| Measure | Now |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in measures().items()]
    lines += ["", "| Room | Files / lines | Imports |", "|---|---|---|"]
    lines += [f"| `{room}` | {size} | {imported} |" for room, size, imported in by_room()]
    return "\n".join(lines)


def write() -> None:
    """Put the tables between their marks in the architecture page."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the code.")
    parser.add_argument("--write", action="store_true", help="update the architecture page")
    if parser.parse_args().write:
        write()
    else:
        print(table())


if __name__ == "__main__":
    main()
