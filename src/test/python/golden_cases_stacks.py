"""The golden cases of whole networks with layers of several families: nested, by older writers, in other precisions, rewritten."""

from __future__ import annotations

from typing import Any

from golden_case import H5, TF, TF_H5, TF_KERAS, Case, Form, Layer, case, cases, dense, inner, layer, sequential
from golden_cases_convolution import CHANNELS_FIRST, channels_last_twin, conv1d, conv2d, max_pooling
from golden_cases_recurrent import SEQUENCES, bidirectional, recurrent, rnn

EVERY_FORM: tuple[Form, ...] = (H5, TF, TF_H5)
SAVED_IN_ZIP = {"keras-2.12.0": {"save_format": "keras_v3"}}
OLDER_WRITERS = (
    "keras-2.12.0", "keras-2.13.1", "keras-2.14.0", "keras-2.15.0",
    "keras-3.0.5", "keras-3.3.3", "keras-3.4.1", "keras-3.5.0", "keras-3.6.0", "keras-3.10.0",
)  # fmt: skip


def small_cnn() -> list[Layer]:
    return [
        conv2d(3, 3, activation="relu"),
        layer("BatchNormalization"),
        max_pooling(),
        layer("Dropout", rate=0.25),
        layer("Flatten"),
        dense(3, "softmax"),
    ]


def separable_cnn() -> list[Layer]:
    return [
        layer("ZeroPadding2D", padding=[[0, 1], [0, 1]]),
        conv2d(4, 3, strides=2, use_bias=False),
        layer("BatchNormalization"),
        layer("ReLU", max_value=6.0),
        layer("DepthwiseConv2D", kernel_size=3, padding="same", use_bias=False),
        layer("BatchNormalization"),
        layer("ReLU", max_value=6.0),
        layer("SeparableConv2D", filters=5, kernel_size=2, activation="tanh"),
        layer("GlobalAveragePooling2D"),
        dense(2, "sigmoid"),
    ]


def channels_first_cnn(flatten: Layer) -> list[Layer]:
    return [
        conv2d(3, 3, activation="relu", **CHANNELS_FIRST),
        layer("BatchNormalization", axis=1),
        max_pooling(**CHANNELS_FIRST),
        flatten,
        dense(3, "softmax"),
    ]


def autoencoder() -> list[Layer]:
    return [
        conv2d(3, 3, padding="same", activation="relu"),
        layer("AveragePooling2D", pool_size=2, padding="same"),
        conv2d(2, 2, padding="same", activation="tanh"),
        layer("UpSampling2D", interpolation="bilinear"),
        layer("Conv2DTranspose", filters=2, kernel_size=3, strides=2, padding="same", activation="elu"),
        layer("Cropping2D", cropping=[[1, 2], [0, 1]]),
    ]


def text_cnn() -> list[Layer]:
    return [
        layer("Embedding", input_dim=11, output_dim=4),
        layer("SpatialDropout1D", rate=0.2),
        conv1d(5, 3, activation="relu"),
        layer("GlobalMaxPooling1D"),
        dense(2, "softmax"),
    ]


def lstm_stack() -> list[Layer]:
    return [recurrent("LSTM", units=4, **SEQUENCES), layer("Dropout", rate=0.2), recurrent("LSTM", units=2)]


def bidirectional_gru() -> list[Layer]:
    return [bidirectional("GRU"), layer("LayerNormalization"), dense(1, "sigmoid")]


def masked_words() -> list[Layer]:
    return [layer("Embedding", input_dim=9, output_dim=3, mask_zero=True), recurrent("GRU", **SEQUENCES), recurrent("LSTM")]


def recurrent_family() -> list[Layer]:
    return [
        layer("Embedding", input_dim=9, output_dim=2, mask_zero=True),
        bidirectional("GRU", **SEQUENCES),
        recurrent("LSTM", units=2, **SEQUENCES),
        layer("TimeDistributed", layer=inner("Dense", units=3, activation="tanh")),
        layer("GlobalAveragePooling1D"),
    ]


