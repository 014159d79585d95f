"""The golden cases of recurrent layers, and of masks on their way through a model."""

from __future__ import annotations

from typing import Any

from golden_case import H5, TF, TF_H5, TF_KERAS, Case, Form, Layer, case, cases, dense, inner, layer, sequential

SEQUENCES = {"return_sequences": True}


def recurrent(class_name: str, units: int = 3, **more: Any) -> Layer:
    return layer(class_name, units=units, **more)


def bidirectional(class_name: str, units: int = 2, *, around: dict[str, Any] | None = None, **more: Any) -> Layer:
    """around: arguments of the Bidirectional itself."""
    return layer("Bidirectional", layer=inner(class_name, units=units, **more), **(around or {}))


def rnn(*cells: Layer, **more: Any) -> Layer:
    one = {"layer": cells[0]} if len(cells) == 1 else inner("StackedRNNCells", cells=[{"layer": cell} for cell in cells])
    return layer("RNN", cell=one, **more)


# The three kinds share their readers, so one of them stands for all in most forms.
FORMS: dict[str, tuple[Form, ...]] = {"SimpleRNN": (TF,), "LSTM": (H5, TF, TF_H5), "GRU": (TF_H5,)}


def plain_cases(name: str) -> list[Case]:
    """What SimpleRNN, LSTM and GRU have in common."""
    one, many = recurrent(name), recurrent(name, **SEQUENCES)
    legacy = (TF_H5,) if name == "LSTM" else ()
    return [
        *cases(f"{name}/last-step", (5, 2), one, also=FORMS[name]),
        *cases(f"{name}/sequences", (5, 2), many),
        *cases(f"{name}/backwards", (4, 2), recurrent(name, go_backwards=True)),
        *cases(f"{name}/backwards-sequences", (4, 2), recurrent(name, go_backwards=True, **SEQUENCES), also=legacy),
        *cases(f"{name}/no-bias", (5, 2), recurrent(name, use_bias=False), also=legacy),
        *cases(f"{name}/relu", (5, 2), recurrent(name, activation="relu", **SEQUENCES)),
        *cases(f"{name}/stacked", (4, 2), many, one, dense(2, "softmax"), also=legacy),
        *cases(f"{name}/open-time", (6, 2), one, dense(2), open_time=True, also=legacy),
    ]  # fmt: skip


def gated_cases(name: str) -> list[Case]:
    return [
        *cases(f"{name}/hard-sigmoid", (5, 2), recurrent(name, recurrent_activation="hard_sigmoid"), also=(TF, TF_H5)),
        *cases(f"{name}/hard-sigmoid-relu", (4, 2), recurrent(name, recurrent_activation="hard_sigmoid", activation="relu", **SEQUENCES)),
    ]


def gru_cases() -> list[Case]:
    before = {"reset_after": False}
    return [
        *cases("GRU/reset-before", (5, 2), recurrent("GRU", **before), also=(TF_H5,)),
        *cases("GRU/reset-before-sequences", (5, 2), recurrent("GRU", **before, **SEQUENCES)),
        *cases("GRU/reset-before-no-bias", (4, 2), recurrent("GRU", use_bias=False, **before), also=(TF_H5,)),
        *cases("GRU/reset-before-backwards", (4, 2), recurrent("GRU", go_backwards=True, activation="relu", **before)),
    ]


def lstm_cases() -> list[Case]:
    return [
        *cases("LSTM/unroll", (4, 3), recurrent("LSTM", unroll=True, **SEQUENCES)),
        *cases("LSTM/dropout", (4, 2), recurrent("LSTM", dropout=0.3, recurrent_dropout=0.2), also=(TF, TF_H5)),
        *cases("LSTM/open-time-sequences", (6, 2), recurrent("LSTM", **SEQUENCES), dense(2), open_time=True),
        *cases("LSTM/activation-layer", (4, 2), recurrent("LSTM", activation=inner("LeakyReLU", negative_slope=0.1))),
        *cases("LSTM/wide", (6, 9), recurrent("LSTM", units=11), rows=33),
        *cases("LSTM/one-step", (1, 3), recurrent("LSTM")),
        *cases("LSTM/one-feature-one-unit", (7, 1), recurrent("LSTM", units=1), rows=33),
        *cases("LSTM/linear-softsign", (4, 2), recurrent("LSTM", activation="linear", recurrent_activation="softsign")),
        *cases("LSTM/no-unit-forget-bias", (4, 2), recurrent("LSTM", unit_forget_bias=False), also=(TF_H5,)),
        *cases("LSTM/frozen", (4, 2), recurrent("LSTM", trainable=False), dense(2)),
    ]


