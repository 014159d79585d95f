"""The golden cases of convolutions, and of what goes around them: pooling, padding, cropping and resampling."""

from __future__ import annotations

from typing import Any

from golden_case import H5, TF, TF_H5, TF_KERAS, Case, Layer, case, cases, dense, layer

CHANNELS_FIRST = {"data_format": "channels_first"}


def conv1d(filters: int, size: int, **more: Any) -> Layer:
    return layer("Conv1D", filters=filters, kernel_size=size, **more)


def conv2d(filters: int, size: Any, **more: Any) -> Layer:
    return layer("Conv2D", filters=filters, kernel_size=size, **more)


def max_pooling(size: Any = 2, **more: Any) -> Layer:
    return layer("MaxPooling2D", pool_size=size, **more)


def channels_last_twin(axes: int, layers: tuple[Layer, ...]) -> list[Layer]:
    """The layers over channels that were moved to the end, and are moved back where their place still shows."""
    to_last = layer("Permute", dims=[*range(2, axes + 2), 1])
    to_first = layer("Permute", dims=[axes + 1, *range(1, axes + 1)])
    twin = [to_last]
    spatial = True
    for one in layers:
        if one == layer("Flatten"):
            twin.append(to_first)
        twin.append(channels_last(one))
        spatial = spatial and one[0] != "Flatten"
    return [*twin, to_first] if spatial else twin


def channels_last(one: Layer) -> Layer:
    class_name, arguments = one
    values = {key: value for key, value in arguments.items() if key != "data_format"}
    return [class_name, values | {"axis": -1} if class_name == "BatchNormalization" else values]


def channels_first(name: str, shape: tuple[int, ...], *layers: Layer, **more: Any) -> list[Case]:
    """Layers with an axis after the channels, in forms that TensorFlow can write but not run on a CPU."""
    return cases(name, shape, *layers, twin=channels_last_twin(len(shape) - 1, layers), **more)


def conv1d_cases() -> list[Case]:
    name = "Conv1D"
    return [
        *cases(f"{name}/valid", (9, 3), conv1d(4, 3), also=(H5, TF, TF_H5), rows=13),
        *cases(f"{name}/no-bias", (9, 3), conv1d(4, 3, use_bias=False, activation="relu")),
        *cases(f"{name}/same-odd", (9, 2), conv1d(3, 3, padding="same")),
        *cases(f"{name}/same-even-kernel", (9, 2), conv1d(3, 4, padding="same"), also=(TF,)),
        *cases(f"{name}/same-strides-2-odd", (9, 2), conv1d(3, 3, padding="same", strides=2)),
        *cases(f"{name}/same-strides-2-even", (8, 2), conv1d(3, 3, padding="same", strides=2)),
        *cases(f"{name}/same-strides-2-even-kernel", (9, 2), conv1d(3, 4, padding="same", strides=2)),
        *cases(f"{name}/same-strides-3", (8, 2), conv1d(3, 2, padding="same", strides=3)),
        *cases(f"{name}/same-kernel-wider-than-input", (3, 2), conv1d(3, 6, padding="same")),
        *cases(f"{name}/same-dilation", (9, 2), conv1d(3, 3, padding="same", dilation_rate=2)),
        *cases(f"{name}/valid-strides", (10, 3), conv1d(2, 3, strides=2), also=(TF,)),
        *cases(f"{name}/valid-dilation", (9, 3), conv1d(2, 3, dilation_rate=3)),
        *cases(f"{name}/one-by-one", (5, 3), conv1d(7, 1, activation="tanh"), rows=1),
        *cases(f"{name}/causal", (7, 3), conv1d(2, 3, padding="causal"), also=(TF,)),
        *cases(f"{name}/causal-dilation", (9, 2), conv1d(3, 3, padding="causal", dilation_rate=2), also=(TF,)),
        *cases(f"{name}/causal-strides", (9, 2), conv1d(3, 3, padding="causal", strides=2)),
        *cases(f"{name}/causal-wider-than-input", (4, 2), conv1d(3, 3, padding="causal", dilation_rate=4)),
        *cases(f"{name}/groups", (7, 6), conv1d(4, 3, groups=2)),
        *cases(f"{name}/groups-by-channel", (7, 3), conv1d(6, 2, groups=3, padding="same")),
        *channels_first(f"{name}/channels-first", (3, 8), conv1d(4, 3, **CHANNELS_FIRST), also=(TF_H5,)),
        *cases(f"{name}/channels-first-groups", (4, 7), conv1d(6, 3, groups=2, **CHANNELS_FIRST)),
        *cases(f"{name}/open-time-global-max", (11, 3), conv1d(5, 3, activation="relu"), layer("GlobalMaxPooling1D"), dense(2), open_time=True, also=(TF,)),
        *cases(f"{name}/open-time-same-strides", (8, 2), conv1d(3, 3, padding="same", strides=3), layer("AveragePooling1D", pool_size=2), open_time=True),
    ]  # fmt: skip


