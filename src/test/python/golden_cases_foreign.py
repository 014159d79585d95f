"""The golden cases that files of other people have asked for: numbers for flags."""

from __future__ import annotations

from golden_case import H5, TF_H5, TF_KERAS, Case, case, cases, dense, layer

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


def foreign_cases() -> list[Case]:
    return [*flag_cases()]
