package io.forwardpass.spark.batch;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;

/**
 * All that a task needs to know to score: the model as its file's bytes, the features and what to
 * do. Two are equal where they give the same numbers for the same rows.
 */
public final class Scoring implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String model;
  private final String sha256;
  private final Broadcast<byte[]> file;
  private final List<Feature> features;
  private final Inputs inputs;
  private final Outputs outputs;
  private final List<String> labels;
  private final OnInvalid onInvalid;
  private final int batchSize;
  private final GoldenRows golden;
  private final ScoringCounts counts;
  private final Truth truth;

  /** Null where features are not counted: an {@link Optional} cannot be serialised. */
  private final FeatureHistograms histograms;

  /**
   * A scoring of features in this order.
   *
   * @param model where the file came from, for people
   * @param sha256 the file's digest
   * @param inputs the shape that the features fill
   * @param labels the names of the outputs' columns
   * @param batchSize rows in a forward pass, 0 for the network's own preference
   * @param golden what each JVM replays before it scores
   * @param counts registered with the context
   * @param histograms registered with the context; empty where features are not counted
   * @param truth what the scores are held against
   */
  public Scoring(
      String model,
      String sha256,
      Broadcast<byte[]> file,
      List<Feature> features,
      Inputs inputs,
      Outputs outputs,
      List<String> labels,
      OnInvalid onInvalid,
      int batchSize,
      GoldenRows golden,
      ScoringCounts counts,
      Optional<FeatureHistograms> histograms,
      Truth truth) {
    this.model = model;
    this.sha256 = sha256;
    this.file = file;
    this.features = List.copyOf(features);
    this.inputs = inputs;
    this.outputs = outputs;
    this.labels = List.copyOf(labels);
    this.onInvalid = onInvalid;
    this.batchSize = batchSize;
    this.golden = golden;
    this.counts = counts;
    this.histograms = histograms.orElse(null);
    this.truth = truth;
  }

  public String model() {
    return model;
  }

  public String sha256() {
    return sha256;
  }

  public List<Feature> features() {
    return features;
  }

  Inputs inputs() {
    return inputs;
  }

  OnInvalid onInvalid() {
    return onInvalid;
  }

  private Stream<Policy> policies() {
    return features.stream()
        .flatMap(feature -> feature.expectations().policies().values().stream());
  }

  /** Whether a row may have no predictions before some are dropped. */
  public boolean leavesNulls() {
    return onInvalid != OnInvalid.FAIL
        || policies().anyMatch(policy -> policy != Policy.FAIL && policy != Policy.IMPUTE);
  }

  /** Whether a row may be left out of the scored ones. */
  public boolean dropsRows() {
    return onInvalid == OnInvalid.DROP
        || quarantinesRows()
        || policies().anyMatch(policy -> policy == Policy.DROP);
  }

  private boolean quarantinesRows() {
    return onInvalid == OnInvalid.QUARANTINE
        || policies().anyMatch(policy -> policy == Policy.QUARANTINE);
  }

  Broadcast<byte[]> file() {
    return file;
  }

  Outputs outputs() {
    return outputs;
  }

  List<String> labels() {
    return labels;
  }

  int batchSize() {
    return batchSize;
  }

  GoldenRows golden() {
    return golden;
  }

  ScoringCounts counts() {
    return counts;
  }

  Optional<FeatureHistograms> histograms() {
    return Optional.ofNullable(histograms);
  }

  Truth truth() {
    return truth;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scoring that
        && sha256.equals(that.sha256)
        && features.equals(that.features)
        && inputs.equals(that.inputs)
        && labels.equals(that.labels)
        && onInvalid == that.onInvalid
        && truth.equals(that.truth);
  }

  @Override
  public int hashCode() {
    return Objects.hash(sha256, features, inputs, labels, onInvalid, truth);
  }

  /** Short, for plans: {@code penguins.keras sha256:1a2b3c4d5e6f}. */
  @Override
  public String toString() {
    return model.substring(model.lastIndexOf('/') + 1) + " sha256:" + sha256.substring(0, 12);
  }
}
