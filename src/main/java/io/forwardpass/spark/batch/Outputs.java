package io.forwardpass.spark.batch;

import io.forwardpass.nn.ActivationFunction;
import io.forwardpass.nn.NamedActivation;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Softmax;

/** What a model's outputs mean; its last activation decides. */
public enum Outputs {
  /** A softmax: one probability a class. */
  CLASSES,
  /** One sigmoid unit: two classes, {@code 1 − p} and {@code p}. */
  BINARY,
  /** Several sigmoid units: independent labels, each with its own probability. */
  LABELS,
  /** Anything else: numbers that are no probabilities. */
  RAW;

  public static Outputs of(Sequential network) {
    ActivationFunction activation = network.outputActivation().orElse(NamedActivation.LINEAR);
    if (network.output().rank() != 1) {
      return RAW;
    }
    if (activation == NamedActivation.SOFTMAX || activation instanceof Softmax) {
      return CLASSES;
    }
    if (activation == NamedActivation.SIGMOID) {
      return network.output().size() == 1 ? BINARY : LABELS;
    }
    return RAW;
  }

  /** How many columns of numbers {@code units} outputs make. */
  public int columns(int units) {
    return this == BINARY ? 2 : units;
  }

  /** Whether exactly one of the labels is true of each row. */
  public boolean exclusive() {
    return this == CLASSES || this == BINARY;
  }
}
