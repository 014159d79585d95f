package io.forwardpass.keras;

/** Reads the configuration of one Keras class; one file each, listed in {@link LayerReaders}. */
@FunctionalInterface
interface LayerReader {
  LayerPlan read(LayerConfig config);
}
