"""The table of golden cases: which model, written by which Keras, in which format. The dense family's are here."""

from __future__ import annotations

from typing import Any

from golden_case import NEWEST, TF_KERAS, Case, Layer, as_activation, case, dense, layer
from golden_cases_convolution import convolution_cases
from golden_cases_core import core_layer_cases
from golden_cases_foreign import foreign_cases
from golden_cases_recurrent import recurrent_cases
from golden_cases_stacks import all_stack_cases

KERAS_3_ACTIVATIONS = (
    "relu", "leaky_relu", "relu6", "softmax", "celu", "elu", "selu", "softplus", "softsign", "squareplus",
    "soft_shrink", "sparse_plus", "silu", "gelu", "glu", "tanh", "tanh_shrink", "sigmoid", "sparse_sigmoid",
    "exponential", "hard_sigmoid", "hard_silu", "hard_tanh", "hard_shrink", "linear", "mish", "log_softmax",
    "log_sigmoid", "sparsemax",
)  # fmt: skip
TF_KERAS_ACTIVATIONS = (
    "relu", "relu6", "leaky_relu", "elu", "selu", "softmax", "log_softmax", "softplus", "softsign", "tanh", "sigmoid",
    "hard_sigmoid", "exponential", "linear", "swish", "gelu", "mish",
)  # fmt: skip
ACROSS_A_ROW = ("softmax", "log_softmax", "glu", "sparsemax")


def activation_cases() -> list[Case]:
    """Every activation by name, alone over the points where it bends."""
    cases = []
    for writer, names in ((NEWEST, KERAS_3_ACTIVATIONS), (TF_KERAS, TF_KERAS_ACTIVATIONS)):
        for name in names:
            inputs = "normal" if name in ACROSS_A_ROW else "special"
            cases.append(case(f"Activation/{name}", (18,), layer("Activation", activation=name), writer=writer, inputs=inputs))
    cases += [
        case("Activation/softmax-large", (13,), layer("Activation", activation="softmax"), inputs="large"),
        case("Activation/log_softmax-large", (13,), layer("Activation", activation="log_softmax"), inputs="large"),
        case("Activation/softmax-rank-2", (3, 7), layer("Activation", activation="softmax"), rows=13),
        case("Activation/glu-rank-2", (3, 10), layer("Activation", activation="glu")),
        case("Activation/layer-as-function", (17,), layer("Activation", activation=as_activation("ELU", alpha=0.7)), inputs="special"),
        case("Activation/hard_sigmoid", (17,), layer("Activation", activation="hard_sigmoid"), inputs="special", h5=True),
        case("Activation/hard_sigmoid", (17,), layer("Activation", activation="hard_sigmoid"), inputs="special", h5=True, writer=TF_KERAS),
    ]
    return cases