def conv_recurrent() -> list[Layer]:
    return [
        layer("GaussianNoise", stddev=0.1),
        conv1d(4, 3, padding="causal", activation="relu"),
        layer("MaxPooling1D"),
        bidirectional("LSTM", **SEQUENCES),
        recurrent("GRU"),
        dense(2),
    ]


def sequence_to_sequence() -> list[Layer]:
    return [
        recurrent("LSTM"),
        layer("RepeatVector", n=4),
        recurrent("LSTM", **SEQUENCES),
        layer("TimeDistributed", layer=inner("Dense", units=2, activation="softmax")),
    ]


def video() -> list[Layer]:
    def each(class_name: str, **arguments: Any) -> Layer:
        return layer("TimeDistributed", layer=inner(class_name, **arguments))

    return [each("Conv2D", filters=2, kernel_size=2, activation="relu"), each("MaxPooling2D"), each("Flatten"), recurrent("LSTM"), dense(2)]


def nested() -> list[Layer]:
    """The moving statistics of the inner network come last in a legacy file."""
    return [
        sequential(dense(4, "relu"), layer("BatchNormalization"), dense(3)),
        layer("Activation", activation="tanh"),
        sequential(dense(2, "softmax")),
    ]


def nested_first() -> list[Layer]:
    return [sequential(layer("Input", shape=[5, 6, 2]), conv2d(3, 2), layer("BatchNormalization"), max_pooling()), layer("Flatten"), dense(2)]


def nested_recurrent() -> list[Layer]:
    return [sequential(bidirectional("LSTM", **SEQUENCES), layer("Dropout", rate=0.1)), sequential(recurrent("GRU"), dense(3, "relu")), dense(2)]


def nested_deep() -> list[Layer]:
    innermost = sequential(layer("BatchNormalization"), dense(3, "tanh"))
    return [sequential(innermost, dense(3)), dense(2)]


def nested_frozen() -> list[Layer]:
    """In a legacy file the weights of the frozen layer come after those of the layers behind it."""
    return [sequential(dense(3, "relu", trainable=False), dense(3, "tanh")), dense(2)]


def one_dimensional() -> list[Layer]:
    return [
        layer("Normalization"),
        layer("SeparableConv1D", filters=4, kernel_size=3, padding="same"),
        layer("PReLU", shared_axes=[1]),
        layer("DepthwiseConv1D", kernel_size=2, depth_multiplier=2),
        layer("GroupNormalization", groups=2),
        layer("UpSampling1D", size=2),
        layer("Conv1DTranspose", filters=2, kernel_size=3, strides=2),
        layer("ZeroPadding1D", padding=[0, 1]),
        layer("Permute", dims=[2, 1]),
        layer("Softmax"),
    ]


def three_dimensional() -> list[Layer]:
    return [
        layer("ZeroPadding3D", padding=[[0, 1], [1, 0], [0, 0]]),
        layer("Conv3D", filters=3, kernel_size=2, activation="relu"),
        layer("MaxPooling3D", pool_size=[1, 2, 2]),
        layer("SpatialDropout3D", rate=0.2),
        layer("GlobalAveragePooling3D"),
        layer("UnitNormalization"),
        dense(2),
    ]


