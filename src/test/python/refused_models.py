"""Models that real Keras saves and that are outside what a data-only reader of Sequential models may accept."""

from __future__ import annotations

import gc
import os

os.environ |= {"CUDA_VISIBLE_DEVICES": "-1", "TF_ENABLE_ONEDNN_OPTS": "0", "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}

import tempfile
from collections.abc import Callable
from pathlib import Path

import keras
from keras import layers

import golden_rewrites


@keras.saving.register_keras_serializable(package="shop")
class Scale(layers.Layer):
    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        return inputs * 2.0


class Churn(keras.Model):
    def __init__(self) -> None:
        super().__init__()
        self.dense = layers.Dense(2)

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        return self.dense(inputs)


def double(inputs: keras.KerasTensor) -> keras.KerasTensor:
    return inputs * 2.0


def sequential(shape: tuple[int, ...], *stack: layers.Layer) -> keras.Model:
    return keras.Sequential([keras.Input(shape), *stack])


def unsupported_layers() -> keras.Model:
    attention = layers.MultiHeadAttention(2, 3)
    inputs = keras.Input((5, 5, 1))
    steps = layers.Reshape((9, 2))(layers.Conv2D(2, 3)(inputs))
    return keras.Model(inputs, layers.Dense(2)(layers.LSTM(3)(attention(steps, steps))))


def two_inputs() -> keras.Model:
    one, other = keras.Input((2,)), keras.Input((3,))
    return keras.Model([one, other], layers.Dense(2)(layers.Concatenate()([one, other])))


def two_outputs() -> keras.Model:
    inputs = keras.Input((2,))
    return keras.Model(inputs, [layers.Dense(2)(inputs), layers.Dense(3)(inputs)])


def unsupported_sequential() -> keras.Model:
    einsum = layers.EinsumDense("abc,cd->abd", output_shape=(6, 3))
    return sequential((7, 2), layers.Conv1D(3, 2), einsum, layers.LSTM(3), layers.Discretization(bin_boundaries=[0.0, 1.0]), layers.Dense(2))


def branches() -> keras.Model:
    inputs = keras.Input((3,))
    return keras.Model(inputs, layers.Add()([layers.Dense(3)(inputs), inputs]))


def layer_used_twice() -> keras.Model:
    inputs = keras.Input((3,))
    dense = layers.Dense(3)
    return keras.Model(inputs, dense(dense(inputs)))


def subclassed() -> keras.Model:
    model = Churn()
    model.build((None, 3))
    return model


def string_lookup() -> keras.Model:
    inputs = keras.Input((1,), dtype="string")
    return keras.Model(inputs, layers.Dense(2)(layers.StringLookup(vocabulary=["cat", "dog"], output_mode="one_hot")(inputs)))


def quantized() -> keras.Model:
    model = sequential((4,), layers.Dense(3), layers.Dense(2))
    model.quantize("int8")
    return model


def lora() -> keras.Model:
    return sequential((4,), layers.Embedding(7, 3, lora_rank=2), layers.Flatten(), layers.Dense(2, lora_rank=2))


def with_policy(policy: str) -> keras.Model:
    keras.config.set_dtype_policy(policy)
    model = sequential((3,), layers.Dense(2))
    keras.config.set_dtype_policy("float32")
    return model


MODELS: dict[str, tuple[str, Callable[[], keras.Model]]] = {
    "unsupported-layers.keras": ("holds MultiHeadAttention and branches; both must be named", unsupported_layers),
    "unsupported-sequential.keras": (
        "holds EinsumDense and Discretization between supported layers; every one of them must be named",
        unsupported_sequential,
    ),
    "unsupported-sequential.h5": (
        "holds EinsumDense and Discretization between supported layers; every one of them must be named",
        unsupported_sequential,
    ),
    "two-inputs.keras": ("a Functional model with two inputs", two_inputs),
    "two-inputs.h5": ("a Functional model with two inputs", two_inputs),
    "two-outputs.keras": ("a Functional model with two outputs", two_outputs),
    "branches.keras": ("a Functional model with a skip connection, not a single chain", branches),
    "branches.h5": ("a Functional model with a skip connection, not a single chain", branches),
    "layer-used-twice.keras": ("a Functional model that applies the same Dense twice", layer_used_twice),
    "subclassed-model.keras": ("the model is of the user's own class Churn", subclassed),
    "custom-layer.keras": ("the layer shop>Scale is the user's own, registered with Keras", lambda: sequential((2,), Scale(), layers.Dense(2))),
    "custom-layer.h5": ("the layer shop>Scale is the user's own, registered with Keras", lambda: sequential((2,), Scale(), layers.Dense(2))),
    "custom-activation.keras": ("the activation is the user's own function double", lambda: sequential((2,), layers.Dense(2, activation=double))),
    "string-lookup.keras": ("holds a StringLookup, whose vocabulary could name a file to read", string_lookup),
    "prelu-as-activation.keras": ("a PReLU, which has weights, as the activation of a Dense", lambda: sequential((2,), layers.Dense(2, activation=layers.PReLU()))),
    "quantized-int8.keras": ("quantized to int8", quantized),
    "lora.h5": ("the products of LoRA lie beside the weights that they belong to", lora),
    "bfloat16.keras": ("weights are bfloat16", lambda: with_policy("bfloat16")),
}  # fmt: skip


def saved(file: str, make: Callable[[], keras.Model]) -> bytes:
    keras.backend.clear_session()
    keras.utils.set_random_seed(len(file))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        make().save(path)
        return path.read_bytes() if file.endswith(".h5") else golden_rewrites.undated(path)


def all_models() -> dict[str, tuple[str, bytes]]:
    """The saved files with the reason why each must be refused."""
    # As in golden_writer.py: what was imported is no garbage.
    gc.freeze()
    return {file: (reason, saved(file, make)) for file, (reason, make) in MODELS.items()}
