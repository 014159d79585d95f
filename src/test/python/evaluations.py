"""Writes what scikit-learn says of scores whose true labels are known, or with --check verifies the committed numbers.

Usage: evaluations.py [--check]
Each case is drawn at random from a seed, or is the sample penguins as Keras scores them, and becomes a JSON file: labels, the
true class and the probabilities of each row (not for the penguins, which a test scores itself), and scikit-learn's numbers.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    brier_score_loss,
    confusion_matrix,
    log_loss,
    precision_recall_fscore_support,
    roc_auc_score,
)

ROOT = Path(__file__).resolve().parents[3]
TREE = ROOT / "src" / "test" / "resources" / "evaluations"
SEED = 20_261_127
BINS = 10

Case = tuple[np.ndarray, np.ndarray]  # the true classes; the probabilities, (rows, classes)


def both(positive: np.ndarray) -> np.ndarray:
    """Of two classes, as one sigmoid unit gives them."""
    positive = positive.astype(np.float32)
    return np.stack([np.float32(1) - positive, positive], axis=1)


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)


def two(rng: np.random.Generator) -> Case:
    truths = rng.integers(0, 2, 400)
    logits = rng.normal(2.0 * truths - 1, 1.5)
    positive = (1 / (1 + np.exp(-logits))).astype(np.float32)
    positive[:2] = 0, 1  # beyond what a logarithm takes
    truths[:2] = 1, 0
    return truths, both(positive)


def rare(rng: np.random.Generator) -> Case:
    """One row in fifty is positive, and no score is above a tenth."""
    truths = (np.arange(2000) % 50 == 0).astype(int)
    return truths, both(np.minimum(np.exp(rng.normal(1.5 * truths - 7, 1)), 0.1))


def ties(rng: np.random.Generator) -> Case:
    """Scores on the edges of the bins of confidence."""
    positive = rng.integers(0, 11, 300) / 10
    return (rng.random(300) < positive).astype(int), both(positive)


def several(rng: np.random.Generator, classes: int, rows: int) -> Case:
    truths = rng.integers(0, classes, rows)
    logits = rng.normal(0, 1.2, (rows, classes))
    logits[np.arange(rows), truths] += 2
    return truths, softmax(logits)


def absent(rng: np.random.Generator) -> Case:
    """No row is of the last class, and none is predicted as the one before."""
    truths = rng.integers(0, 3, 200)
    logits = rng.normal(0, 1, (200, 4))
    logits[np.arange(200), truths] += 1
    logits[:, 2] -= 20
    return truths, softmax(logits)


def penguins() -> tuple[list[str], np.ndarray, np.ndarray]:
    scored = pq.read_table(ROOT / "data-samples" / "penguins" / "expected.parquet")
    table = pq.read_table(ROOT / "data-samples" / "penguins" / "penguins.parquet", columns=["id", "species"])
    species = dict(zip(table["id"].to_pylist(), table["species"].to_pylist(), strict=True))
    labels = [name.removeprefix("probability_") for name in scored.column_names[1:]]
    truths = np.array([labels.index(species[one]) for one in scored["id"].to_pylist()])
    return labels, truths, np.stack([scored[name].to_numpy() for name in scored.column_names[1:]], axis=1)


def number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def by_class(truths: np.ndarray, scores: np.ndarray, label: int) -> dict[str, float | None]:
    """The areas under the curves of one class against the others."""
    own = truths == label
    if own.all() or not own.any():
        return {"roc_auc": None, "average_precision": None}
    return {
        "roc_auc": float(roc_auc_score(own, scores[:, label])),
        "average_precision": float(average_precision_score(own, scores[:, label])),
    }


def metrics(truths: np.ndarray, scores: np.ndarray) -> dict[str, object]:
    classes = list(range(scores.shape[1]))
    predicted = scores.argmax(axis=1)
    confidence = scores.max(axis=1)
    precision, recall, f1, support = precision_recall_fscore_support(truths, predicted, labels=classes, zero_division=np.nan)
    macro = precision_recall_fscore_support(truths, predicted, labels=classes, average="macro", zero_division=0)
    right, mean = calibration_curve(truths == predicted, confidence, n_bins=BINS)
    binned = np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], confidence)
    rows = [int(n) for n in np.bincount(binned, minlength=BINS)]
    weights = np.array([n for n in rows if n]) / len(truths)
    y_proba = scores[:, 1] if len(classes) == 2 else scores
    return {
        "accuracy": float(accuracy_score(truths, predicted)),
        "log_loss": float(log_loss(truths, y_proba, labels=classes)),
        "brier_score": float(brier_score_loss(truths, y_proba, labels=classes)),
        "macro": dict(zip(("precision", "recall", "f1"), map(float, macro[:3]), strict=True)),
        "confusion_matrix": confusion_matrix(truths, predicted, labels=classes).tolist(),
        "calibration": {"rows": rows, "accuracy": right.tolist(), "confidence": [float(one) for one in mean]},
        "calibration_error": float(np.sum(weights * np.abs(right - mean))),
        "classes": [
            {
                "support": int(support[label]),
                "precision": number(precision[label]),
                "recall": number(recall[label]),
                "f1": number(f1[label]),
                **by_class(truths, scores, label),
            }
            for label in classes
        ],
    }


def case(truths: np.ndarray, scores: np.ndarray) -> dict[str, object]:
    """The shortest decimals that give the same floats."""
    probabilities = [[float(str(one)) for one in row] for row in scores.astype(np.float32)]
    labels = [str(label) for label in range(scores.shape[1])]
    return {"labels": labels, "truths": truths.tolist(), "probabilities": probabilities, "scikit_learn": metrics(truths, scores)}


def cases() -> dict[str, dict[str, object]]:
    drawn = {
        "two": two,
        "rare": rare,
        "ties": ties,
        "three": lambda rng: several(rng, 3, 400),
        "thirty": lambda rng: several(rng, 30, 300),
        "absent": absent,
    }
    made = {name: case(*draw(np.random.default_rng(SEED))) for name, draw in drawn.items()}
    labels, truths, scores = penguins()
    return made | {"penguins": {"labels": labels, "scikit_learn": metrics(truths, scores)}}


def near(one: object, other: object) -> bool:
    """The same, but for the last digits of numbers that are no whole ones."""
    if isinstance(one, float) and isinstance(other, float):
        return bool(np.isclose(one, other, rtol=1e-6, atol=1e-9))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(near(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(near, one, other))
    return type(one) is type(other) and one == other


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the committed numbers, change nothing")
    check = parser.parse_args().check
    TREE.mkdir(parents=True, exist_ok=True)
    made = cases()
    failed = 0
    for name, content in made.items():
        path = TREE / f"{name}.json"
        if check and (not path.exists() or not near(json.loads(path.read_text(encoding="utf-8")), content)):
            print(f"evaluations/{path.name} differs")
            failed += 1
        elif not check:
            path.write_text(json.dumps(content) + "\n", encoding="utf-8")
    if check:
        print(f"{len(made) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
