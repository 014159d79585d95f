"""The golden cases that files of other people have asked for: numbers for flags, LoRA."""

from __future__ import annotations

from golden_case import H5, TF_H5, TF_KERAS, Case, Layer, case, cases, dense, inner, layer

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


def foreign_cases() -> list[Case]:
    return [*flag_cases(), *lora_cases()]
