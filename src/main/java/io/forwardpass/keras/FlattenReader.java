package io.forwardpass.keras;

import io.forwardpass.nn.DataFormat;
import io.forwardpass.nn.Flatten;

final class FlattenReader {
  private FlattenReader() {}

  static LayerPlan read(LayerConfig config) {
    Value dataFormat = config.get("data_format");
    String name = dataFormat.isNull() ? "channels_last" : dataFormat.text();
    Flatten layer =
        switch (name) {
          case "channels_last" -> new Flatten(config.name(), DataFormat.CHANNELS_LAST);
          case "channels_first" -> new Flatten(config.name(), DataFormat.CHANNELS_FIRST);
          default -> throw dataFormat.wrong("channels_last or channels_first");
        };
    config.checkUnknownKeys();
    return new LayerPlan.Weightless(layer);
  }
}