def conv2d_cases() -> list[Case]:
    name = "Conv2D"
    return [
        *cases(f"{name}/valid", (4, 5, 3), conv2d(4, 3), also=(H5, TF, TF_H5)),
        *cases(f"{name}/no-bias", (5, 4, 2), conv2d(3, [2, 3], use_bias=False), also=(TF,)),
        *cases(f"{name}/many-rows", (2, 3, 1), conv2d(1, 2), rows=257),
        *cases(f"{name}/same", (5, 6, 2), conv2d(3, [3, 2], padding="same"), also=(TF,)),
        *cases(f"{name}/same-strides-2-odd", (7, 5, 2), conv2d(2, 3, padding="same", strides=2)),
        *cases(f"{name}/same-strides-2-even", (6, 8, 2), conv2d(2, 3, padding="same", strides=2), also=(TF_H5,)),
        *cases(f"{name}/same-strides-2-even-kernel", (7, 6, 2), conv2d(2, 4, padding="same", strides=2)),
        *cases(f"{name}/same-strides-3", (7, 8, 1), conv2d(3, [4, 2], padding="same", strides=3)),
        *cases(f"{name}/same-strides-unequal", (7, 8, 1), conv2d(3, [3, 5], padding="same", strides=[2, 3])),
        *cases(f"{name}/same-strides-wider-than-kernel", (7, 8, 2), conv2d(3, 1, padding="same", strides=[2, 3])),
        *cases(f"{name}/same-kernel-wider-than-input", (2, 3, 2), conv2d(2, 5, padding="same")),
        *cases(f"{name}/valid-strides", (7, 8, 2), conv2d(3, [3, 2], strides=[2, 3])),
        *cases(f"{name}/valid-dilation", (7, 8, 2), conv2d(3, 3, dilation_rate=[2, 3])),
        *cases(f"{name}/same-dilation", (6, 5, 2), conv2d(3, [3, 2], dilation_rate=2, padding="same"), also=(TF,)),
        *cases(f"{name}/one-by-one", (3, 4, 5), conv2d(7, 1, activation="sigmoid")),
        *cases(f"{name}/groups", (4, 5, 6), conv2d(4, 3, groups=2)),
        *cases(f"{name}/groups-by-channel", (4, 5, 3), conv2d(6, 2, groups=3, padding="same", strides=2)),
        *channels_first(f"{name}/channels-first", (3, 5, 6), conv2d(4, [3, 2], **CHANNELS_FIRST), also=(TF_H5,)),
        *channels_first(f"{name}/channels-first-same-strides", (2, 6, 7), conv2d(3, 3, padding="same", strides=2, **CHANNELS_FIRST), also=(TF_H5,)),
        *cases(f"{name}/channels-first-groups", (4, 5, 4), conv2d(6, 2, groups=2, **CHANNELS_FIRST)),
    ]  # fmt: skip