def dense_cases() -> list[Case]:
    cases = []
    for name in KERAS_3_ACTIVATIONS:
        cases.append(case(f"Dense/activation-{name}", (7,), dense(14 if name == "glu" else 13, name), rows=5))
    for name in TF_KERAS_ACTIVATIONS:
        cases.append(case(f"Dense/activation-{name}", (5,), dense(7, name), writer=TF_KERAS, h5=True))
    cases += [
        case("Dense/one-to-one", (1,), dense(1), rows=1),
        case("Dense/one-to-many", (1,), dense(17, "tanh"), rows=13),
        case("Dense/many-to-one", (33,), dense(1, "sigmoid"), rows=257),
        case("Dense/no-bias", (13,), dense(5, "relu", use_bias=False), rows=33),
        case("Dense/no-bias", (13,), dense(5, "relu", use_bias=False), rows=33, h5=True),
        case("Dense/no-bias", (13,), dense(5, "relu", use_bias=False), rows=5, writer=TF_KERAS, h5=True),
        case("Dense/no-bias", (13,), dense(5, "relu", use_bias=False), rows=5, writer=TF_KERAS),
        case("Dense/rank-2", (5, 7), dense(3, "tanh"), rows=13),
        case("Dense/rank-2-softmax", (5, 7), dense(3, "softmax"), rows=13, h5=True),
        case("Dense/rank-2", (5, 7), dense(3, "tanh"), writer=TF_KERAS),
        case("Dense/rank-3", (3, 5, 7), dense(2, "softplus"), rows=5),
        case("Dense/rank-3-no-bias", (2, 3, 5), dense(7, use_bias=False), rows=1),
        case("Dense/wide", (64,), dense(96, "relu"), dense(40, "softmax"), rows=13),
        case("Dense/wide-tanh", (129,), dense(65, "tanh"), rows=5, h5=True),
        case("Dense/activation-none", (3,), dense(5, None)),
        case("Dense/activation-layer-leaky-relu", (7,), dense(5, as_activation("LeakyReLU", negative_slope=0.1)), rows=13),
        case("Dense/activation-layer-leaky-relu", (7,), dense(5, as_activation("LeakyReLU", negative_slope=0.1)), h5=True),
        case("Dense/activation-layer-relu", (7,), dense(5, as_activation("ReLU", max_value=1.5, threshold=0.25)), rows=13),
        case("Dense/activation-layer-elu", (7,), dense(5, as_activation("ELU", alpha=0.4)), rows=13),
        case("Dense/activation-layer-softmax", (7,), dense(5, as_activation("Softmax")), rows=13),
        case("Dense/activation-layer-leaky-relu", (7,), dense(5, as_activation("LeakyReLU", alpha=0.1)), writer=TF_KERAS),
        case("Dense/activation-layer-by-name", (7,), dense(5, "LeakyReLU"), writer=TF_KERAS),
        case("Dense/activation-layer-by-name", (7,), dense(5, "LeakyReLU"), writer=TF_KERAS, h5=True),
        case("Dense/regularized", (5,), dense(3, kernel_regularizer="l2", bias_constraint="non_neg", activity_regularizer="l1")),
        case("Dense/frozen", (5,), dense(3, "relu", trainable=False), dense(2)),
    ]
    return cases


def activation_layer_cases() -> list[Case]:
    every_relu_option = {"max_value": 4.0, "negative_slope": 0.25, "threshold": 1.0}
    return [
        case("ReLU/plain", (17,), layer("ReLU"), inputs="special"),
        case("ReLU/max-value", (17,), layer("ReLU", max_value=6.0), inputs="special"),
        case("ReLU/negative-slope", (17,), layer("ReLU", negative_slope=0.1), inputs="special"),
        case("ReLU/threshold", (17,), layer("ReLU", threshold=1.0), inputs="special"),
        case("ReLU/threshold-slope", (17,), layer("ReLU", threshold=1.0, negative_slope=0.1), inputs="special"),
        case("ReLU/every-option", (17,), layer("ReLU", **every_relu_option), inputs="special"),
        case("ReLU/every-option", (17,), layer("ReLU", **every_relu_option), inputs="special", writer=TF_KERAS),
        case("ReLU/every-option", (17,), layer("ReLU", **every_relu_option), inputs="special", writer=TF_KERAS, h5=True),
        case("LeakyReLU/default", (17,), layer("LeakyReLU"), inputs="special"),
        case("LeakyReLU/slope", (3, 5), layer("LeakyReLU", negative_slope=0.07), inputs="special"),
        case("LeakyReLU/default", (17,), layer("LeakyReLU"), inputs="special", writer=TF_KERAS),
        case("LeakyReLU/alpha", (17,), layer("LeakyReLU", alpha=0.07), inputs="special", writer=TF_KERAS, h5=True),
        case("ELU/default", (17,), layer("ELU"), inputs="special"),
        case("ELU/alpha", (3, 5), layer("ELU", alpha=0.3), inputs="special"),
        case("ELU/alpha", (17,), layer("ELU", alpha=0.3), inputs="special", writer=TF_KERAS),
        case("Softmax/default", (13,), layer("Softmax"), rows=33),
        case("Softmax/rank-2", (3, 7), layer("Softmax")),
        case("Softmax/axis-1", (3, 7), layer("Softmax", axis=1)),
        case("Softmax/axis-list", (3, 5, 2), layer("Softmax", axis=[1, 2])),
        case("Softmax/large", (13,), layer("Softmax"), inputs="large", h5=True),
        case("Softmax/axis-1", (3, 7), layer("Softmax", axis=1), writer=TF_KERAS),
        case("ThresholdedReLU/default", (17,), layer("ThresholdedReLU"), inputs="special", writer=TF_KERAS),
        case("ThresholdedReLU/theta", (17,), layer("ThresholdedReLU", theta=0.5), inputs="special", writer=TF_KERAS, h5=True),
        case("ThresholdedReLU/theta", (17,), layer("ThresholdedReLU", theta=0.5), inputs="special", writer="keras-2.13.1"),
    ]


