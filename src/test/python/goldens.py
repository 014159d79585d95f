"""Writes the golden folders, or with --check makes them again and compares.

Usage: goldens.py [--check]
A golden folder holds a model file and golden.json: inputs, and the outputs real Keras gave for them. Writing leaves alone
every committed folder that still says the same, so a run changes only what it has to.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

import numpy as np

import golden_case
import golden_cases
import golden_rewrites
import model_files
from golden_case import Case

HERE = Path(__file__).resolve().parent
TREE = HERE.parent / "resources" / "goldens"
WRITERS = Path(sys.prefix) / "writers"
TOLERANCE = 1e-6


def writer_environment(writer: str) -> dict[str, str]:
    """CPU only and without oneDNN, whose sums depend on the processor. Keras 2 needs a ``tf.keras`` of its own kind."""
    environment = dict(os.environ, CUDA_VISIBLE_DEVICES="-1", TF_ENABLE_ONEDNN_OPTS="0", TF_CPP_MIN_LOG_LEVEL="3", KERAS_BACKEND="tensorflow")
    needed = [] if writer == golden_case.NEWEST else [writer]
    if writer.startswith("keras-2"):
        environment["TF_USE_LEGACY_KERAS"] = "1"
        needed.append(golden_case.TF_KERAS)
    environment["PYTHONPATH"] = os.pathsep.join(str(writer_folder(one)) for one in needed)
    return environment


def writer_folder(writer: str) -> Path:
    folder = WRITERS / writer
    if not folder.is_dir():
        raise SystemExit(f"goldens.py: {writer} is missing below {WRITERS}; run setup.sh")
    return folder


def write_with(writer: str, cases: list[Case], out: Path) -> None:
    package = "tf_keras" if writer == golden_case.TF_KERAS else "keras"
    rows = [asdict(case) | {"seed": case.seed} for case in cases]
    command = [sys.executable, str(HERE / "golden_writer.py"), package, str(out)]
    done = subprocess.run(command, input=json.dumps(rows), text=True, capture_output=True, env=writer_environment(writer), check=False)
    if done.returncode:
        raise SystemExit(f"goldens.py: {writer} failed\n{done.stderr}")


def rewrite(case: Case, out: Path) -> None:
    folder = out / case.folder
    note = golden_rewrites.REWRITES[case.rewrite](folder / case.file)
    golden = json.loads((folder / "golden.json").read_text(encoding="utf-8"))
    marked = {"keras": note.get("keras", golden["keras"]), "made": note["made"]} | {key: value for key, value in golden.items() if key not in ("keras", "made")}
    (folder / "golden.json").write_text(json.dumps(marked, separators=(",", ":")) + "\n", encoding="utf-8")


def generate(out: Path) -> None:
    by_writer: dict[str, list[Case]] = defaultdict(list)
    for case in golden_cases.all_cases():
        by_writer[case.writer].append(case)
    for writer, cases in by_writer.items():
        write_with(writer, cases, out)
    for case in golden_cases.all_cases():
        if case.rewrite:
            rewrite(case, out)


def golden_differences(expected: Path, actual: Path) -> list[str]:
    one, other = (json.loads(path.read_text(encoding="utf-8")) for path in (expected, actual))
    lines = [f"golden.json {key} differs" for key in sorted(one.keys() | other.keys()) if key != "outputs" and one.get(key) != other.get(key)]
    outputs, again = np.array(one["outputs"]), np.array(other["outputs"])
    if outputs.shape != again.shape:
        return [*lines, "golden.json outputs differ in number"]
    tolerance = one.get("tolerance", TOLERANCE)
    error = np.abs(outputs - again) / np.maximum(1, np.abs(outputs))
    worst = int(error.argmax())
    if not error[worst] <= tolerance:
        lines.append(f"outputs[{worst}] expected {outputs[worst]!r}, got {again[worst]!r}, tolerance {tolerance}")
    return lines


def folder_differences(expected: Path, actual: Path) -> list[str]:
    names, again = ({path.name for path in folder.glob("*")} for folder in (expected, actual))
    if names != again:
        return [f"holds {sorted(names)} where {sorted(again)} are made"]
    lines = golden_differences(expected / "golden.json", actual / "golden.json")
    for name in names - {"golden.json"}:
        lines += [f"{name}: {line}" for line in model_files.differences((expected / name).read_bytes(), (actual / name).read_bytes())]
    return lines


def folders(tree: Path) -> set[str]:
    return {str(path.parent.relative_to(tree)) for path in tree.glob("*/*/*")}


def check(made: Path) -> tuple[int, int]:
    failed = 0
    every = sorted(folders(made) | folders(TREE))
    for folder in every:
        lines = folder_differences(TREE / folder, made / folder)
        failed += bool(lines)
        for line in lines:
            print(f"goldens/{folder}: {line}")
    return len(every) - failed, failed


def update(made: Path) -> None:
    for folder in sorted(folders(TREE) - folders(made)):
        shutil.rmtree(TREE / folder)
        print(f"removed goldens/{folder}")
    for folder in sorted(folders(made)):
        if folder_differences(TREE / folder, made / folder):
            shutil.rmtree(TREE / folder, ignore_errors=True)
            shutil.copytree(made / folder, TREE / folder)
            print(f"wrote goldens/{folder}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the committed folders, change nothing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary)
        generate(made)
        if not arguments.check:
            update(made)
            return
        passed, failed = check(made)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
