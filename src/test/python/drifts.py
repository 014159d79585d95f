"""Writes how far samples are apart as NumPy and SciPy compute it, or with --check verifies the committed numbers.

Usage: drifts.py [--check]
DriftTest builds the same histograms in Java. PSI, Jensen-Shannon and the noise are of the fine bins with one more for missing values;
the binned Wasserstein distance is that of weighted places, the other one that of the samples themselves.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from scipy.spatial.distance import jensenshannon
from scipy.stats import chi2, wasserstein_distance

FILE = Path(__file__).resolve().parents[1] / "resources" / "drift" / "cases.json"

# Name: the reference, the run (NaN where a value is missing) and the edges of the bins.
Samples = tuple[np.ndarray, np.ndarray, np.ndarray]


def samples() -> dict[str, Samples]:
    draw = np.random.default_rng(20261127)
    normal = draw.normal(10, 2, 400)
    tail = draw.lognormal(0, 1, 300)
    days = draw.poisson(3, 250).astype(float)
    zeros = np.where(draw.random(200) < 0.6, 0.0, draw.exponential(2, 200))
    missing = np.where(draw.random(150) < 0.2, np.nan, draw.uniform(-1, 1, 150))
    return {
        "shifted": (normal, draw.normal(11, 2, 300), np.quantile(normal, np.linspace(0, 1, 21))),
        "wider": (normal, draw.normal(10, 4, 350), np.quantile(normal, np.linspace(0, 1, 11))),
        "tail": (tail, draw.lognormal(0.2, 1.1, 180), np.quantile(tail, np.linspace(0, 1, 16))),
        "counted": (days, draw.poisson(4, 250).astype(float), np.arange(0, 9) - 0.5),
        "zeros": (zeros, np.where(draw.random(100) < 0.3, 0.0, draw.exponential(2, 100)), np.array([0, 1e-3, 1, 2, 4])),
        "missing": (missing, np.where(draw.random(150) < 0.5, np.nan, draw.uniform(-1, 1, 150)), np.linspace(-1, 1, 6)),
        "one value": (np.full(50, 5.0), np.full(40, 7.0), np.array([5.0, 5.0000005])),
        "the same": (normal, normal, np.quantile(normal, np.linspace(0, 1, 9))),
    }


def binned(values: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many values are in each bin, the first and the last of which have one end, and where they lie."""
    known = values[~np.isnan(values)].astype(np.float32)
    bins = np.searchsorted(edges, known, side="right")
    counts = np.bincount(bins, minlength=len(edges) + 1)
    wide = edges.astype(float)
    places = np.concatenate([[0.0], (wide[1:] + wide[:-1]) / 2, [0.0]])
    for end in (0, len(edges)):
        if counts[end]:
            places[end] = known[bins == end].astype(float).mean()
    return counts, places


def case(reference: np.ndarray, run: np.ndarray, edges: np.ndarray) -> dict[str, object]:
    edges = np.unique(edges.astype(np.float32))
    (p_counts, p_places), (q_counts, q_places) = binned(reference, edges), binned(run, edges)
    p_all = np.append(p_counts, np.isnan(reference).sum())
    q_all = np.append(q_counts, np.isnan(run).sum())
    used = (p_all > 0) | (q_all > 0)
    p, q = (np.maximum(counts[used], 0.5) / counts.sum() for counts in (p_all, q_all))
    degrees = int(used.sum()) - 1
    unit = 1 / len(reference) + 1 / len(run)
    return {
        "reference": [None if np.isnan(value) else float(value) for value in reference.astype(np.float32)],
        "run": [None if np.isnan(value) else float(value) for value in run.astype(np.float32)],
        "edges": [float(edge) for edge in edges],
        "reference_counts": p_counts.tolist(),
        "counts": q_counts.tolist(),
        "psi": float(((q - p) * np.log(q / p)).sum()),
        "psi_expected": degrees * unit,
        "psi_noise": float(chi2.ppf(0.95, degrees) * unit) if degrees else 0.0,
        "jensen_shannon": float(jensenshannon(p_all, q_all, base=2)),
        "wasserstein": float(wasserstein_distance(p_places, q_places, p_counts, q_counts)),
        "wasserstein_of_samples": float(
            wasserstein_distance(*(values[~np.isnan(values)].astype(np.float32) for values in (reference, run)))
        ),
    }


def close(one: object, other: object) -> bool:
    """The same up to the last digits, which differ between processors."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(close(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(close, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return one == other


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the committed numbers, change nothing")
    cases = {name: case(*drawn) for name, drawn in samples().items()}
    if not parser.parse_args().check:
        FILE.parent.mkdir(parents=True, exist_ok=True)
        lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(numbers)}" for name, numbers in cases.items())
        FILE.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
        return
    committed = json.loads(FILE.read_text(encoding="utf-8"))
    failed = [name for name in cases | committed if not close(cases.get(name), committed.get(name))]
    for name in failed:
        print(f"drift/{FILE.name}: '{name}' differs")
    print(f"{len(cases | committed) - len(failed)} passed, {len(failed)} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
