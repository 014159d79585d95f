"""Writes random Sequential models with what the newest Keras computes from them, in folders like the goldens.

Usage: random_stacks.py OUT [--count 200] [--seed S]
Each stack is two to eight layers of any family that fit each other's shapes. The seed says them all; a stack whose outputs
are large, not finite, all zero or shaken by rounding is drawn again.
"""

from __future__ import annotations

import os

os.environ |= {"CUDA_VISIBLE_DEVICES": "-1", "TF_ENABLE_ONEDNN_OPTS": "0", "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}

import argparse
import gc
import logging
import warnings
from collections.abc import Callable
from dataclasses import asdict
from math import prod
from pathlib import Path
from typing import Any

import keras
import numpy as np

import golden_writer
from golden_case import NEWEST, Case, Layer, dense, inner, layer, sequential

Shape = tuple[int, ...]
Drawn = tuple[Layer, Shape]

LARGEST_OUTPUT = 50.0
LARGEST_ERROR = 2e-5
LARGEST_SHAPE = 400
ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid", "elu", "selu", "softplus", "softsign", "silu", "gelu", "mish", "hard_sigmoid", "leaky_relu")


class Draw:
    """Draws layers that fit a shape. A draw of a layer answers with it and the shape behind it."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def one_of(self, *values: Any) -> Any:
        return values[self.rng.integers(len(values))]

    def between(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high + 1))

    def chance(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)

    def activation(self) -> str:
        return self.one_of(*ACTIVATIONS)

    def window(self, sizes: Shape, *, dilate: bool) -> tuple[dict[str, Any], Shape]:
        """A window over the axes between batch and channels that leaves at least one cell, and the sizes behind it."""
        padding = self.one_of("valid", "same")
        kernel = [self.between(1, min(4, size)) for size in sizes]
        strides, dilation = [1] * len(sizes), [1] * len(sizes)
        if dilate and self.chance(0.3):
            dilation = [self.between(1, 2) for _ in sizes]
        elif self.chance(0.5):
            strides = [self.between(1, 3)] * len(sizes)
        reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilation)]
        if padding == "valid" and any(r > size for r, size in zip(reach, sizes)):
            padding = "same"
        after = [-(-size // s) if padding == "same" else (size - r) // s + 1 for size, r, s in zip(sizes, reach, strides)]
        return {"kernel_size": kernel, "strides": strides, "dilation_rate": dilation, "padding": padding}, tuple(after)

    def convolution(self, shape: Shape) -> Drawn:
        *sizes, channels = shape
        window, after = self.window(tuple(sizes), dilate=True)
        by_channel = self.chance(0.2)
        filters = channels * self.between(1, 2) if by_channel else self.between(1, 6)
        if len(sizes) == 1 and self.chance(0.3):
            window["padding"] = "causal"
            after = (-(-sizes[0] // window["strides"][0]),)
        options = window | {"filters": filters, "groups": channels if by_channel else 1, "use_bias": self.chance(0.8)}
        return layer(f"Conv{len(sizes)}D", activation=self.activation(), **options), (*after, filters)

    def depthwise(self, shape: Shape) -> Drawn:
        *sizes, channels = shape
        window, after = self.window(tuple(sizes), dilate=True)
        multiplier = self.between(1, 2)
        options = window | {"depth_multiplier": multiplier, "use_bias": self.chance(0.8), "activation": self.activation()}
        if self.chance(0.5):
            filters = self.between(1, 5)
            return layer(f"SeparableConv{len(sizes)}D", filters=filters, **options), (*after, filters)
        return layer(f"DepthwiseConv{len(sizes)}D", **options), (*after, channels * multiplier)

    def transposed(self, shape: Shape) -> Drawn:
        *sizes, _ = shape
        padding, kernel, strides = self.one_of("valid", "same"), self.between(1, 4), self.between(1, 2)
        filters = self.between(1, 4)
        after = [n * strides + (max(kernel - strides, 0) if padding == "valid" else 0) for n in sizes]
        options = {"filters": filters, "kernel_size": kernel, "strides": strides, "padding": padding, "use_bias": self.chance(0.8)}
        return layer(f"Conv{len(sizes)}DTranspose", activation=self.activation(), **options), (*after, filters)

    def pooling(self, shape: Shape) -> Drawn:
        *sizes, channels = shape
        window, after = self.window(tuple(sizes), dilate=False)
        name = f"{self.one_of('Max', 'Average')}Pooling{len(sizes)}D"
        return layer(name, pool_size=window["kernel_size"], strides=window["strides"], padding=window["padding"]), (*after, channels)

    def global_pooling(self, shape: Shape) -> Drawn:
        *sizes, channels = shape
        keepdims = self.chance(0.3)
        name = f"Global{self.one_of('Max', 'Average')}Pooling{len(sizes)}D"
        return layer(name, keepdims=keepdims), (*([1] * len(sizes) if keepdims else []), channels)

    def padding(self, shape: Shape) -> Drawn:
        *sizes, channels = shape
        sides = [[self.between(0, 2), self.between(0, 2)] for _ in sizes]
        after = [size + sum(pair) for size, pair in zip(sizes, sides)]
        return layer(f"ZeroPadding{len(sizes)}D", padding=sides[0] if len(sizes) == 1 else sides), (*after, channels)

    def cropping(self, shape: Shape) -> Drawn:
        *sizes, channels = shape
        sides = []
        for size in sizes:
            before = self.between(0, min(1, size - 1))
            sides.append([before, self.between(0, min(1, size - 1 - before))])
        after = [size - sum(pair) for size, pair in zip(sizes, sides)]
        return layer(f"Cropping{len(sizes)}D", cropping=sides[0] if len(sizes) == 1 else sides), (*after, channels)

    def upsampling(self, shape: Shape) -> Drawn:
        *sizes, channels = shape
        factors = [self.between(1, 3) for _ in sizes]
        options: dict[str, Any] = {"size": factors[0] if len(sizes) == 1 else factors}
        if len(sizes) == 2:
            options["interpolation"] = self.one_of("nearest", "bilinear")
        return layer(f"UpSampling{len(sizes)}D", **options), (*(n * f for n, f in zip(sizes, factors)), channels)

    def recurrent_options(self, kind: str) -> dict[str, Any]:
        options: dict[str, Any] = {"units": self.between(1, 5), "use_bias": self.chance(0.8), "activation": self.one_of("tanh", "relu", "softsign")}
        if kind in ("LSTM", "GRU"):
            options["recurrent_activation"] = self.one_of("sigmoid", "hard_sigmoid")
        if kind == "GRU":
            options["reset_after"] = self.chance(0.5)
        return options

    def after_recurrent(self, shape: Shape, width: int) -> tuple[dict[str, Any], Shape]:
        sequences = self.chance(0.6)
        return {"return_sequences": sequences}, (shape[0], width) if sequences else (width,)

    def recurrent(self, shape: Shape) -> Drawn:
        kind = self.one_of("SimpleRNN", "LSTM", "GRU")
        options = self.recurrent_options(kind)
        more, after = self.after_recurrent(shape, options["units"])
        return layer(kind, go_backwards=self.chance(0.2), **options, **more), after

    def cells(self, shape: Shape) -> Drawn:
        made = []
        for _ in range(self.between(1, 3)):
            kind = self.one_of("SimpleRNN", "LSTM", "GRU")
            made.append(layer(f"{kind}Cell", **self.recurrent_options(kind)))
        more, after = self.after_recurrent(shape, made[-1][1]["units"])
        cell = {"layer": made[0]} if len(made) == 1 else inner("StackedRNNCells", cells=[{"layer": one} for one in made])
        return layer("RNN", cell=cell, **more), after

    def bidirectional(self, shape: Shape) -> Drawn:
        kind, mode = self.one_of("SimpleRNN", "LSTM", "GRU"), self.one_of("concat", "sum", "ave", "mul")
        options = self.recurrent_options(kind)
        more, after = self.after_recurrent(shape, options["units"] * (2 if mode == "concat" else 1))
        return layer("Bidirectional", layer=inner(kind, **options, **more), merge_mode=mode), after

    def time_distributed(self, shape: Shape) -> Drawn:
        steps, *rest = shape
        families: dict[int, tuple[Callable[[Shape], Drawn], ...]] = {
            1: (self.dense, self.normalization, self.nested),
            2: (self.dense, self.recurrent, self.convolution, self.pooling, self.flatten),
            3: (self.convolution, self.pooling, self.global_pooling, self.flatten, self.nested),
        }
        one, after = self.one_of(*families[len(rest)])(tuple(rest))
        return layer("TimeDistributed", layer={"layer": one}), (steps, *after)

    def dense(self, shape: Shape) -> Drawn:
        units = self.between(1, 9)
        activation = "softmax" if self.chance(0.1) else self.activation()
        return dense(units, activation, use_bias=self.chance(0.8)), (*shape[:-1], units)

    def nested(self, shape: Shape) -> Drawn:
        stack, after = [], shape
        for _ in range(self.between(1, 3)):
            one, after = self.one_of(self.dense, self.normalization, self.identity, self.activation_layer)(after)
            stack.append(one)
        return sequential(*stack), after

    def normalization(self, shape: Shape) -> Drawn:
        channels = shape[-1]
        groups = self.one_of(*(count for count in range(1, channels + 1) if channels % count == 0))
        axes = [axis for axis in range(1, len(shape) + 1) if self.chance(0.5)] or [len(shape)]
        options = {"center": self.chance(0.8), "scale": self.chance(0.8)}
        chosen = self.one_of(
            layer("BatchNormalization", axis=self.between(1, len(shape)), **options),
            layer("LayerNormalization", axis=axes, epsilon=0.01, **options),
            layer("GroupNormalization", groups=groups, epsilon=0.01, **options),
            layer("RMSNormalization", epsilon=0.01),
            layer("UnitNormalization", axis=self.between(1, len(shape))),
            layer("Rescaling", scale=round(self.rng.uniform(0.3, 2), 3), offset=round(self.rng.normal(), 3)),
            layer("Normalization", axis=None, mean=round(self.rng.normal(), 3), variance=round(self.rng.uniform(0.5, 2), 3)),
        )
        return chosen, shape

    def activation_layer(self, shape: Shape) -> Drawn:
        shared = [axis for axis in range(1, len(shape)) if self.chance(0.5)]
        chosen = self.one_of(
            layer("Activation", activation=self.activation()),
            layer("ReLU", max_value=self.one_of(None, 1.5), negative_slope=self.one_of(0.0, 0.1), threshold=self.one_of(0.0, 0.2)),
            layer("LeakyReLU", negative_slope=0.2),
            layer("ELU", alpha=0.7),
            layer("PReLU", shared_axes=shared or None),
        )
        return chosen, shape

    def softmax(self, shape: Shape) -> Drawn:
        return layer("Softmax", axis=self.between(1, len(shape))), shape

    def identity(self, shape: Shape) -> Drawn:
        return self.one_of(layer("Dropout", rate=0.3), layer("GaussianNoise", stddev=0.2), layer("AlphaDropout", rate=0.1), layer("Identity")), shape

    def flatten(self, shape: Shape) -> Drawn:
        return layer("Flatten"), (prod(shape),)

    def permute(self, shape: Shape) -> Drawn:
        order = [int(axis) for axis in self.rng.permutation(len(shape))]
        return layer("Permute", dims=[axis + 1 for axis in order]), tuple(shape[axis] for axis in order)

    def reshape(self, shape: Shape) -> Drawn:
        size = prod(shape)
        first = self.one_of(*(count for count in range(1, size + 1) if size % count == 0))
        return layer("Reshape", target_shape=[first, -1]), (first, size // first)

    def repeat(self, shape: Shape) -> Drawn:
        count = self.between(1, 4)
        return layer("RepeatVector", n=count), (count, *shape)

    def next_layer(self, shape: Shape, *, masked: bool) -> Drawn:
        """Softmax is left out behind a mask, with which Keras refuses it."""
        anywhere = (self.dense, self.normalization, self.activation_layer, self.identity, self.nested)
        spatial = (self.convolution, self.pooling, self.padding, self.cropping, self.upsampling, self.global_pooling)
        by_rank: dict[int, tuple[Callable[[Shape], Drawn], ...]] = {
            1: (self.repeat, self.dense, self.dense, self.normalization),
            2: (*spatial, self.depthwise, self.transposed, self.recurrent, self.recurrent, self.bidirectional, self.cells, self.time_distributed),
            3: (*spatial, self.depthwise, self.depthwise, self.transposed, self.time_distributed, self.convolution, self.convolution),
            4: (*spatial, self.time_distributed, self.convolution),
        }
        moving = (self.flatten, self.permute, self.reshape) if len(shape) > 1 else (self.reshape,)
        ending = () if masked else (self.softmax,)
        families = (by_rank[len(shape)], anywhere, (*moving, *ending, self.activation_layer))
        return self.one_of(*families[self.rng.choice(len(families), p=(0.6, 0.28, 0.12))])(shape)

    def start(self) -> tuple[Shape, str, list[Layer], Shape]:
        """The input shape, the kind of inputs, the layers that must stand first, and the shape behind them."""
        kind = self.one_of("features", "sequence", "sequence", "image", "image", "image", "volume", "words", "masked")
        steps, features = self.between(3, 8), self.between(2, 4)
        if kind == "words":
            count, mask_zero = self.between(3, 12), self.chance(0.6)
            first = layer("Embedding", input_dim=count, output_dim=features, mask_zero=mask_zero)
            return (steps,), f"{'masked_' if mask_zero else ''}indices:{count}", [first], (steps, features)
        if kind == "masked":
            value = self.one_of(0.0, -1.5, 0.1)
            return (steps, features), f"masked:{value}", [layer("Masking", mask_value=value)], (steps, features)
        shapes = {
            "features": (self.between(2, 12),),
            "sequence": (steps, features),
            "image": (self.between(4, 8), self.between(4, 8), self.between(1, 3)),
            "volume": (self.between(2, 4), self.between(2, 5), self.between(2, 4), self.between(1, 2)),
        }
        return shapes[kind], "normal", [], shapes[kind]

    def stack(self) -> tuple[Shape, str, list[Layer]]:
        inputs, kind, layers, shape = self.start()
        masked = bool(layers)
        depth = self.between(2, 8)
        while len(layers) < depth:
            one, after = self.next_layer(shape, masked=masked)
            if prod(after) <= LARGEST_SHAPE:
                layers.append(one)
                shape = after
        return inputs, kind, layers


def shaken(model: keras.Model, inputs: np.ndarray, outputs: np.ndarray, rng: np.random.Generator) -> float:
    """How far the outputs move when every weight moves in its last places."""
    weights = model.get_weights()
    model.set_weights([(weight * (1 + 1e-6 * rng.choice([-1, 1], weight.shape))).astype(weight.dtype) for weight in weights])
    moved = golden_writer.computed_outputs(model, inputs)
    model.set_weights(weights)
    return float((np.abs(moved - outputs) / np.maximum(1, np.abs(outputs))).max())


def is_good(model: keras.Model, inputs: np.ndarray, outputs: np.ndarray, rng: np.random.Generator) -> bool:
    if not np.isfinite(outputs).all() or not outputs.any() or np.abs(outputs).max() > LARGEST_OUTPUT:
        return False
    return shaken(model, inputs, outputs, rng) <= LARGEST_ERROR


def write_stack(number: int, seed: int, out: Path) -> None:
    for attempt in range(100):
        rng = np.random.default_rng([seed, number, attempt])
        draw = Draw(rng)
        shape, kind, layers = draw.stack()
        file = "model.h5" if draw.chance(0.3) else "model.keras"
        case = Case(f"{number:03}", NEWEST, file, shape, layers, inputs=kind, rows=draw.one_of(1, 3, 5))
        values = asdict(case) | {"seed": int(rng.integers(2**31))}
        model, inputs, outputs = golden_writer.compute(keras, values)
        if is_good(model, inputs, outputs, rng):
            golden_writer.write(keras, values, model, inputs, outputs, out)
            return
    raise RuntimeError(f"stack {number} of seed {seed}: no draw of 100 is fit to be compared")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    # As in golden_writer.py: what was imported is no garbage.
    gc.freeze()
    for number in range(arguments.count):
        write_stack(number, arguments.seed, arguments.out)
    print(f"{arguments.count} written")


if __name__ == "__main__":
    main()