def rnn_cases() -> list[Case]:
    simple, lstm, gru = (layer(f"{kind}Cell", units=units) for kind, units in (("SimpleRNN", 2), ("LSTM", 3), ("GRU", 4)))
    before = layer("GRUCell", units=2, reset_after=False, recurrent_activation="hard_sigmoid")
    return [
        *cases("RNN/simple-cell", (5, 2), rnn(simple), also=(TF_H5,)),
        *cases("RNN/lstm-cell", (5, 2), rnn(lstm, **SEQUENCES), also=(TF,)),
        *cases("RNN/gru-cell", (5, 2), rnn(gru)),
        *cases("RNN/gru-cell-reset-before", (4, 2), rnn(before, **SEQUENCES)),
        *cases("RNN/lstm-cell-hard-sigmoid", (4, 2), rnn(layer("LSTMCell", units=2, recurrent_activation="hard_sigmoid"))),
        *cases("RNN/backwards", (4, 2), rnn(gru, go_backwards=True, **SEQUENCES)),
        *cases("RNN/stacked-lstm", (5, 2), rnn(lstm, layer("LSTMCell", units=2)), also=(TF,)),
        *cases("RNN/stacked-mixed", (4, 2), rnn(gru, simple, lstm, **SEQUENCES), also=(TF_H5,)),
        *cases("RNN/stacked-same-cells", (4, 2), rnn(lstm, lstm, simple, lstm)),
        *cases("RNN/bidirectional", (4, 2), layer("Bidirectional", layer={"layer": rnn(lstm)}), also=(TF_H5,)),
        *cases("RNN/open-time", (5, 2), rnn(lstm, simple), dense(2), open_time=True),
    ]  # fmt: skip


def bidirectional_cases() -> list[Case]:
    name = "Bidirectional"
    made = []
    for kind in ("LSTM", "GRU", "SimpleRNN"):
        made += cases(f"{name}/{kind.lower()}", (5, 2), bidirectional(kind))
        made += cases(f"{name}/{kind.lower()}-sequences", (5, 2), bidirectional(kind, **SEQUENCES), also=(TF, TF_H5) if kind == "LSTM" else ())
    for mode in ("sum", "ave", "mul"):
        around = {"merge_mode": mode}
        made += cases(f"{name}/{mode}", (4, 2), bidirectional("SimpleRNN", around=around))
        made += cases(f"{name}/{mode}-sequences", (4, 2), bidirectional("GRU", around=around, **SEQUENCES))
    own = {"backward_layer": inner("LSTM", units=3, go_backwards=True, activation="relu", **SEQUENCES)}
    other_kind = {"backward_layer": inner("GRU", units=2, go_backwards=True)}
    made += [
        *cases(f"{name}/own-backward-layer", (4, 2), bidirectional("LSTM", around=own, **SEQUENCES), also=(TF_H5,)),
        *cases(f"{name}/own-backward-layer-of-another-kind", (4, 2), bidirectional("SimpleRNN", around=other_kind | {"merge_mode": "sum"}), also=(TF,)),
        *cases(f"{name}/reset-before", (4, 2), bidirectional("GRU", reset_after=False, **SEQUENCES)),
        *cases(f"{name}/no-bias", (4, 2), bidirectional("GRU", use_bias=False)),
        *cases(f"{name}/hard-sigmoid", (4, 2), bidirectional("LSTM", recurrent_activation="hard_sigmoid")),
        *cases(f"{name}/stacked", (4, 2), bidirectional("SimpleRNN", **SEQUENCES), bidirectional("GRU"), dense(2, "softmax")),
        *cases(f"{name}/stacked-cells", (4, 2), layer(name, layer={"layer": rnn(layer("LSTMCell", units=2), layer("GRUCell", units=3), **SEQUENCES)})),
        *cases(f"{name}/open-time", (6, 2), bidirectional("GRU", **SEQUENCES), open_time=True, also=(TF_H5,)),
    ]  # fmt: skip
    return made


