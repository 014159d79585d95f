"""The golden cases of layers that move or look up values, of TimeDistributed, and of normalisation and activation layers."""

from __future__ import annotations

from golden_case import H5, TF, TF_H5, TF_KERAS, Case, Layer, case, cases, dense, inner, layer, sequential


def embedding(count: int, width: int, **more: object) -> Layer:
    return layer("Embedding", input_dim=count, output_dim=width, **more)


def embedding_cases() -> list[Case]:
    name = "Embedding"
    flat_dense = [layer("Flatten"), dense(3)]
    return [
        *cases(f"{name}/plain", (7,), embedding(11, 3), inputs="indices:11", also=(H5, TF, TF_H5)),
        *cases(f"{name}/one-index", (1,), embedding(3, 5), inputs="indices:3", rows=33),
        *cases(f"{name}/rank-2", (3, 4), embedding(5, 2), inputs="indices:5"),
        *cases(f"{name}/then-dense", (5,), embedding(9, 2), *flat_dense, inputs="indices:9", also=(TF_H5,)),
        *cases(f"{name}/fractions", (6,), embedding(4, 3), inputs="fractional_indices:4"),
        *cases(f"{name}/mask-zero-then-flatten", (5,), embedding(6, 2, mask_zero=True), *flat_dense, inputs="masked_indices:6"),
        *cases(f"{name}/open-time", (6,), embedding(7, 3), layer("GlobalAveragePooling1D"), dense(2), inputs="indices:7", open_time=True, also=(TF,)),
        case(f"{name}/input-length", (5,), embedding(9, 2, input_length=5), *flat_dense, inputs="indices:9", writer=TF_KERAS, h5=True),
    ]  # fmt: skip


def core_cases() -> list[Case]:
    unit = "UnitNormalization"
    return [
        *cases("Masking/default", (5, 3), layer("Masking"), inputs="masked:0", also=(TF, TF_H5)),
        *cases("Masking/value", (5, 3), layer("Masking", mask_value=-1.5), inputs="masked:-1.5"),
        *cases("Masking/value-not-exact", (4, 2), layer("Masking", mask_value=0.1), inputs="masked:0.1", also=(TF,)),
        *cases("Masking/rank-3", (3, 2, 2), layer("Masking", mask_value=2.0), inputs="masked:2"),
        *cases("Permute/rank-2", (3, 5), layer("Permute", dims=[2, 1]), also=(TF_H5,)),
        *cases("Permute/rank-3", (2, 3, 5), layer("Permute", dims=[3, 1, 2])),
        *cases("Permute/rank-4", (2, 3, 1, 4), layer("Permute", dims=[3, 2, 4, 1])),
        *cases("RepeatVector/plain", (5,), layer("RepeatVector", n=3), also=(TF_H5,)),
        *cases(f"{unit}/default", (7,), layer(unit), also=(TF, TF_H5), rows=13),
        *cases(f"{unit}/rank-2", (3, 4), layer(unit)),
        *cases(f"{unit}/axis-1", (3, 4), layer(unit, axis=1), also=(TF_H5,)),
        *cases(f"{unit}/axis-list", (2, 3, 4), layer(unit, axis=[1, 3])),
        *cases("Rescaling/image", (4, 3, 3), layer("Rescaling", scale=[0.5, 2.0, -1.0], offset=0.25), layer("Conv2D", filters=2, kernel_size=2), also=(TF_H5,)),
        *cases("Normalization/image", (4, 3, 2), layer("Normalization"), layer("Conv2D", filters=2, kernel_size=2), also=(TF_H5,)),
        *cases("Normalization/sequence", (5, 3), layer("Normalization"), layer("GRU", units=2)),
    ]  # fmt: skip