def conv3d_cases() -> list[Case]:
    def conv3d(filters: int, size: Any, **more: Any) -> Layer:
        return layer("Conv3D", filters=filters, kernel_size=size, **more)

    name = "Conv3D"
    return [
        *cases(f"{name}/valid", (3, 4, 5, 2), conv3d(3, [2, 3, 2]), also=(H5, TF, TF_H5)),
        *cases(f"{name}/same", (3, 4, 5, 2), conv3d(2, [2, 3, 4], padding="same")),
        *cases(f"{name}/same-strides", (3, 4, 5, 2), conv3d(2, 3, padding="same", strides=2), also=(TF,)),
        *cases(f"{name}/valid-strides", (3, 4, 5, 2), conv3d(2, 2, strides=[1, 2, 3], use_bias=False, activation="relu")),
        *cases(f"{name}/dilation", (4, 5, 3, 2), conv3d(2, 2, dilation_rate=2)),
        *cases(f"{name}/groups", (3, 2, 4, 4), conv3d(4, 2, groups=2)),
        *cases(f"{name}/channels-first", (2, 3, 4, 5), conv3d(3, [2, 3, 2], **CHANNELS_FIRST)),
        *cases(f"{name}/channels-first-same-strides", (2, 3, 4, 5), conv3d(4, 2, padding="same", strides=2, **CHANNELS_FIRST)),
    ]  # fmt: skip


def depthwise_cases() -> list[Case]:
    def depthwise_1d(size: int, **more: Any) -> Layer:
        return layer("DepthwiseConv1D", kernel_size=size, **more)

    def depthwise_2d(size: Any, **more: Any) -> Layer:
        return layer("DepthwiseConv2D", kernel_size=size, **more)

    one, two = "DepthwiseConv1D", "DepthwiseConv2D"
    return [
        *cases(f"{one}/valid", (7, 3), depthwise_1d(3), also=(TF, TF_H5)),
        *cases(f"{one}/multiplier", (7, 3), depthwise_1d(2, depth_multiplier=2, activation="relu")),
        *cases(f"{one}/same-strides", (8, 3), depthwise_1d(3, padding="same", strides=2, depth_multiplier=3), also=(TF,)),
        *cases(f"{one}/same-even-kernel", (7, 2), depthwise_1d(4, padding="same", use_bias=False)),
        *cases(f"{one}/dilation", (9, 2), depthwise_1d(3, dilation_rate=2, depth_multiplier=2)),
        *cases(f"{one}/channels-first", (3, 7), depthwise_1d(3, depth_multiplier=2, **CHANNELS_FIRST)),
        *cases(f"{two}/valid", (5, 6, 3), depthwise_2d([3, 2]), also=(TF, TF_H5)),
        *cases(f"{two}/multiplier", (5, 4, 3), depthwise_2d(2, depth_multiplier=2, activation="relu6"), also=(TF,)),
        *cases(f"{two}/no-bias", (5, 4, 3), depthwise_2d(3, use_bias=False)),
        *cases(f"{two}/same", (5, 6, 2), depthwise_2d([3, 4], padding="same", depth_multiplier=3)),
        *cases(f"{two}/same-strides-2", (7, 6, 2), depthwise_2d(3, padding="same", strides=2)),
        *cases(f"{two}/same-strides-3", (7, 8, 2), depthwise_2d([2, 4], padding="same", strides=3, depth_multiplier=2)),
        *cases(f"{two}/dilation", (7, 6, 2), depthwise_2d(3, dilation_rate=2), also=(TF_H5,)),
        *cases(f"{two}/strides-and-dilation", (7, 8, 2), depthwise_2d(3, strides=2, dilation_rate=2, padding="same")),
        *cases(f"{two}/same-dilation", (6, 5, 2), depthwise_2d([2, 3], dilation_rate=2, padding="same", depth_multiplier=2)),
        *cases(f"{two}/channels-first", (3, 5, 6), depthwise_2d([3, 2], depth_multiplier=2, **CHANNELS_FIRST)),
        *cases(f"{two}/channels-first-same-strides", (2, 5, 6), depthwise_2d(3, padding="same", strides=2, **CHANNELS_FIRST)),
    ]  # fmt: skip