def masked_cases(name: str, *layers: Layer, also: tuple[Form, ...] = (), **more: Any) -> list[Case]:
    """Of seven steps some are to be skipped: see golden_writer.valid_steps."""
    return cases(name, (7, 2), layer("Masking"), *layers, inputs="masked:0", also=also, **more)


def words_cases(name: str, *layers: Layer, also: tuple[Form, ...] = (), **more: Any) -> list[Case]:
    """Of six indices some are 0, which masks their step."""
    first = layer("Embedding", input_dim=9, output_dim=3, mask_zero=True)
    return cases(name, (6,), first, *layers, inputs="masked_indices:9", also=also, **more)


def masked_recurrent_cases() -> list[Case]:
    lstm_sequences = recurrent("LSTM", **SEQUENCES)
    made = [
        *masked_cases("LSTM/masked-stacked", lstm_sequences, lstm_sequences, recurrent("LSTM"), also=(TF, TF_H5)),
        *masked_cases("LSTM/masked-unroll", recurrent("LSTM", unroll=True, **SEQUENCES)),
        *words_cases("GRU/words", recurrent("GRU"), also=(TF_H5,)),
    ]
    for name in ("SimpleRNN", "LSTM", "GRU"):
        zero = {"zero_output_for_mask": True}
        made += [
            *masked_cases(f"{name}/masked", recurrent(name), also=(TF,)),
            *masked_cases(f"{name}/masked-sequences", recurrent(name, **SEQUENCES), also=(TF_H5,)),
            *masked_cases(f"{name}/masked-zero-output", recurrent(name, **zero)),
            *masked_cases(f"{name}/masked-zero-output-sequences", recurrent(name, **zero, **SEQUENCES)),
            *masked_cases(f"{name}/masked-backwards-sequences", recurrent(name, go_backwards=True, **SEQUENCES)),
        ]  # fmt: skip
    return made


def masked_wrapper_cases() -> list[Case]:
    lstm, gru = layer("LSTMCell", units=3), layer("GRUCell", units=2)
    zero = {"zero_output_for_mask": True}
    made = [
        *masked_cases("Bidirectional/masked", bidirectional("LSTM"), also=(TF,)),
        *masked_cases("RNN/masked", rnn(lstm)),
        *masked_cases("RNN/masked-sequences", rnn(gru, **SEQUENCES)),
        *masked_cases("RNN/masked-stacked-cells", rnn(gru, lstm, **SEQUENCES), also=(TF_H5,)),
    ]
    for mode in ("concat", "sum", "ave", "mul"):
        around = {"merge_mode": mode}
        made += masked_cases(f"Bidirectional/masked-{mode}-sequences", bidirectional("GRU", around=around, **SEQUENCES))
    own = {"backward_layer": inner("GRU", units=3, go_backwards=True, **SEQUENCES)}
    return [
        *made,
        *masked_cases("Bidirectional/masked-zero-output", bidirectional("LSTM", **zero)),
        *masked_cases("Bidirectional/masked-own-backward-layer", bidirectional("LSTM", around=own, **SEQUENCES)),
        *masked_cases("Bidirectional/masked-stacked", bidirectional("LSTM", **SEQUENCES), bidirectional("GRU")),
        *words_cases("Bidirectional/words-sequences", bidirectional("LSTM", **SEQUENCES), dense(2, "softmax")),
    ]