def time_distributed_cases() -> list[Case]:
    name = "TimeDistributed"

    def distributed(class_name: str, **arguments: object) -> Layer:
        return layer(name, layer=inner(class_name, **arguments))

    small_network = {"layer": sequential(dense(4, "relu"), layer("BatchNormalization"), dense(2, "tanh"))}
    image_network = {"layer": sequential(layer("Conv2D", filters=2, kernel_size=2), layer("MaxPooling2D"), layer("Flatten"))}
    return [
        *cases(f"{name}/dense", (5, 3), distributed("Dense", units=4, activation="relu"), also=(H5, TF, TF_H5)),
        *cases(f"{name}/dense-rank-3", (3, 2, 4), distributed("Dense", units=3, activation="softmax")),
        *cases(f"{name}/conv2d", (3, 4, 5, 2), distributed("Conv2D", filters=3, kernel_size=[3, 2], padding="same"), also=(TF,)),
        *cases(f"{name}/conv1d", (3, 6, 2), distributed("Conv1D", filters=3, kernel_size=2, strides=2)),
        *cases(f"{name}/max-pooling", (3, 4, 5, 2), distributed("MaxPooling2D", pool_size=2, padding="same"), also=(TF,)),
        *cases(f"{name}/global-pooling", (3, 4, 5, 2), distributed("GlobalAveragePooling2D"), dense(2)),
        *cases(f"{name}/flatten", (3, 4, 2), distributed("Flatten"), layer("LSTM", units=3), also=(TF_H5,)),
        *cases(f"{name}/lstm", (3, 4, 2), distributed("LSTM", units=3), also=(TF,)),
        *cases(f"{name}/bidirectional", (2, 4, 2), distributed("Bidirectional", layer=inner("SimpleRNN", units=2))),
        *cases(f"{name}/batch-normalization", (4, 3), distributed("BatchNormalization"), also=(TF,)),
        *cases(f"{name}/layer-normalization", (3, 2, 4), distributed("LayerNormalization", axis=[1, 2])),
        *cases(f"{name}/activation", (3, 5), distributed("Activation", activation="softmax")),
        *cases(f"{name}/dropout", (3, 5), distributed("Dropout", rate=0.5), dense(2)),
        *cases(f"{name}/prelu", (3, 4), distributed("PReLU")),
        *cases(f"{name}/embedding", (3, 4), distributed("Embedding", input_dim=7, output_dim=2), inputs="indices:7"),
        *cases(f"{name}/sequential", (4, 3), layer(name, layer=small_network), also=(TF,)),
        *cases(f"{name}/sequential-of-images", (3, 4, 5, 1), layer(name, layer=image_network), layer("LSTM", units=2), also=(TF_H5,)),
        *cases(f"{name}/nested", (2, 3, 4), layer(name, layer=inner(name, layer=inner("Dense", units=2)))),
        *cases(f"{name}/open-time", (4, 3), distributed("Dense", units=2, activation="relu"), open_time=True),
        *cases(f"{name}/open-time-images", (2, 4, 4, 1), distributed("Conv2D", filters=2, kernel_size=3), distributed("Flatten"), layer("GRU", units=2), open_time=True),
    ]  # fmt: skip


