"""House rules for the modules: short, with a true face, on their floors."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = {"framework": "inlay", "finetune": "inlay_finetune", "eval": "inlay_eval"}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
# A pattern of the synthetic data is a table of wordings with the one body they mean; most of its lines are sentences.
LONGEST_PATTERN = 135
HOLDS_WORDINGS = {"conditions", "presence"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}

modules = [path for folder, package in CODE.items() for path in sorted((ROOT / folder / package).rglob("*.py"))]
every_module = pytest.mark.parametrize("module", modules, ids=lambda path: str(path.relative_to(ROOT)))


def dotted(module: Path) -> str:
    parts = module.relative_to(ROOT).with_suffix("").parts[1:]
    return ".".join(part for part in parts if part != "__init__")


@pytest.mark.parametrize("folder", CODE)
def test_a_code_folder_holds_one_package_and_no_loose_module(folder: str) -> None:
    held = [path.name for path in (ROOT / folder).iterdir() if path.name != "__pycache__" and path.suffix != ".md"]
    assert held == [CODE[folder]]


@every_module
def test_a_module_is_short_and_says_in_its_first_line_what_it_does(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_MODULE
    assert module.stem not in VAGUE_NAMES
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring and docstring.splitlines()[0].endswith((".", ":")), "the first line of the docstring is a sentence"


@every_module
def test_a_function_fits_on_a_screen(module: Path) -> None:
    longest = LONGEST_PATTERN if module.parent.name == "patterns" or module.stem in HOLDS_WORDINGS else LONGEST_FUNCTION
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= longest, f"{node.name} has {length} lines"


@every_module
def test_the_face_of_a_package_holds_no_code(module: Path) -> None:
    if module.name != "__init__.py":
        return
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        assert isinstance(node, ast.Expr | ast.Import | ast.ImportFrom | ast.Assign), ast.unparse(node)


@every_module
def test_the_public_names_are_there_and_sorted(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assigned = [
        node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    if not assigned:
        silent = module.name in ("__init__.py", "__main__.py") or not defines_public_names(tree)
        assert silent, "a module with public names lists them"
        return
    names = ast.literal_eval(assigned[0].value)
    assert len(set(names)) == len(names)
    assert names == sorted(names, key=by_kind), "constants first, then classes, then functions"
    defined = bound_names(tree)
    assert set(names) <= defined, f"not there: {set(names) - defined}"


def by_kind(name: str) -> tuple[int, str]:
    if name.lstrip("_").isupper() and len(name) > 1:
        return 0, name
    return (1 if name[:1].isupper() else 2), name


def defines_public_names(tree: ast.Module) -> bool:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return any(isinstance(node, kinds) and not node.name.startswith("_") for node in tree.body)


def bound_names(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names |= {alias.asname or alias.name for alias in aliases}
    return names


def test_every_module_of_the_framework_can_be_imported() -> None:
    for module in modules:
        if module.is_relative_to(ROOT / "framework") and "_data" not in module.parts:
            importlib.import_module(dotted(module))


@pytest.mark.timeout(120)
def test_every_module_imports_only_from_floors_below_its_own() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