def mask_passing_cases() -> list[Case]:
    """A mask through what lies between its maker and a layer that uses it; layers that end it make the steps count again."""
    between: dict[str, list[Layer]] = {
        "dense": [dense(3, "tanh")],
        "activation": [layer("Activation", activation="relu")],
        "dropout": [layer("Dropout", rate=0.3), layer("SpatialDropout1D", rate=0.3)],
        "noise": [
            layer("GaussianNoise", stddev=0.2),
            layer("GaussianDropout", rate=0.2),
            layer("AlphaDropout", rate=0.2),
            layer("ActivityRegularization", l2=0.1),
        ],
        "batch-normalization": [layer("BatchNormalization")],
        "layer-normalization": [layer("LayerNormalization")],
        "group-normalization": [layer("GroupNormalization", groups=1)],
        "unit-normalization": [layer("UnitNormalization")],
        "rms-normalization": [layer("RMSNormalization")],
        "activation-layers": [layer("LeakyReLU"), layer("ELU"), layer("ReLU")],
        "prelu": [layer("PReLU")],
        "identity": [layer("Identity")],
        "rescaling": [layer("Rescaling", scale=0.5, offset=0.25)],
        "normalization": [layer("Normalization", mean=0.5, variance=2.0)],
        "time-distributed": [layer("TimeDistributed", layer=inner("Dense", units=3))],
        "conv1d": [layer("Conv1D", filters=3, kernel_size=3, padding="same")],
        "max-pooling": [layer("MaxPooling1D", pool_size=2, strides=1, padding="same")],
        "zero-padding": [layer("ZeroPadding1D")],
        "cropping": [layer("Cropping1D")],
        "up-sampling": [layer("UpSampling1D")],
        "permute": [layer("Permute", dims=[2, 1])],
        "reshape": [layer("Reshape", target_shape=[7, 2])],
        "second-masking": [layer("Masking", mask_value=0.5)],
    }
    in_tf_keras_too = ("dropout", "batch-normalization", "identity", "rescaling", "normalization", "time-distributed", "conv1d", "max-pooling")
    made = []
    for name, layers in between.items():
        made += masked_cases(f"Masking/through-{name}", *layers, recurrent("SimpleRNN"), also=(TF,) if name in in_tf_keras_too else ())
    return [
        *made,
        *mask_of_words_in_texts_cases(),
        *further_mask_cases(),
    ]


def mask_of_words_in_texts_cases() -> list[Case]:
    """A mask over two axes, which ends in what TimeDistributed applies."""
    shape, inputs = (3, 5), "masked_indices:9"
    words = layer("Embedding", input_dim=9, output_dim=2, mask_zero=True)
    each_lstm = layer("TimeDistributed", layer=inner("LSTM", units=2))
    each_mean = layer("TimeDistributed", layer=inner("GlobalAveragePooling1D"))
    each_text = layer("TimeDistributed", layer={"layer": sequential(words, recurrent("LSTM"))})
    return [
        *cases("TimeDistributed/words-into-lstm", shape, words, each_lstm, inputs=inputs, also=(TF,)),
        *cases("TimeDistributed/words-into-pooling", shape, words, each_mean, inputs=inputs),
        *cases("TimeDistributed/sequential-with-words", shape, each_text, inputs=inputs, also=(TF,)),
    ]