def shape_cases() -> list[Case]:
    return [
        case("Flatten/rank-1", (5,), layer("Flatten"), rows=13),
        case("Flatten/rank-2", (3, 5), layer("Flatten")),
        case("Flatten/rank-3", (2, 3, 5), layer("Flatten")),
        case("Flatten/channels-first", (2, 3, 5), layer("Flatten", data_format="channels_first")),
        case("Flatten/channels-first-rank-2", (3, 5), layer("Flatten", data_format="channels_first")),
        case("Flatten/channels-first-rank-4", (2, 3, 1, 5), layer("Flatten", data_format="channels_first"), dense(3)),
        case("Flatten/channels-first", (2, 3, 5), layer("Flatten", data_format="channels_first"), writer=TF_KERAS, h5=True),
        case("Flatten/then-dense", (3, 7), layer("Flatten"), dense(5, "tanh"), rows=33, h5=True),
        case("Reshape/to-rank-2", (15,), layer("Reshape", target_shape=[3, 5])),
        case("Reshape/to-rank-1", (3, 5), layer("Reshape", target_shape=[15])),
        case("Reshape/unknown-size", (30,), layer("Reshape", target_shape=[2, -1, 3]), dense(5, "relu"), rows=13),
        case("Reshape/unknown-only", (3, 5), layer("Reshape", target_shape=[-1]), dense(2)),
        case("Reshape/unknown-size", (30,), layer("Reshape", target_shape=[-1, 5]), writer=TF_KERAS, h5=True),
        case("Reshape/unknown-size", (30,), layer("Reshape", target_shape=[-1, 5]), dense(3), writer=TF_KERAS),
    ]


def batch_normalization_cases() -> list[Case]:
    name = "BatchNormalization"
    cases = []
    for scale in (True, False):
        for center in (True, False):
            options = ("" if scale else "-no-scale") + ("" if center else "-no-center")
            one = layer(name, scale=scale, center=center)
            cases.append(case(f"{name}/plain{options}", (7,), one, rows=13))
            cases.append(case(f"{name}/plain{options}", (7,), one, h5=True))
            cases.append(case(f"{name}/plain{options}", (7,), one, writer=TF_KERAS, h5=True))
    cases += [
        case(f"{name}/rank-2", (5, 3), layer(name, epsilon=0.01)),
        case(f"{name}/rank-2-axis-1", (5, 3), layer(name, axis=1)),
        case(f"{name}/rank-3", (2, 3, 5), layer(name)),
        case(f"{name}/rank-3-axis-1", (2, 3, 5), layer(name, axis=1, scale=False)),
        case(f"{name}/plain", (7,), layer(name), writer=TF_KERAS, rows=257),
        case(f"{name}/rank-2-axis-1", (5, 3), layer(name, axis=1), writer=TF_KERAS),
        case(f"{name}/after-dense", (5,), dense(13), layer(name), layer("Activation", activation="relu"), dense(3), rows=33),
        case(f"{name}/before-dense", (5,), layer(name), dense(3, "relu"), h5=True),
        case(f"{name}/frozen", (5,), layer(name, trainable=False), dense(3), writer=TF_KERAS, h5=True),
    ]
    return cases


