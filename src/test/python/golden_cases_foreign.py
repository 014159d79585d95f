"""The golden cases that files of other people have asked for: operations as activations, LoRA, numbers for flags, no input shape, Theano."""

from __future__ import annotations

from typing import Any

from golden_case import H5, TF_H5, TF_KERAS, Case, Layer, as_activation, case, cases, dense, inner, layer, operation

OPERATIONS: dict[str, dict[str, Any]] = {
    "Celu": {"alpha": 0.4}, "Elu": {"alpha": 0.4}, "Gelu": {"approximate": True}, "Glu": {"axis": -1}, "HardShrink": {"threshold": 1.5},
    "HardSigmoid": {}, "HardSilu": {}, "HardTanh": {}, "LeakyRelu": {"negative_slope": 0.35}, "LogSigmoid": {}, "LogSoftmax": {"axis": -1},
    "Mish": {}, "ReLU": {"negative_slope": 0.25, "max_value": 4.0, "threshold": 1.0}, "Relu": {}, "Relu6": {}, "Selu": {}, "Sigmoid": {},
    "Silu": {}, "SoftShrink": {"threshold": 1.5}, "Softmax": {"axis": -1}, "Softplus": {}, "Softsign": {}, "SparsePlus": {},
    "SparseSigmoid": {}, "Sparsemax": {"axis": -1}, "Squareplus": {"b": 2.0}, "TanhShrink": {}, "Threshold": {"threshold": 0.75, "default_value": -0.5},
}  # fmt: skip
OPERATIONS_ACROSS_A_ROW = ("Glu", "LogSoftmax", "Softmax", "Sparsemax")


def operation_cases() -> list[Case]:
    """Keras 3 saves an operation with its arguments where most models have the name of a function."""
    name = "Activation"
    made = []
    for one, arguments in OPERATIONS.items():
        inputs = "normal" if one in OPERATIONS_ACROSS_A_ROW else "special"
        made.append(case(f"{name}/operation-{one}", (18,), layer(name, activation=operation(one, **arguments)), inputs=inputs, rows=3))
    for one in OPERATIONS_ACROSS_A_ROW:
        made.append(case(f"{name}/operation-{one}-axis-1", (4, 5), layer(name, activation=operation(one, axis=1)), h5=True))
        made.append(case(f"{name}/operation-{one}-axis-2", (3, 4, 5), layer("Dense", units=3, activation=operation(one, axis=2)), rows=3))
    for one in ("Celu", "HardShrink", "Threshold"):
        made.append(case(f"LSTM/operation-{one}", (4, 3), layer("LSTM", units=3, activation=operation(one, **OPERATIONS[one]), recurrent_activation=operation("HardSigmoid"))))
    made += [
        case(f"{name}/sparsemax-rank-2", (3, 7), layer(name, activation="sparsemax"), rows=33),
        case(f"{name}/layer-activation-as-function", (7,), dense(5, as_activation("Activation", activation="tanh"))),
        case(f"{name}/layer-dropout-as-function", (7,), dense(5, as_activation("Dropout", rate=0.5))),
    ]
    return made


def flag_cases() -> list[Case]:
    """Keras asks whether a flag is true, as Python does, and saves what it was given."""
    batch = "BatchNormalization"
    sequences = {"return_sequences": 1, "go_backwards": 0}
    return [
        *cases("Dense/no-bias-null", (5,), dense(3, "relu", use_bias=None), also=(H5,)),
        *cases("Dense/bias-number", (5,), dense(3, "relu", use_bias=2.5), also=(TF_H5,)),
        case("Dense/no-bias-number", (5,), dense(3, "relu", use_bias=0), writer=TF_KERAS, h5=True),
        *cases(f"{batch}/numbers-for-flags", (5,), layer(batch, scale=1, center=0), dense(3), also=(TF_H5,)),
        *cases(f"{batch}/null-for-flags", (5,), layer(batch, scale=None, center=True), dense(3), also=(H5,)),
        *cases("LayerNormalization/numbers-for-flags", (5,), layer("LayerNormalization", scale=0, center=1.0), dense(3)),
        *cases("GRU/numbers-for-flags", (5, 3), layer("GRU", units=2, reset_after=0, use_bias=1, **sequences), also=(H5,)),
        *cases("GlobalMaxPooling1D/numbers-for-flags", (5, 3), layer("GlobalMaxPooling1D", keepdims=1)),
        *cases("Embedding/numbers-for-flags", (5,), layer("Embedding", input_dim=6, output_dim=2, mask_zero=1), layer("LSTM", units=2), inputs="masked_indices:6"),
    ]  # fmt: skip