def stack_cases() -> list[Case]:
    name = "Sequential"
    flatten, flatten_first = layer("Flatten"), layer("Flatten", **CHANNELS_FIRST)
    first_cnn, other_first_cnn = channels_first_cnn(flatten), channels_first_cnn(flatten_first)
    return [
        *cases(f"{name}/small-cnn", (7, 8, 2), *small_cnn(), rows=5, also=(TF_H5,)),
        *cases(f"{name}/separable-cnn", (6, 7, 3), *separable_cnn()),
        *cases(f"{name}/channels-first-cnn", (2, 6, 7), *first_cnn, twin=channels_last_twin(2, tuple(first_cnn)), also=(TF_H5,)),
        *cases(f"{name}/channels-first-cnn-flattened-so", (2, 6, 7), *other_first_cnn, twin=channels_last_twin(2, tuple(other_first_cnn))),
        *cases(f"{name}/autoencoder", (5, 6, 1), *autoencoder()),
        *cases(f"{name}/text-cnn", (7,), *text_cnn(), inputs="indices:11", also=(TF_H5,)),
        *cases(f"{name}/lstm-stack", (5, 2), *lstm_stack(), also=(H5, TF)),
        *cases(f"{name}/bidirectional-gru", (5, 2), *bidirectional_gru()),
        *cases(f"{name}/masked-words", (6,), *masked_words(), inputs="masked_indices:9", also=(TF_H5,)),
        *cases(f"{name}/masked-words-many-rows", (6,), *masked_words(), inputs="masked_indices:9", rows=33),
        *cases(f"{name}/conv-recurrent", (9, 2), *conv_recurrent()),
        *cases(f"{name}/sequence-to-sequence", (5, 2), *sequence_to_sequence()),
        *cases(f"{name}/video", (3, 4, 5, 1), *video(), also=(TF_H5,)),
        *cases(f"{name}/one-dimensional", (7, 3), *one_dimensional()),
        *cases(f"{name}/three-dimensional", (3, 4, 4, 2), *three_dimensional(), also=(TF_H5,)),
        *cases(f"{name}/cells", (5, 2), rnn(layer("LSTMCell", units=3), layer("GRUCell", units=2), **SEQUENCES), layer("Flatten"), dense(2)),
        *cases(f"{name}/nested", (5,), *nested(), also=EVERY_FORM),
        *cases(f"{name}/nested-first", (5, 6, 2), *nested_first()),
        *cases(f"{name}/nested-recurrent", (4, 2), *nested_recurrent(), also=(TF_H5,)),
        *cases(f"{name}/nested-deep", (4,), *nested_deep(), also=(TF, TF_H5)),
        *cases(f"{name}/nested-frozen", (4,), *nested_frozen(), also=(H5, TF_H5)),
    ]  # fmt: skip


def older_writer_stack_cases() -> list[Case]:
    """One network of each family by each older Keras."""
    name = "Sequential"
    made = []
    for writer in OLDER_WRITERS:
        more: dict[str, Any] = {"writer": writer, "rows": 3, **SAVED_IN_ZIP.get(writer, {})}
        made += [
            case(f"{name}/small-cnn", (7, 8, 2), *small_cnn(), **more),
            case(f"{name}/nested", (5,), *nested(), **more),
            case(f"{name}/recurrent-family", (6,), *recurrent_family(), inputs="masked_indices:9", **more),
        ]
    for writer in ("keras-2.15.0", "keras-3.0.5"):
        made.append(case("LSTM/hard-sigmoid", (5, 2), recurrent("LSTM", recurrent_activation="hard_sigmoid"), rows=3, writer=writer))
    for writer in ("keras-2.13.1", "keras-3.3.3"):
        more = {"writer": writer, "rows": 3, "h5": True}
        made += [
            case(f"{name}/nested", (5,), *nested(), **more),
            case(f"{name}/bidirectional-gru", (5, 2), *bidirectional_gru(), **more),
        ]
    for writer in ("keras-2.13.1", "keras-2.14.0"):
        more = {"writer": writer, "rows": 3, **SAVED_IN_ZIP.get(writer, {})}
        made += [
            case(f"{name}/nested-deep", (4,), *nested_deep(), **more),
            case("RNN/stacked-mixed", (4, 2), rnn(layer("GRUCell", units=2), layer("LSTMCell", units=3)), **more),
        ]
    return made


def precision_stack_cases() -> list[Case]:
    half: dict[str, Any] = {"inputs": "half", "tolerance": 4e-3}
    made = []
    for policy, more in (("mixed_float16", half), ("float16", half), ("float64", {})):
        made += cases(f"Sequential/small-cnn-{policy}", (6, 5, 2), *small_cnn(), policy=policy, **more)
        made += cases(f"Sequential/lstm-stack-{policy}", (5, 2), *lstm_stack(), policy=policy, also=(TF,) if policy != "float16" else (H5,), **more)
    return made