def separable_cases() -> list[Case]:
    def separable_1d(filters: int, size: int, **more: Any) -> Layer:
        return layer("SeparableConv1D", filters=filters, kernel_size=size, **more)

    def separable_2d(filters: int, size: Any, **more: Any) -> Layer:
        return layer("SeparableConv2D", filters=filters, kernel_size=size, **more)

    one, two = "SeparableConv1D", "SeparableConv2D"
    return [
        *cases(f"{one}/valid", (7, 3), separable_1d(4, 3), also=(TF, TF_H5)),
        *cases(f"{one}/multiplier", (7, 3), separable_1d(2, 2, depth_multiplier=3, activation="tanh")),
        *cases(f"{one}/strides-and-dilation", (9, 2), separable_1d(3, 2, strides=2, dilation_rate=3)),
        *cases(f"{one}/same-strides", (8, 3), separable_1d(4, 3, padding="same", strides=2, use_bias=False), also=(TF,)),
        *cases(f"{one}/dilation", (9, 2), separable_1d(3, 3, dilation_rate=2, depth_multiplier=2)),
        case(f"{one}/causal", (9, 2), separable_1d(3, 3, padding="causal"), writer=TF_KERAS),
        *cases(f"{one}/channels-first", (3, 7), separable_1d(4, 3, depth_multiplier=2, **CHANNELS_FIRST)),
        *cases(f"{two}/valid", (5, 6, 3), separable_2d(4, [3, 2]), also=(TF, TF_H5)),
        *cases(f"{two}/multiplier", (5, 4, 3), separable_2d(2, 2, depth_multiplier=2, activation="relu")),
        *cases(f"{two}/no-bias", (5, 4, 3), separable_2d(5, 3, use_bias=False), also=(TF,)),
        *cases(f"{two}/same", (5, 6, 2), separable_2d(3, [3, 4], padding="same")),
        *cases(f"{two}/same-strides", (7, 6, 2), separable_2d(3, 3, padding="same", strides=2, depth_multiplier=2)),
        *cases(f"{two}/dilation", (7, 6, 2), separable_2d(3, 3, dilation_rate=2, padding="same")),
        *cases(f"{two}/channels-first", (3, 5, 6), separable_2d(4, [3, 2], depth_multiplier=2, **CHANNELS_FIRST)),
        *cases(f"{two}/channels-first-same-strides", (2, 5, 6), separable_2d(4, 3, padding="same", strides=2, **CHANNELS_FIRST)),
    ]  # fmt: skip