def lora_cases() -> list[Case]:
    """Saved as .keras, where the products are in the weights that they belong to."""

    def with_lora(spec: Layer, alpha: int | None = None) -> Layer:
        return layer(spec[0], **spec[1], enable_lora={"rank": 2} | ({"lora_alpha": alpha} if alpha else {}))

    made = [
        case("Dense/lora", (4,), with_lora(dense(5, "relu")), dense(2, "softmax")),
        case("Dense/lora-alpha", (4,), with_lora(dense(5, "relu", use_bias=False), 6), with_lora(dense(2), 3)),
        case("Dense/lora-argument", (4,), dense(5, "relu", lora_rank=3), dense(2)),
        case("Embedding/lora-alpha", (4,), with_lora(layer("Embedding", input_dim=7, output_dim=3), 6), layer("Flatten"), dense(2), inputs="indices:7"),
        case("Conv1D/lora", (6, 3), with_lora(layer("Conv1D", filters=4, kernel_size=2), 6)),
        case("Conv2D/lora-argument", (5, 6, 3), layer("Conv2D", filters=4, kernel_size=2, lora_rank=2, lora_alpha=5)),
        case("Conv3D/lora", (3, 4, 3, 2), with_lora(layer("Conv3D", filters=3, kernel_size=2, padding="same"))),
        case("TimeDistributed/lora", (3, 4), layer("TimeDistributed", layer=inner("Dense", units=3, lora_rank=2)), dense(2)),
    ]  # fmt: skip
    for writer in ("keras-3.0.5", "keras-3.3.3", "keras-3.10.0"):
        made.append(case("Dense/lora", (4,), with_lora(dense(5, "relu")), dense(2), writer=writer))
    return made


def adapted_cases() -> list[Case]:
    """tf-keras leaves the features open that an adapted Normalization has learned, where nobody said how many there are."""
    name = "Normalization"
    made = []
    for h5 in (False, True):
        more: dict[str, Any] = {"declared": "call", "writer": TF_KERAS, "h5": h5}
        made += [
            case(f"{name}/adapted-without-input", (5,), layer(name), dense(3, "relu"), **more),
            case(f"{name}/adapted-without-input-alone", (3,), layer(name), **more),
            case(f"{name}/adapted-without-input-steps", (4, 3), layer(name), dense(2), open_time=True, **more),
            case(f"{name}/adapted-without-input-two-axes", (4, 3), layer(name, axis=[1, 2]), layer("Flatten"), dense(2), **more),
        ]
    return made


def theano_cases() -> list[Case]:
    """Convolutions of Keras 1 on Theano, of which the file says nothing: the names of the weights do."""
    more: dict[str, Any] = {"rewrite": "keras_1_theano", "writer": TF_KERAS, "h5": True}
    flat_dense = [layer("Flatten"), dense(2)]
    return [
        case("Conv1D/keras-1-theano", (8, 2), layer("Conv1D", filters=3, kernel_size=3, activation="tanh"), **more),
        case("Conv2D/keras-1-theano", (6, 5, 2), layer("Conv2D", filters=3, kernel_size=[3, 2], activation="relu"), layer("MaxPooling2D"), *flat_dense, **more),
        case("Conv2DTranspose/keras-1-theano", (4, 3, 2), layer("Conv2DTranspose", filters=2, kernel_size=3, strides=2), layer("GlobalAveragePooling2D"), **more),
    ]  # fmt: skip


def foreign_cases() -> list[Case]:
    return [*operation_cases(), *flag_cases(), *lora_cases(), *adapted_cases(), *theano_cases()]
