package io.forwardpass.spark.batch;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.util.AccumulatorV2;

/**
 * What scoring counts, summed over tasks. A task writes to its own copy; Spark adds the copies of
 * the tasks that ended well.
 */
public final class ScoringCounts extends AccumulatorV2<ScoringCounts, ScoringCounts> {
  private static final long serialVersionUID = 1L;

  /** Bins of equal width over the probabilities from 0 to 1; the last one holds 1 too. */
  public static final int CONFIDENCE_BINS = 20;

  private final long[][] invalid;
  private final long[][] unmet;
  private final long[] classes;
  private final long[] confidences;
  private long rows;
  private long scored;
  private long dropped;
  private long quarantined;
  private long notFinite;
  private long batches;
  private long partitions;
  private long modelLoads;
  private long featureNanos;
  private long forwardNanos;
  private long modelLoadNanos;
  private double confidence;

  /**
   * Counts from zero.
   *
   * @param features how many feature columns there are
   * @param classes how many classes, 0 where the model has none
   */
  public ScoringCounts(int features, int classes) {
    this.invalid = new long[features][InvalidReason.values().length];
    this.unmet = new long[features][InvalidReason.values().length];
    this.classes = new long[classes];
    this.confidences = new long[classes == 0 ? 0 : CONFIDENCE_BINS];
  }

  /** A row that is not scored. */
  void invalid(int feature, InvalidReason reason, Verdict verdict) {
    invalid[feature][slot(reason)]++;
    leftOut(verdict);
  }

  /** A row that is not scored, as the model makes of it what is no finite number. */
  void notFinite(Verdict verdict) {
    notFinite++;
    leftOut(verdict);
  }

  private void leftOut(Verdict verdict) {
    dropped += verdict == Verdict.DROPPED ? 1 : 0;
    quarantined += verdict == Verdict.QUARANTINED ? 1 : 0;
  }

  /** Values that do not meet what is expected. */
  void unmet(int feature, InvalidReason reason, int values) {
    unmet[feature][slot(reason)] += values;
  }

  /** An array index; the driver and its executors run the same class. */
  @SuppressWarnings("EnumOrdinal")
  private static int slot(InvalidReason reason) {
    return reason.ordinal();
  }

  void predicted(int label, float probability) {
    classes[label]++;
    confidence += probability;
    confidences[Math.min((int) (probability * CONFIDENCE_BINS), CONFIDENCE_BINS - 1)]++;
  }

  void batch(int batchRows, int scoredRows, long featureTime, long forwardTime) {
    rows += batchRows;
    scored += scoredRows;
    batches++;
    featureNanos += featureTime;
    forwardNanos += forwardTime;
  }

  void modelLoaded(long nanos) {
    modelLoads++;
    modelLoadNanos += nanos;
  }

  void partition() {
    partitions++;
  }

  /** How many rows were left out for {@code reason} in feature number {@code feature}. */
  public long invalidRows(int feature, InvalidReason reason) {
    return invalid[feature][slot(reason)];
  }

  /**
   * How many values of feature number {@code feature} do not meet an expectation and were scored as
   * they are, or replaced.
   */
  public long unmetValues(int feature, InvalidReason reason) {
    return unmet[feature][slot(reason)];
  }

  public long predicted(int label) {
    return classes[label];
  }

  /** How many rows have their largest probability in each bin; empty where there are no classes. */
  public List<Long> confidences() {
    return Arrays.stream(confidences).boxed().toList();
  }

  public long rows() {
    return rows;
  }

  public long scored() {
    return scored;
  }

  public long dropped() {
    return dropped;
  }

  public long quarantined() {
    return quarantined;
  }

  /** How many rows were left out as their outputs are not finite. */
  public long notFinite() {
    return notFinite;
  }

  public long batches() {
    return batches;
  }

  public long partitions() {
    return partitions;
  }

  public long modelLoads() {
    return modelLoads;
  }

  public long featureNanos() {
    return featureNanos;
  }

  public long forwardNanos() {
    return forwardNanos;
  }

  public long modelLoadNanos() {
    return modelLoadNanos;
  }

  /** The sum of the largest probability over all rows with a predicted class. */
  public double confidence() {
    return confidence;
  }

  @Override
  public boolean isZero() {
    return rows == 0 && partitions == 0 && modelLoads == 0;
  }

  @Override
  public ScoringCounts copy() {
    ScoringCounts copy = new ScoringCounts(invalid.length, classes.length);
    copy.merge(this);
    return copy;
  }

  @Override
  public ScoringCounts copyAndReset() {
    return new ScoringCounts(invalid.length, classes.length);
  }

  @Override
  public void reset() {
    for (int feature = 0; feature < invalid.length; feature++) {
      Arrays.fill(invalid[feature], 0);
      Arrays.fill(unmet[feature], 0);
    }
    Arrays.fill(classes, 0);
    Arrays.fill(confidences, 0);
    rows = 0;
    scored = 0;
    dropped = 0;
    quarantined = 0;
    notFinite = 0;
    batches = 0;
    partitions = 0;
    modelLoads = 0;
    featureNanos = 0;
    forwardNanos = 0;
    modelLoadNanos = 0;
    confidence = 0;
  }

  @Override
  public void add(ScoringCounts other) {
    merge(other);
  }

  @Override
  public void merge(AccumulatorV2<ScoringCounts, ScoringCounts> accumulator) {
    ScoringCounts other = (ScoringCounts) accumulator;
    for (int feature = 0; feature < invalid.length; feature++) {
      for (int reason = 0; reason < invalid[feature].length; reason++) {
        invalid[feature][reason] += other.invalid[feature][reason];
        unmet[feature][reason] += other.unmet[feature][reason];
      }
    }
    for (int label = 0; label < classes.length; label++) {
      classes[label] += other.classes[label];
    }
    for (int bin = 0; bin < confidences.length; bin++) {
      confidences[bin] += other.confidences[bin];
    }
    rows += other.rows;
    scored += other.scored;
    dropped += other.dropped;
    quarantined += other.quarantined;
    notFinite += other.notFinite;
    batches += other.batches;
    partitions += other.partitions;
    modelLoads += other.modelLoads;
    featureNanos += other.featureNanos;
    forwardNanos += other.forwardNanos;
    modelLoadNanos += other.modelLoadNanos;
    confidence += other.confidence;
  }

  @Override
  public ScoringCounts value() {
    return this;
  }

  /** For Spark's UI, which shows the accumulators of a stage. */
  @Override
  public String toString() {
    return rows + " rows, " + scored + " scored";
  }
}