def transpose_cases() -> list[Case]:
    def transpose_1d(filters: int, size: int, **more: Any) -> Layer:
        return layer("Conv1DTranspose", filters=filters, kernel_size=size, **more)

    def transpose_2d(filters: int, size: Any, **more: Any) -> Layer:
        return layer("Conv2DTranspose", filters=filters, kernel_size=size, **more)

    one, two = "Conv1DTranspose", "Conv2DTranspose"
    made = []
    for padding in ("valid", "same"):
        for strides, sizes in ((1, (2,)), (2, (1, 3)), (3, (2, 5))):
            for size in sizes:
                made += cases(f"{one}/{padding}-strides-{strides}-kernel-{size}", (4, 2), transpose_1d(3, size, strides=strides, padding=padding))
    return [
        *made,
        *cases(f"{one}/plain", (5, 3), transpose_1d(4, 3), also=(TF, TF_H5)),
        *cases(f"{one}/same-strides", (5, 3), transpose_1d(4, 3, strides=2, padding="same", activation="relu"), also=(TF,)),
        *cases(f"{one}/no-bias", (5, 3), transpose_1d(4, 4, strides=2, use_bias=False), also=(TF_H5,)),
        *cases(f"{one}/output-padding-1", (5, 3), transpose_1d(2, 3, strides=2, output_padding=1)),
        *cases(f"{one}/output-padding-same-1", (5, 3), transpose_1d(2, 3, strides=2, output_padding=1, padding="same")),
        *cases(f"{one}/output-padding-same-even-kernel", (4, 3), transpose_1d(2, 4, strides=3, output_padding=1, padding="same")),
        *cases(f"{one}/output-padding-same-2", (4, 3), transpose_1d(2, 3, strides=3, output_padding=2, padding="same")),
        *channels_first(f"{one}/channels-first", (3, 5), transpose_1d(4, 3, strides=2, padding="same", **CHANNELS_FIRST)),
        *cases(f"{two}/plain", (3, 4, 3), transpose_2d(4, 3), also=(TF, TF_H5)),
        *cases(f"{two}/valid-strides-2", (3, 4, 2), transpose_2d(3, [3, 2], strides=2), also=(TF,)),
        *cases(f"{two}/same-strides-2", (3, 4, 2), transpose_2d(3, [3, 4], strides=2, padding="same")),
        *cases(f"{two}/same-strides-unequal", (3, 4, 2), transpose_2d(3, [5, 2], strides=[2, 3], padding="same")),
        *cases(f"{two}/valid-strides-unequal", (3, 2, 2), transpose_2d(3, [1, 4], strides=[2, 3])),
        *cases(f"{two}/output-padding", (3, 4, 2), transpose_2d(3, 3, strides=2, padding="same", output_padding=1)),
        *cases(f"{two}/output-padding-unequal", (3, 4, 2), transpose_2d(3, [3, 4], strides=[2, 3], output_padding=[0, 2])),
        *channels_first(f"{two}/channels-first", (2, 3, 4), transpose_2d(3, [3, 2], strides=2, padding="same", **CHANNELS_FIRST), also=(TF_H5,)),
    ]  # fmt: skip


def pooling_cases() -> list[Case]:
    made = []
    for kind in ("Max", "Average"):
        one, two, three = (f"{kind}Pooling{rank}D" for rank in (1, 2, 3))
        made += [
            *cases(f"{one}/plain", (7, 3), layer(one, pool_size=2), also=(TF_H5,)),
            *cases(f"{one}/same", (7, 2), layer(one, pool_size=3, padding="same")),
            *cases(f"{one}/same-strides-wider", (8, 2), layer(one, pool_size=2, strides=3, padding="same")),
            *cases(f"{one}/valid-strides", (8, 2), layer(one, pool_size=3, strides=2)),
            *cases(f"{one}/channels-first", (3, 7), layer(one, pool_size=2, padding="same", **CHANNELS_FIRST)),
            *cases(f"{two}/plain", (5, 6, 3), layer(two, pool_size=2), also=(TF_H5,)),
            *cases(f"{two}/same", (5, 7, 2), layer(two, pool_size=[3, 2], padding="same")),
            *cases(f"{two}/same-strides", (5, 6, 2), layer(two, pool_size=3, strides=2, padding="same"), also=(TF,)),
            *cases(f"{two}/same-strides-unequal", (7, 5, 1), layer(two, pool_size=[2, 4], strides=[3, 1], padding="same")),
            *cases(f"{two}/valid-strides", (7, 6, 2), layer(two, pool_size=[3, 2], strides=[1, 3])),
            *cases(f"{two}/channels-first", (3, 5, 6), layer(two, pool_size=2, **CHANNELS_FIRST)),
            *cases(f"{two}/channels-first-same", (2, 5, 6), layer(two, pool_size=3, strides=2, padding="same", **CHANNELS_FIRST)),
            *cases(f"{three}/plain", (4, 5, 2, 3), layer(three, pool_size=2), also=(TF_H5,)),
            *cases(f"{three}/same-strides", (3, 5, 4, 2), layer(three, pool_size=[2, 3, 2], strides=[1, 2, 3], padding="same"), also=(H5,)),
            *cases(f"{three}/channels-first", (2, 4, 3, 5), layer(three, pool_size=[2, 1, 3], **CHANNELS_FIRST)),
        ]  # fmt: skip
        shapes = {1: (7, 3), 2: (4, 5, 3), 3: (2, 3, 4, 3)}
        for rank, shape in shapes.items():
            name = f"Global{kind}Pooling{rank}D"
            made += [
                *cases(f"{name}/plain", shape, layer(name), also=(TF_H5,)),
                *cases(f"{name}/keepdims", shape, layer(name, keepdims=True, **(CHANNELS_FIRST if rank == 2 else {}))),
                *cases(f"{name}/channels-first", shape, layer(name, **CHANNELS_FIRST)),
            ]  # fmt: skip
    return made


