package io.forwardpass.spark.batch;

import io.forwardpass.profile.FeatureProfile;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.util.AccumulatorV2;

/**
 * What is counted of the features while rows are scored, summed over tasks, as {@link
 * ScoringCounts} are. About ten bytes a bin travel with a task's result.
 */
public final class FeatureHistograms extends AccumulatorV2<FeatureHistograms, FeatureHistograms> {
  private static final long serialVersionUID = 1L;

  private final FeatureCounts[] features;

  /**
   * Counts from zero.
   *
   * @param edges of each feature's bins, ascending
   */
  public FeatureHistograms(List<List<Float>> edges) {
    this(edges.stream().map(of -> new FeatureCounts(floats(of))).toArray(FeatureCounts[]::new));
  }

  private FeatureHistograms(FeatureCounts[] features) {
    this.features = features;
  }

  private static float[] floats(List<Float> edges) {
    float[] floats = new float[edges.size()];
    for (int index = 0; index < floats.length; index++) {
      floats[index] = edges.get(index);
    }
    return floats;
  }

  static List<Float> boxed(float[] edges) {
    List<Float> boxed = new ArrayList<>(edges.length);
    for (float edge : edges) {
      boxed.add(edge);
    }
    return boxed;
  }

  /** Rows that came in, with and without a value. */
  void rows(int feature, int number) {
    features[feature].rows(number);
  }

  /** One of these rows that has no value. */
  void absent(int feature, InvalidReason reason) {
    features[feature].absent(reason);
  }

  /** Neighbouring values, as {@link FeatureCounts#values} takes them. */
  void values(int feature, float[] values, int from, int number, boolean[] without) {
    features[feature].values(values, from, number, without);
  }

  /** One value. */
  void value(int feature, float value) {
    features[feature].value(value);
  }

  /**
   * What was counted.
   *
   * @param names of the features, in order
   */
  public List<FeatureProfile> profiles(List<String> names) {
    List<FeatureProfile> profiles = new ArrayList<>();
    for (int feature = 0; feature < features.length; feature++) {
      profiles.add(features[feature].profile(names.get(feature)));
    }
    return profiles;
  }

  @Override
  public boolean isZero() {
    for (FeatureCounts feature : features) {
      if (!feature.isZero()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public FeatureHistograms copy() {
    FeatureHistograms copy = copyAndReset();
    copy.merge(this);
    return copy;
  }

  @Override
  public FeatureHistograms copyAndReset() {
    FeatureCounts[] zeros = new FeatureCounts[features.length];
    for (int feature = 0; feature < zeros.length; feature++) {
      zeros[feature] = features[feature].ofNothing();
    }
    return new FeatureHistograms(zeros);
  }

  @Override
  public void reset() {
    for (int feature = 0; feature < features.length; feature++) {
      features[feature] = features[feature].ofNothing();
    }
  }

  @Override
  public void add(FeatureHistograms other) {
    merge(other);
  }

  @Override
  public void merge(AccumulatorV2<FeatureHistograms, FeatureHistograms> accumulator) {
    FeatureHistograms other = (FeatureHistograms) accumulator;
    for (int feature = 0; feature < features.length; feature++) {
      features[feature].add(other.features[feature]);
    }
  }

  @Override
  public FeatureHistograms value() {
    return this;
  }

  /** For Spark's UI, which shows the accumulators of a stage. */
  @Override
  public String toString() {
    return features.length + " features";
  }
}