HARD = {"recurrent_activation": "hard_sigmoid"}
RESET_BEFORE = {"reset_after": False, **HARD}


def rewritten(name: str, rewrite: str, shape: tuple[int, ...], *layers: Layer, **more: Any) -> Case:
    """A file saved by tf-keras, then laid out by golden_older.py as an older Keras did."""
    return case(name, shape, *layers, rewrite=rewrite, writer=TF_KERAS, h5=True, **more)


def keras_1_cases() -> list[Case]:
    th_cnn = [
        conv2d(3, [3, 2], activation="relu", **CHANNELS_FIRST),
        max_pooling([1, 2], **CHANNELS_FIRST),
        conv2d(2, 2, padding="same", strides=2, **CHANNELS_FIRST),
        layer("Flatten"),
        dense(3, "softmax"),
    ]
    tf_cnn = [
        layer("ZeroPadding2D", padding=[[1, 0], [2, 1]]),
        conv2d(3, [3, 2], activation="relu"),
        layer("AveragePooling2D", padding="same"),
        conv2d(3, 2, dilation_rate=[2, 1], use_bias=False),
        layer("UpSampling2D", size=[1, 2]),
        layer("Cropping2D", cropping=[[0, 0], [1, 0]]),
        layer("PReLU"),
        layer("SeparableConv2D", filters=3, kernel_size=2, padding="same", depth_multiplier=2),
        layer("GlobalAveragePooling2D"),
    ]
    sequence = [
        layer("GaussianNoise", stddev=0.1),
        layer("ZeroPadding1D", padding=1),
        conv1d(4, 3, activation="relu"),
        conv1d(3, 2, dilation_rate=2),
        layer("MaxPooling1D", padding="same"),
        layer("UpSampling1D", size=2),
        layer("GaussianDropout", rate=0.2),
        bidirectional("LSTM", **HARD, **SEQUENCES),
        layer("TimeDistributed", layer=inner("Dense", units=3)),
        layer("Permute", dims=[2, 1]),
        layer("GlobalMaxPooling1D"),
        layer("RepeatVector", n=2),
        layer("Reshape", target_shape=[-1]),
    ]
    each_step = [layer("TimeDistributed", layer=inner("Dense", units=2, activation="tanh")), dense(2)]
    words = layer("Embedding", input_dim=9, output_dim=3, mask_zero=True, input_length=6)
    lstm, gru = recurrent("LSTM", **HARD), recurrent("GRU", **RESET_BEFORE)
    lstm_sequences = recurrent("LSTM", **HARD, **SEQUENCES)
    return [
        rewritten("LSTM/keras-1", "keras_1", (5, 2), lstm),
        rewritten("LSTM/keras-1-theano", "keras_1_theano", (5, 2), lstm),
        rewritten("LSTM/keras-1-joined-gates", "keras_1_joined_gates", (5, 2), lstm_sequences, gru),
        rewritten("GRU/keras-1", "keras_1", (5, 2), recurrent("GRU", **RESET_BEFORE, **SEQUENCES), layer("Flatten"), dense(2)),
        rewritten("SimpleRNN/keras-1", "keras_1", (5, 2), recurrent("SimpleRNN", go_backwards=True)),
        rewritten("Bidirectional/keras-1", "keras_1", (5, 2), bidirectional("GRU", **RESET_BEFORE), dense(2)),
        rewritten("Embedding/keras-1", "keras_1", (6,), words, lstm, inputs="masked_indices:9"),
        rewritten("Masking/keras-1", "keras_1", (7, 2), layer("Masking"), lstm_sequences, gru, inputs="masked:0"),
        rewritten("Conv1D/keras-1", "keras_1", (8, 2), conv1d(3, 3, padding="same", strides=2), layer("ELU", alpha=0.5)),
        rewritten("Conv1D/keras-1-oldest-kernels", "keras_1_oldest_kernels", (8, 2), conv1d(3, 2, activation="tanh"), layer("AveragePooling1D")),
        rewritten("Conv2D/keras-1-tf", "keras_1", (7, 6, 2), *tf_cnn),
        rewritten("Conv2D/keras-1-th", "keras_1", (2, 6, 5), *th_cnn, twin=channels_last_twin(2, tuple(th_cnn))),
        rewritten("TimeDistributed/keras-1", "keras_1", (5, 3), *each_step),
        rewritten("TimeDistributed/keras-1-time-distributed-dense", "keras_1_time_distributed_dense", (5, 3), *each_step),
        rewritten("Sequential/keras-1-sequence", "keras_1", (7, 2), *sequence),
    ]  # fmt: skip


