"""Writes what Keras prints for the networks of the lessons, or with --check verifies the committed texts.

Usage: summaries.py [--check]
SummaryTest builds the same networks in Java.
"""

from __future__ import annotations

import os

os.environ |= {"CUDA_VISIBLE_DEVICES": "-1", "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow", "COLUMNS": "80"}

import argparse
import gc
import sys
from pathlib import Path

import keras
from keras import layers

TREE = Path(__file__).resolve().parents[1] / "resources" / "summaries"

NETWORKS = {
    "2-3-2": lambda: [keras.Input((2,)), layers.Dense(3, activation="relu"), layers.Dense(2, activation="softmax")],
    "8-6-6-4": lambda: [
        keras.Input((8,)),
        layers.Dense(6, activation="relu"),
        layers.Dense(6, activation="relu"),
        layers.Dense(4, activation="softmax"),
    ],
    "cnn": lambda: [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.BatchNormalization(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ],
    "wrapped": lambda: [
        keras.Input((28, 28, 1)),
        layers.Conv2D(8, 3, strides=2, padding="same", name="a_name_that_is_longer_than_its_column"),
        layers.GlobalAveragePooling2D(),
        layers.Reshape((4, 1, 1, 1, 1, 1, 1, 2, 1, 1)),
        layers.Flatten(),
        layers.Dense(300_000),
        layers.Dense(100, use_bias=False),
    ],
    "recurrent": lambda: [
        keras.Input((64,)),
        layers.Embedding(5000, 16),
        layers.Conv1D(24, 5, activation="relu"),
        layers.LSTM(32, return_sequences=True),
        layers.GRU(32, return_sequences=True),
        layers.SimpleRNN(8),
        layers.Dense(1, activation="sigmoid"),
    ],
}


def summary(name: str) -> str:
    keras.utils.clear_session()
    printed: list[str] = []
    keras.Sequential(NETWORKS[name]()).summary(print_fn=printed.append)
    return "".join(printed).rstrip("\n") + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the committed texts, change nothing")
    check = parser.parse_args().check
    TREE.mkdir(parents=True, exist_ok=True)
    failed = 0
    # As in golden_writer.py: what was imported is no garbage.
    gc.freeze()
    for name in NETWORKS:
        path = TREE / f"{name}.txt"
        text = summary(name)
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            print(f"summaries/{path.name} differs")
            failed += 1
        elif not check:
            path.write_text(text, encoding="utf-8")
    if check:
        print(f"{len(NETWORKS) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