def padding_cases() -> list[Case]:
    made = []
    for kind, argument in (("ZeroPadding", "padding"), ("Cropping", "cropping")):
        one, two, three = (f"{kind}{rank}D" for rank in (1, 2, 3))
        made += [
            *cases(f"{one}/default", (5, 3), layer(one)),
            *cases(f"{one}/symmetric", (7, 3), layer(one, **{argument: 2})),
            *cases(f"{one}/asymmetric", (7, 3), layer(one, **{argument: [1, 3]}), also=(TF_H5,)),
            *cases(f"{two}/symmetric", (5, 6, 2), layer(two, **{argument: 2})),
            *cases(f"{two}/by-axis", (5, 7, 2), layer(two, **{argument: [1, 3]}), also=(H5,)),
            *cases(f"{two}/asymmetric", (5, 7, 2), layer(two, **{argument: [[1, 2], [0, 3]]}), also=(TF_H5,)),
            *cases(f"{two}/channels-first", (2, 5, 7), layer(two, **{argument: [[1, 2], [0, 3]]}, **CHANNELS_FIRST)),
            *cases(f"{three}/symmetric", (3, 4, 5, 2), layer(three, **{argument: 1}), also=(TF_H5,)),
            *cases(f"{three}/asymmetric", (4, 3, 5, 2), layer(three, **{argument: [[1, 2], [0, 1], [3, 0]]})),
            *cases(f"{three}/channels-first", (2, 4, 3, 5), layer(three, **{argument: [[1, 2], [0, 1], [3, 0]]}, **CHANNELS_FIRST)),
        ]  # fmt: skip
    return made


def upsampling_cases() -> list[Case]:
    one, two, three = (f"UpSampling{rank}D" for rank in (1, 2, 3))
    return [
        *cases(f"{one}/default", (4, 3), layer(one), also=(TF, TF_H5)),
        *cases(f"{one}/size-3", (5, 2), layer(one, size=3)),
        *cases(f"{two}/default", (3, 4, 2), layer(two), also=(TF, TF_H5)),
        *cases(f"{two}/unequal", (3, 4, 2), layer(two, size=[2, 3])),
        *cases(f"{two}/bilinear", (3, 4, 2), layer(two, interpolation="bilinear"), also=(TF_H5,)),
        *cases(f"{two}/bilinear-unequal", (3, 4, 2), layer(two, size=[3, 2], interpolation="bilinear")),
        *cases(f"{two}/bilinear-one-cell", (1, 2, 3), layer(two, size=[4, 1], interpolation="bilinear")),
        *cases(f"{two}/channels-first", (2, 3, 4), layer(two, size=[2, 3], **CHANNELS_FIRST)),
        *cases(f"{two}/channels-first-bilinear", (2, 3, 4), layer(two, size=[3, 2], interpolation="bilinear", **CHANNELS_FIRST), also=(TF_H5,)),
        *cases(f"{three}/default", (2, 3, 2, 2), layer(three)),
        *cases(f"{three}/unequal", (2, 3, 1, 2), layer(three, size=[1, 2, 3])),
        *cases(f"{three}/channels-first", (2, 2, 3, 1), layer(three, size=[1, 2, 3], **CHANNELS_FIRST)),
    ]  # fmt: skip


def convolution_cases() -> list[Case]:
    return [
        *conv1d_cases(),
        *conv2d_cases(),
        *conv3d_cases(),
        *depthwise_cases(),
        *separable_cases(),
        *transpose_cases(),
        *pooling_cases(),
        *padding_cases(),
        *upsampling_cases(),
    ]