def keras_2_cases() -> list[Case]:
    """The first releases of Keras 2: a bare list of layers, no reset_after, kernels of Theano, layers of CuDNN."""
    first = conv2d(3, [3, 2], activation="relu", **CHANNELS_FIRST)
    first_cnn = [first, max_pooling(**CHANNELS_FIRST), layer("Flatten"), dense(2)]
    last_cnn = [
        conv2d(3, [2, 3], padding="same"),
        layer("SeparableConv2D", filters=2, kernel_size=2, activation="tanh"),
        layer("Conv2DTranspose", filters=2, kernel_size=3, strides=2),
        layer("GlobalMaxPooling2D"),
    ]
    no_bias = {"use_bias": False}
    return [
        rewritten("Sequential/keras-2-list", "keras_2", (7, 8, 2), *small_cnn()),
        rewritten("LSTM/keras-2-list", "keras_2", (5, 2), recurrent("LSTM", **HARD, **SEQUENCES), recurrent("LSTM", **HARD), dense(2)),
        rewritten("GRU/keras-2-without-reset-after", "keras_2", (5, 2), recurrent("GRU", **RESET_BEFORE)),
        rewritten("Bidirectional/keras-2-list", "keras_2", (5, 2), bidirectional("LSTM", **HARD), dense(2)),
        rewritten("Conv1D/keras-2-theano", "keras_2_theano", (8, 2), conv1d(3, 4, padding="causal"), conv1d(2, 3, **no_bias)),
        rewritten("Conv2D/keras-2-theano", "keras_2_theano", (2, 6, 5), *first_cnn, twin=channels_last_twin(2, tuple(first_cnn))),
        rewritten("Conv2DTranspose/keras-2-theano", "keras_2_theano", (5, 6, 2), *last_cnn),
        rewritten("LSTM/cudnn", "keras_2_cudnn", (5, 2), recurrent("LSTM")),
        rewritten("LSTM/cudnn-stacked", "keras_2_cudnn", (5, 3), recurrent("LSTM", units=4, **SEQUENCES), recurrent("LSTM", units=2, go_backwards=True), dense(2)),
        rewritten("GRU/cudnn", "keras_2_cudnn", (5, 2), recurrent("GRU", **SEQUENCES), recurrent("GRU", units=2)),
        rewritten("Bidirectional/cudnn", "keras_2_cudnn", (5, 2), bidirectional("LSTM", **SEQUENCES), bidirectional("GRU", around={"merge_mode": "sum"}), dense(2)),
    ]  # fmt: skip


def windows_cases() -> list[Case]:
    made = []
    for writer in ("keras-2.13.1", "keras-2.14.0", "keras-2.15.0"):
        more: dict[str, Any] = {"writer": writer, "rewrite": "windows_links", "rows": 3}
        made.append(case("LSTM/windows", (5, 2), recurrent("LSTM", **SEQUENCES), recurrent("LSTM"), dense(2), **more))
        made.append(case("Bidirectional/windows", (5, 2), bidirectional("GRU"), dense(2), **more))
    return [*made, case("Sequential/windows-nested", (5,), *nested(), writer="keras-2.13.1", rewrite="windows_links")]


def all_stack_cases() -> list[Case]:
    return [
        *stack_cases(),
        *older_writer_stack_cases(),
        *precision_stack_cases(),
        *keras_1_cases(),
        *keras_2_cases(),
        *windows_cases(),
    ]
