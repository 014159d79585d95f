"""What a golden case is, and the words in which the tables of cases are written.

A case is data only, so that it can be handed to any Keras version as JSON. A layer is ``[class_name, arguments]``; an
argument may itself be a layer, as ``{"layer": [class_name, arguments]}``, or a list of such, or an operation of Keras 3. Case names say what is special
about the case; the writer and the format are appended where they are not the newest Keras and ``.keras``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zlib import crc32

NEWEST = "keras-3.15.1"
TF_KERAS = "tf-keras-2.21.0"

Layer = list[Any]


@dataclass(frozen=True)
class Case:
    """One golden folder.

    inputs: ``normal``; ``special`` adds the points where activations bend, and ±30; ``large`` overflows a softmax that
    does not subtract the maximum; ``half`` holds only values that float16 can hold. Of n indices: ``indices:n``;
    ``masked_indices:n``, where 0 marks steps to skip; ``fractional_indices:n``. ``masked:v`` is ``normal`` with v in all
    of the steps to skip.
    declared: how the input shape is told: an ``input`` layer, the ``first`` layer's ``input_shape``, its
    ``batch`` input shape, a call of ``build``, or no more than a ``call``.
    open_time: the model is told no length for the first axis; the inputs have that of the shape.
    twin: layers with the same weights that compute the same on a CPU, where TensorFlow cannot run those of the model.
    save_format: Keras 2.12 needs to be told to write the zip format.
    rewrite: a function of golden_rewrites.py applied to the saved file.
    tolerance: the error that half precision in Keras itself explains; None means the usual one.
    """

    folder: str
    writer: str
    file: str
    shape: tuple[int, ...]
    layers: list[Layer]
    twin: list[Layer] | None = None
    rows: int = 5
    inputs: str = "normal"
    declared: str = "input"
    functional: bool = False
    open_time: bool = False
    policy: str = "float32"
    save_format: str | None = None
    rewrite: str | None = None
    tolerance: float | None = None

    @property
    def seed(self) -> int:
        """Depends on the name alone, so a new case leaves the others as they are."""
        return crc32(self.folder.encode()) % 100_000


def case(name: str, shape: tuple[int, ...], *layers: Layer, writer: str = NEWEST, h5: bool = False, **more: Any) -> Case:
    """A case named by what it shows, plus its writer and format where they are not the usual ones."""
    folder = name + ("" if writer == NEWEST else f"-{writer}") + ("-h5" if h5 else "")
    return Case(folder, writer, "model.h5" if h5 else "model.keras", shape, list(layers), **more)


Form = tuple[str, bool]
H5: Form = (NEWEST, True)
TF: Form = (TF_KERAS, False)
TF_H5: Form = (TF_KERAS, True)


def cases(name: str, shape: tuple[int, ...], *layers: Layer, also: tuple[Form, ...] = (), inputs: str = "normal", **more: Any) -> list[Case]:
    """The case by the newest Keras as ``.keras``, and in the other forms asked for. It takes five rows to see every kind of mask."""
    values = {"inputs": inputs, "rows": 5 if inputs.startswith("masked") else 3} | more
    return [case(name, shape, *layers, writer=writer, h5=h5, **values) for writer, h5 in ((NEWEST, False), *also)]


def layer(class_name: str, **arguments: Any) -> Layer:
    return [class_name, arguments]


def dense(units: int, activation: Any = "linear", **more: Any) -> Layer:
    return layer("Dense", units=units, activation=activation, **more)


def inner(class_name: str, **arguments: Any) -> dict[str, Layer]:
    """A layer as the argument of another."""
    return {"layer": layer(class_name, **arguments)}


def sequential(*layers: Layer) -> Layer:
    """A Sequential among the layers of another."""
    return layer("Sequential", layers=[{"layer": one} for one in layers])


def operation(class_name: str, **arguments: Any) -> dict[str, Layer]:
    """An operation of ``keras.ops`` in the place of an activation function, which so gets its arguments."""
    return {"operation": layer(class_name, **arguments)}


def as_activation(class_name: str, **arguments: Any) -> dict[str, Layer]:
    """A layer in the place of an activation function."""
    return {"layer": layer(class_name, **arguments)}
