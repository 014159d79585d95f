package io.forwardpass.keras;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Every cell class that is read, by its {@code class_name}. */
final class CellReaders {
  private static final Map<String, Function<LayerConfig, CellPlan>> BY_CLASS =
      Map.of(
          "GRUCell", GruCellPlan::read,
          "LSTMCell", LstmCellPlan::read,
          "SimpleRNNCell", SimpleRnnCellPlan::read,
          "StackedRNNCells", StackedCellsPlan::read);

  private CellReaders() {}

  /** All classes that are read. */
  static Set<String> classes() {
    return BY_CLASS.keySet();
  }

  /** A cell inside the layer of {@code outer}; empty where it is not supported, which is noted. */
  static Optional<CellPlan> read(LayerObject cell, LayerConfig outer) {
    Function<LayerConfig, CellPlan> reader = BY_CLASS.get(cell.className());
    if (reader == null || !LayerObject.isBuiltIn(cell.object())) {
      outer.unsupported("has the cell '%s', which is not supported".formatted(cell.className()));
      return Optional.empty();
    }
    LayerConfig config = outer.inside(cell.className(), cell.config());
    CellPlan plan = reader.apply(config);
    config.checkUnknownKeys();
    return Optional.of(plan);
  }
}