def normalization_cases() -> list[Case]:
    name = "Normalization"
    means, variances = [0.5, -1.0, 2.0], [0.25, 4.0, 1.5]
    by_cell = {"mean": [[0.5, -1.0, 2.0], [1.0, 0.0, -3.0]], "variance": [[0.25, 4.0, 1.5], [2.0, 1.0, 0.5]]}
    return [
        case(f"{name}/adapted", (5,), layer(name), rows=33),
        case(f"{name}/adapted", (5,), layer(name), h5=True),
        case(f"{name}/adapted", (5,), layer(name), writer=TF_KERAS),
        case(f"{name}/adapted", (5,), layer(name), writer=TF_KERAS, h5=True),
        case(f"{name}/adapted-axis-none", (5,), layer(name, axis=None)),
        case(f"{name}/adapted-axis-none", (5,), layer(name, axis=None), writer=TF_KERAS, h5=True),
        case(f"{name}/adapted-rank-2", (3, 5), layer(name)),
        case(f"{name}/adapted-axis-1", (3, 5), layer(name, axis=1)),
        case(f"{name}/adapted-axis-1-2", (3, 5), layer(name, axis=[1, 2])),
        case(f"{name}/adapted-axis-1-3", (2, 3, 5), layer(name, axis=[1, 3])),
        case(f"{name}/adapted-invert", (5,), layer(name, invert=True)),
        case(f"{name}/adapted-then-dense", (5,), layer(name), dense(7, "relu"), dense(3, "softmax"), rows=257),
        case(f"{name}/config", (3,), layer(name, mean=means, variance=variances), rows=13),
        case(f"{name}/config-scalar", (3,), layer(name, mean=1.5, variance=2.25)),
        case(f"{name}/config-scalar-axis-none", (3,), layer(name, axis=None, mean=1.5, variance=2.25)),
        case(f"{name}/config-invert", (3,), layer(name, mean=means, variance=variances, invert=True)),
        case(f"{name}/config-zero-variance", (3,), layer(name, mean=means, variance=[0.25, 0.0, 1.0])),
        case(f"{name}/config-rank-2", (5, 3), layer(name, mean=means, variance=variances)),
        case(f"{name}/config-axis-1", (3, 5), layer(name, axis=1, mean=means, variance=variances), h5=True),
        case(f"{name}/config-axis-1-2", (2, 3), layer(name, axis=[1, 2], **by_cell)),
        case(f"{name}/config", (3,), layer(name, mean=means, variance=variances), writer=TF_KERAS),
        case(f"{name}/config", (3,), layer(name, mean=means, variance=variances), writer=TF_KERAS, h5=True),
    ]


def rescaling_cases() -> list[Case]:
    name = "Rescaling"
    return [
        case(f"{name}/scale", (5,), layer(name, scale=0.0039215686)),
        case(f"{name}/scale-offset", (5,), layer(name, scale=2, offset=-1), rows=33),
        case(f"{name}/lists", (3,), layer(name, scale=[0.5, 2.0, -1.0], offset=[1.0, 0.0, -0.5])),
        case(f"{name}/list-scalar", (3,), layer(name, scale=[0.5, 2.0, -1.0], offset=0.25)),
        case(f"{name}/rank-2", (5, 3), layer(name, scale=[0.5, 2.0, -1.0], offset=[1.0, 0.0, -0.5]), h5=True),
        case(f"{name}/scale-offset", (5,), layer(name, scale=0.5, offset=3.0), writer=TF_KERAS, h5=True),
    ]


def identity_cases() -> list[Case]:
    """Layers that do nothing when a model is applied, each before a Dense to show that its weights are still found."""
    by_shape: dict[tuple[int, ...], list[Layer]] = {
        (5,): [
            layer("Dropout", rate=0.5),
            layer("GaussianNoise", stddev=0.3),
            layer("GaussianDropout", rate=0.3),
            layer("AlphaDropout", rate=0.3),
            layer("ActivityRegularization", l1=0.1, l2=0.2),
        ],
        (3, 5): [layer("SpatialDropout1D", rate=0.5)],
        (2, 3, 5): [layer("SpatialDropout2D", rate=0.5)],
        (2, 1, 3, 5): [layer("SpatialDropout3D", rate=0.5)],
    }
    cases = [case("Identity/plain", (5,), layer("Identity"), dense(3)), case("Identity/plain", (5,), layer("Identity"), dense(3), h5=True)]
    for shape, layers in by_shape.items():
        for one in layers:
            cases.append(case(f"{one[0]}/plain", shape, one, dense(3)))
            cases.append(case(f"{one[0]}/plain", shape, one, dense(3), writer=TF_KERAS, h5=True))
    return cases


def usual_stack() -> list[Layer]:
    return [
        dense(13, "relu"),
        layer("BatchNormalization"),
        layer("Dropout", rate=0.25),
        dense(7, "tanh"),
        dense(3, "softmax"),
    ]


def eight_six_six_four() -> list[Layer]:
    return [dense(6, "relu"), dense(6, "relu"), dense(4, "softmax")]


