package io.forwardpass.keras;

import io.forwardpass.nn.DataFormat;

/** {@code data_format}, which Keras 1 called {@code dim_ordering}. */
final class DataFormats {
  private DataFormats() {}

  static DataFormat read(LayerConfig config) {
    Value value = config.get("data_format", "dim_ordering");
    return switch (value.isNull() ? "channels_last" : value.text()) {
      case "channels_last", "tf", "default" -> DataFormat.CHANNELS_LAST;
      case "channels_first", "th" -> DataFormat.CHANNELS_FIRST;
      default -> throw value.wrong("channels_last or channels_first");
    };
  }
}