def further_mask_cases() -> list[Case]:
    through_nested = sequential(dense(3, "relu"), layer("Dropout", rate=0.2), dense(2))
    return [
        case("Masking/through-thresholded-relu", (7, 2), layer("Masking"), layer("ThresholdedReLU", theta=0.3), recurrent("LSTM"), inputs="masked:0", writer=TF_KERAS),
        *masked_cases("Masking/flatten", layer("Flatten"), dense(3)),
        *masked_cases("Masking/dense-only", dense(3), also=(TF_H5,)),
        *masked_cases("Masking/ended-by-last-step", recurrent("LSTM"), layer("RepeatVector", n=3), recurrent("GRU")),
        *masked_cases("GlobalAveragePooling1D/masked", layer("GlobalAveragePooling1D")),
        *masked_cases("GlobalAveragePooling1D/masked-keepdims", layer("GlobalAveragePooling1D", keepdims=True)),
        *masked_cases("GlobalAveragePooling1D/masked-after-lstm", recurrent("LSTM", **SEQUENCES), layer("GlobalAveragePooling1D"), dense(2)),
        *masked_cases("GlobalMaxPooling1D/masked", layer("GlobalMaxPooling1D"), dense(2)),
        *words_cases("GlobalAveragePooling1D/words", layer("GlobalAveragePooling1D"), dense(2), also=(TF, TF_H5)),
        *cases("Embedding/mask-zero-fractions", (6,), layer("Embedding", input_dim=4, output_dim=3, mask_zero=True), recurrent("LSTM"), inputs="fractional_indices:4", also=(TF,)),
        *masked_cases("Sequential/mask-through-nested", through_nested, recurrent("LSTM"), also=(TF,)),
        *masked_cases("Sequential/mask-into-nested-lstm", sequential(dense(2), recurrent("LSTM")), dense(2), also=(TF,)),
        *masked_cases("Sequential/mask-ended-in-nested", sequential(layer("Conv1D", filters=2, kernel_size=2, padding="same")), recurrent("LSTM"), also=(TF,)),
        *masked_cases("Sequential/mask-through-nested-recurrent", sequential(recurrent("GRU", **SEQUENCES)), recurrent("LSTM"), also=(TF,)),
        *cases("Sequential/mask-made-in-nested", (7, 2), sequential(layer("Masking"), dense(2)), recurrent("LSTM"), inputs="masked:0", also=(TF,)),
        *cases("Sequential/words-made-in-nested", (6,), sequential(layer("Embedding", input_dim=9, output_dim=3, mask_zero=True)), recurrent("LSTM"), inputs="masked_indices:9", also=(TF,)),
        *cases("TimeDistributed/masked-embedding-then-lstm", (5, 1), layer("TimeDistributed", layer=inner("Embedding", input_dim=9, output_dim=2, mask_zero=True)), layer("TimeDistributed", layer=inner("Flatten")), recurrent("LSTM"), inputs="indices:9"),
        *masked_cases("TimeDistributed/masked-then-lstm", layer("TimeDistributed", layer=inner("BatchNormalization")), recurrent("LSTM"), also=(TF,)),
        *masked_cases("TimeDistributed/masked-sequential-then-lstm", layer("TimeDistributed", layer={"layer": sequential(dense(3, "relu"), dense(2))}), recurrent("LSTM"), also=(TF,)),
        *masked_cases("TimeDistributed/masked-last", layer("TimeDistributed", layer=inner("Dense", units=3)), also=(TF,)),
        *cases("TimeDistributed/masked-lstm", (4, 3, 2), layer("Masking"), layer("TimeDistributed", layer=inner("LSTM", units=2)), inputs="masked:0", also=(TF,)),
        *masked_cases("LSTM/masked-open-time", recurrent("LSTM"), dense(2), open_time=True),
        *words_cases("LSTM/words-open-time", recurrent("LSTM", **SEQUENCES), recurrent("GRU"), open_time=True),
        *words_cases("Bidirectional/words-open-time", bidirectional("GRU"), open_time=True),
        *cases("LSTM/masked-value", (7, 2), layer("Masking", mask_value=-1.5), recurrent("LSTM"), inputs="masked:-1.5"),
        *cases("GRU/masked-many-rows", (5, 2), layer("Masking", mask_value=-1.0), recurrent("GRU", **SEQUENCES), recurrent("GRU"), inputs="masked:-1", rows=33),
    ]  # fmt: skip


def recurrent_cases() -> list[Case]:
    made = []
    for name in ("SimpleRNN", "LSTM", "GRU"):
        made += plain_cases(name)
    return [
        *made,
        *gated_cases("LSTM"),
        *gated_cases("GRU"),
        *lstm_cases(),
        *gru_cases(),
        *rnn_cases(),
        *bidirectional_cases(),
        *masked_recurrent_cases(),
        *masked_wrapper_cases(),
        *mask_passing_cases(),
    ]
