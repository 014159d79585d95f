"""Opens the models that WrittenModels wrote in Java, and compares what Keras computes with what Java computed.

Usage: written.py [--check]
It checks either way. ``mvn -B -q test-compile exec:exec@written-models`` writes the models; check.sh calls it.
"""

from __future__ import annotations

import os

os.environ |= {"CUDA_VISIBLE_DEVICES": "-1", "TF_ENABLE_ONEDNN_OPTS": "0", "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np

TREE = Path(__file__).resolve().parents[3] / "target" / "written-models"
TOLERANCE = 1e-6  # absolute below 1, of the value above


# TensorFlow has no channels_first of these on a CPU: such models are opened and counted, not run.
GPU_ONLY = ("Conv1D", "Conv2D", "Conv1DTranspose", "Conv2DTranspose")


def runs_here(model: Any) -> bool:
    layers = [layer for layer in model._flatten_layers() if type(layer).__name__ in GPU_ONLY]  # noqa: SLF001
    return all(layer.data_format == "channels_last" or getattr(layer, "groups", 1) > 1 for layer in layers)


def problem(entry: dict[str, Any]) -> str | None:
    """What is wrong with a model, if anything is."""
    try:
        model = keras.models.load_model(TREE / entry["file"])
        if model.count_params() != entry["parameters"]:
            return f"has {model.count_params()} parameters, not {entry['parameters']}"
        if not runs_here(model):
            return None
        inputs = np.array(entry["inputs"], np.float32).reshape(-1, *entry["inputShape"])
        actual = np.asarray(model(inputs, training=False), np.float64).ravel()
    except Exception as failure:  # noqa: BLE001: whatever Keras raises is the finding
        return f"{type(failure).__name__}: {str(failure).splitlines()[0]}"
    expected = np.array(entry["outputs"], np.float64)
    if actual.shape != expected.shape:
        return f"gives {actual.shape} numbers, not {expected.shape}"
    error = np.abs(actual - expected) / np.maximum(1, np.abs(expected))
    if not (error <= TOLERANCE).all():
        return f"is off by {error.max():.2e}"
    return None


def main() -> None:
    warnings.simplefilter("ignore")
    entries = json.loads((TREE / "index.json").read_text(encoding="utf-8"))
    failed = 0
    for entry in entries:
        found = problem(entry)
        if found:
            print(f"{entry['file']}: {found}")
            failed += 1
    print(f"{len(entries) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