def twelve_dense() -> list[Layer]:
    """As many as make dense_10 and dense_11 sort before dense_2 as text; widths all equal, so that a mix-up is not caught by shapes."""
    return [dense(3, "tanh") for _ in range(12)]


def oddly_named() -> list[Layer]:
    return [
        dense(5, "relu", name="zz"),
        layer("BatchNormalization", name="dense_1"),
        dense(5, "tanh", name="a.b-c-10"),
        layer("Dropout", rate=0.1, name="dense"),
        dense(3, "softmax", name="Output"),
    ]


def sequential_cases() -> list[Case]:
    name = "Sequential"
    cases = []
    for writer, h5 in ((NEWEST, False), (NEWEST, True), (TF_KERAS, False), (TF_KERAS, True)):
        more: dict[str, Any] = {"writer": writer, "h5": h5}
        cases += [
            case(f"{name}/lesson-2-3-2", (2,), dense(3, "relu"), dense(2, "softmax"), rows=13, **more),
            case(f"{name}/lesson-8-6-6-4", (8,), *eight_six_six_four(), rows=33, **more),
            case(f"{name}/usual-stack", (5,), *usual_stack(), rows=257, **more),
            case(f"{name}/twelve-dense", (3,), *twelve_dense(), **more),
            case(f"{name}/odd-names", (5,), *oddly_named(), **more),
            case(f"{name}/functional-chain", (5,), *usual_stack(), functional=True, **more),
        ]
    cases += [
        case(f"{name}/binary-sigmoid", (9,), dense(17, "relu"), layer("Dropout", rate=0.5), dense(1, "sigmoid"), rows=33),
        case(f"{name}/unicode-names", (5,), dense(3, "relu", name="größe (cm)"), dense(2, name="类别")),
        case(f"{name}/unicode-names", (5,), dense(3, "relu", name="größe (cm)"), dense(2, name="类别"), h5=True),
        case(f"{name}/declared-by-build", (5,), *usual_stack(), declared="build"),
        case(f"{name}/declared-by-build", (5,), *usual_stack(), declared="build", h5=True),
        case(f"{name}/declared-by-build", (5,), *usual_stack(), declared="build", writer=TF_KERAS, h5=True),
        case(f"{name}/declared-by-first-layer", (5,), *usual_stack(), declared="first", writer=TF_KERAS),
        case(f"{name}/declared-by-first-layer", (5,), *usual_stack(), declared="first", writer=TF_KERAS, h5=True),
        case(f"{name}/declared-by-batch-shape", (5,), *usual_stack(), declared="batch", writer=TF_KERAS, h5=True),
        case(f"{name}/declared-by-batch-shape", (5,), *usual_stack(), declared="batch", writer=TF_KERAS),
        case(f"{name}/weightless", (3, 5), layer("Flatten"), layer("Activation", activation="softmax")),
        case(f"{name}/weightless", (3, 5), layer("Flatten"), layer("Activation", activation="softmax"), h5=True),
        case(f"{name}/image-like", (4, 5, 3), layer("Rescaling", scale=0.5, offset=0.1), layer("Flatten"), dense(33, "relu"), dense(10, "softmax")),
        case(f"{name}/sequence-like", (5, 3), dense(7, "gelu"), layer("Reshape", target_shape=[-1, 7]), layer("Flatten"), dense(2)),
    ]
    return cases


def precision_cases() -> list[Case]:
    """Policies other than float32. Keras computes half precision in half, so those outputs carry its rounding."""
    name = "Sequential"
    layers = [dense(7, "relu"), layer("BatchNormalization"), dense(3, "softmax")]
    half: dict[str, Any] = {"inputs": "half", "tolerance": 4e-3, "rows": 13}
    cases = []
    for writer, h5 in ((NEWEST, False), (NEWEST, True), (TF_KERAS, False), (TF_KERAS, True)):
        more: dict[str, Any] = {"writer": writer, "h5": h5}
        cases.append(case(f"{name}/mixed_float16", (5,), *layers, policy="mixed_float16", **half, **more))
        cases.append(case(f"{name}/float64", (5,), *layers, policy="float64", rows=13, **more))
    cases += [
        case(f"{name}/float16", (5,), *layers, policy="float16", **half),
        case(f"{name}/float16", (5,), *layers, policy="float16", h5=True, **half),
        case(f"{name}/mixed_float16", (5,), *layers, policy="mixed_float16", writer="keras-3.4.1", **half),
    ]
    return cases


