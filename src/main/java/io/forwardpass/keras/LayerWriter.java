package io.forwardpass.keras;

import io.forwardpass.nn.Layer;
import io.forwardpass.nn.Shape;

/** Writes the layers of one record; listed in {@link LayerWriters}. */
@FunctionalInterface
interface LayerWriter<L extends Layer> {

  /**
   * The layer as Keras 3 has it.
   *
   * @param input the shape of one row that goes in
   * @param outer takes what Keras 3 does not have, and writes layers inside this one
   */
  WrittenLayer write(L layer, Shape input, LayerWriters outer);
}
