"""Makes the model of StatisticsTest: 784 inputs, 32 and 10 units, seeded random weights."""

import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

TARGET = Path(__file__).parents[1] / "resources" / "benchmark" / "wide.keras"
SEED = 784


def main() -> None:
    """Writes the model file."""
    model = keras.Sequential(
        [
            keras.Input((784,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    random = np.random.default_rng(SEED)
    model.set_weights([random.normal(0, 0.05, w.shape).astype("float32") for w in model.get_weights()])
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    model.save(TARGET)


if __name__ == "__main__":
    main()