def older_writer_cases() -> list[Case]:
    """The same few models by each older Keras: its numbering of groups, its way to write a policy, its keys."""
    cases = []
    for writer in ("keras-2.12.0", "keras-2.13.1", "keras-2.14.0", "keras-2.15.0", "keras-3.0.5", "keras-3.3.3", "keras-3.4.1", "keras-3.5.0", "keras-3.6.0", "keras-3.10.0"):
        more: dict[str, Any] = {"writer": writer}
        if writer == "keras-2.12.0":
            more["save_format"] = "keras_v3"
        cases += [
            case("Sequential/usual-stack", (5,), *usual_stack(), rows=13, **more),
            case("Sequential/twelve-dense", (3,), *twelve_dense(), **more),
            case("Sequential/hard-sigmoid-leaky-relu", (5,), dense(7, "hard_sigmoid"), layer("LeakyReLU"), layer("Flatten"), dense(2), **more),
            case("Normalization/adapted", (5,), layer("Normalization"), dense(3, "relu"), **more),
        ]
    for writer in ("keras-2.12.0", "keras-2.13.1", "keras-3.0.5", "keras-3.6.0"):
        cases.append(case("Sequential/usual-stack", (5,), *usual_stack(), rows=13, writer=writer, h5=True))
    cases.append(case("Sequential/hdf5-named-keras", (5,), *usual_stack(), writer="keras-2.12.0"))
    return cases


def rewritten_cases() -> list[Case]:
    """Files that are valid but that no Keras here writes: another tool, another system or an older Keras made the like."""
    name = "Sequential"
    keras_1 = [
        dense(7, "hard_sigmoid"),
        layer("BatchNormalization"),
        layer("Activation", activation="relu"),
        layer("Dropout", rate=0.5),
        dense(5, "tanh", use_bias=False),
        dense(3, "softmax"),
    ]
    return [
        case(f"{name}/gzip-chunked", (5,), *usual_stack(), rewrite="gzip_chunked"),
        case(f"{name}/gzip-chunked", (5,), *usual_stack(), rewrite="gzip_chunked", h5=True),
        case(f"{name}/newest-hdf5", (5,), *usual_stack(), rewrite="newest_hdf5"),
        case(f"{name}/big-endian", (5,), *usual_stack(), rewrite="big_endian", h5=True),
        case(f"{name}/deflated-zip", (5,), *usual_stack(), rewrite="deflated_zip"),
        case(f"{name}/numbered-attributes", (3,), *twelve_dense(), rewrite="numbered_attributes", h5=True, writer=TF_KERAS),
        case(f"{name}/windows", (5,), *usual_stack(), rewrite="windows_links", writer="keras-2.13.1"),
        case(f"{name}/windows", (5,), *usual_stack(), rewrite="windows_links", writer="keras-2.14.0"),
        case(f"{name}/windows", (5,), *usual_stack(), rewrite="windows_links", writer="keras-2.15.0"),
        case(f"{name}/keras-1", (5,), *keras_1, rewrite="keras_1", h5=True, writer=TF_KERAS, rows=13),
        case(f"{name}/keras-1-theano", (5,), *keras_1, rewrite="keras_1_theano", h5=True, writer=TF_KERAS),
    ]


def all_cases() -> list[Case]:
    cases = [
        *activation_cases(),
        *dense_cases(),
        *activation_layer_cases(),
        *shape_cases(),
        *batch_normalization_cases(),
        *normalization_cases(),
        *rescaling_cases(),
        *identity_cases(),
        *sequential_cases(),
        *precision_cases(),
        *older_writer_cases(),
        *rewritten_cases(),
        *core_layer_cases(),
        *convolution_cases(),
        *recurrent_cases(),
        *all_stack_cases(),
        *foreign_cases(),
    ]
    folders = [one.folder for one in cases]
    twice = {folder for folder in folders if folders.count(folder) > 1}
    if twice:
        raise ValueError(f"two cases share a folder: {sorted(twice)}")
    return cases