def further_normalization_cases() -> list[Case]:
    batch, layers, group, rms = "BatchNormalization", "LayerNormalization", "GroupNormalization", "RMSNormalization"
    return [
        *cases(f"{batch}/rank-3-axis-2", (2, 3, 5), layer(batch, axis=2), also=(TF_H5,)),
        *cases(f"{batch}/rank-3-axis--2", (2, 3, 5), layer(batch, axis=-2, center=False)),
        *cases(f"{batch}/rank-4", (2, 3, 2, 4), layer(batch)),
        *cases(f"{batch}/rank-4-axis-1", (4, 3, 2, 2), layer(batch, axis=1), also=(TF_H5,)),
        *cases(f"{batch}/after-convolution", (5, 4, 2), layer("Conv2D", filters=3, kernel_size=2, use_bias=False), layer(batch), layer("ReLU"), also=(TF_H5,)),
        *cases(f"{layers}/default", (7,), layer(layers), rows=13, also=(TF, TF_H5)),
        *cases(f"{layers}/no-center", (7,), layer(layers, center=False), also=(TF_H5,)),
        *cases(f"{layers}/no-scale-no-center", (7,), layer(layers, scale=False, center=False, epsilon=0.1)),
        *cases(f"{layers}/rank-2", (3, 5), layer(layers, epsilon=1e-6)),
        *cases(f"{layers}/rank-2-axis-1", (3, 5), layer(layers, axis=1), also=(TF,)),
        *cases(f"{layers}/rank-2-both-axes", (3, 5), layer(layers, axis=[1, 2])),
        *cases(f"{layers}/rank-3-first-and-last", (2, 3, 4), layer(layers, axis=[1, 3])),
        *cases(f"{layers}/rank-3-axes-of-both-signs", (2, 3, 4), layer(layers, axis=[-1, 1])),
        *cases(f"{layers}/rank-3-last-two", (2, 3, 4), layer(layers, axis=[-2, -1])),
        *cases(f"{layers}/rms-scaling", (7,), layer(layers, rms_scaling=True), also=(H5,)),
        *cases(f"{layers}/rms-scaling-axes", (3, 5), layer(layers, rms_scaling=True, axis=[1, 2])),
        *cases(f"{group}/some", (3, 6), layer(group, groups=3), also=(TF, TF_H5)),
        *cases(f"{group}/one", (3, 4), layer(group, groups=1)),
        *cases(f"{group}/each-channel", (5, 4), layer(group, groups=-1), also=(TF,)),
        *cases(f"{group}/rank-1", (6,), layer(group, groups=2)),
        *cases(f"{group}/rank-3", (3, 2, 4), layer(group, groups=2, epsilon=0.01)),
        *cases(f"{group}/rank-3-axis-1", (4, 3, 2), layer(group, groups=2, axis=1), also=(TF,)),
        *cases(f"{group}/rank-3-axis-2", (2, 6, 3), layer(group, groups=3, axis=2, scale=False)),
        *cases(f"{group}/no-scale-no-center", (3, 4), layer(group, groups=2, scale=False, center=False)),
        *cases(f"{rms}/default", (7,), layer(rms), rows=13, also=(H5,)),
        *cases(f"{rms}/rank-2", (3, 5), layer(rms, epsilon=0.01)),
        *cases(f"{rms}/both-axes", (3, 5), layer(rms, axis=[1, 2]), also=(H5,)),
        *cases(f"{rms}/rank-3", (2, 3, 4), layer(rms), dense(2)),
        case(f"{rms}/default", (7,), layer(rms), writer="keras-3.10.0"),
    ]  # fmt: skip


def further_activation_layer_cases() -> list[Case]:
    return [
        *cases("PReLU/rank-1", (7,), layer("PReLU"), also=(TF, TF_H5)),
        *cases("PReLU/rank-2", (3, 4), layer("PReLU")),
        *cases("PReLU/shared-axis-1", (3, 4), layer("PReLU", shared_axes=[1]), also=(TF_H5,)),
        *cases("PReLU/shared-every-axis", (3, 4), layer("PReLU", shared_axes=[1, 2])),
        *cases("PReLU/shared-image-axes", (3, 4, 2), layer("PReLU", shared_axes=[1, 2]), also=(TF,)),
        *cases("PReLU/shared-last-axis", (2, 3, 4), layer("PReLU", shared_axes=[3])),
        *cases("Softmax/axis-list-all", (3, 5), layer("Softmax", axis=[1, 2])),
        *cases("Softmax/axis-list-apart", (2, 3, 4), layer("Softmax", axis=[1, 3]), also=(TF_H5,)),
        *cases("Softmax/axis-list-of-one", (3, 4), layer("Softmax", axis=[1])),
        *cases("Softmax/rank-3-axis-2", (2, 3, 4), layer("Softmax", axis=2)),
        *cases("ELU/rank-3", (2, 3, 4), layer("ELU", alpha=0.6), also=(TF_H5,)),
        case("ThresholdedReLU/rank-2", (3, 4), layer("ThresholdedReLU", theta=0.3), writer=TF_KERAS),
    ]  # fmt: skip


def core_layer_cases() -> list[Case]:
    return [
        *embedding_cases(),
        *core_cases(),
        *time_distributed_cases(),
        *further_normalization_cases(),
        *further_activation_layer_cases(),
    ]
