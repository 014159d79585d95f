package io.forwardpass.spark.batch;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.util.AccumulatorV2;

/**
 * What is counted of rows whose true label is known, summed over tasks; every count adds up, so
 * that all that is told of the model comes from the pass that scores. A task writes to its own
 * copy; Spark adds the copies of the tasks that ended well.
 */
public final class EvaluationCounts extends AccumulatorV2<EvaluationCounts, EvaluationCounts> {
  private static final long serialVersionUID = 1L;

  /** Bins of equal width over the largest probability, each with its upper end. */
  public static final int CONFIDENCE_BINS = 10;

  /** So many labels that are no class's are told by name. */
  static final int UNKNOWN_LABELS = 20;

  /** Stands for a label that is no class's and is not named; those named stand above it. */
  static final int OTHER_UNKNOWN = -2 - UNKNOWN_LABELS;

  /** Stands for the label of a row that was not scored. */
  static final int NOT_SCORED = OTHER_UNKNOWN - 1;

  /** How near to 0 and 1 a probability may be in the logarithm: scikit-learn's, for floats. */
  private static final double EPSILON = Math.ulp(1f);

  private final int classes;
  private final ScoreBins bins;

  /**
   * One after the other, and each class by class: rows of a class, rows predicted as it, rows of
   * which both is true; by bin of the largest probability, rows and those predicted right; and by
   * class and bin of its probability, rows and those of the class.
   */
  private transient long[] cells;

  private final double[] confidences = new double[CONFIDENCE_BINS];
  private final ConfusedPairs confused;
  private final String[] unknown = new String[UNKNOWN_LABELS];
  private final long[] unknownRows = new long[UNKNOWN_LABELS];
  private int unknownLabels;
  private long otherUnknownRows;
  private long unlabelledRows;
  private double logLoss;
  private double squares;

  /** Counts from zero, for that many classes. */
  public EvaluationCounts(int classes) {
    this.classes = classes;
    this.bins = ScoreBins.forClasses(classes);
    this.confused = new ConfusedPairs(classes);
    this.cells = new long[ranked(classes)];
  }

  /** Where the counts of a class's bins start; of two classes, the second tells of both. */
  private int ranked(int column) {
    return 3 * classes + 2 * CONFIDENCE_BINS + 2 * bins.count() * (column - firstRanked());
  }

  /** The first class whose probabilities are ranked. */
  public int firstRanked() {
    return classes == 2 ? 1 : 0;
  }

  /** The number that stands for a label that is no class's. */
  int unknown(String label) {
    int known = Arrays.asList(unknown).subList(0, unknownLabels).indexOf(label);
    if (known >= 0) {
      return -2 - known;
    }
    if (unknownLabels == UNKNOWN_LABELS) {
      return OTHER_UNKNOWN;
    }
    unknown[unknownLabels] = label;
    return -2 - unknownLabels++;
  }

  /** A row of that label, which is no class's, or of none. */
  void unlabelled(int label) {
    if (label == LabelReader.UNLABELLED) {
      unlabelledRows++;
    } else if (label == OTHER_UNKNOWN) {
      otherUnknownRows++;
    } else {
      unknownRows[-2 - label]++;
    }
  }

  /**
   * A row of the class {@code truth}.
   *
   * @param confidence the probability of the class that was predicted
   * @param probability of the class that is true
   */
  void outcome(int truth, int prediction, float confidence, float probability) {
    cells[truth]++;
    cells[classes + prediction]++;
    int bin = confidenceBin(confidence);
    int calibration = 3 * classes + bin;
    cells[calibration]++;
    confidences[bin] += confidence;
    if (truth == prediction) {
      cells[2 * classes + truth]++;
      cells[calibration + CONFIDENCE_BINS]++;
    } else {
      confused.add(truth, prediction, 1);
    }
    logLoss -= Math.log(Math.min(Math.max(probability, EPSILON), 1 - EPSILON));
    squares += 1 - 2.0 * probability;
  }

  /** As scikit-learn bins: an edge belongs to the bin below it. */
  private static int confidenceBin(float confidence) {
    int bin = (int) Math.ceil((double) confidence * CONFIDENCE_BINS) - 1;
    return Math.min(Math.max(bin, 0), CONFIDENCE_BINS - 1);
  }

  /**
   * The probabilities of one class.
   *
   * @param start where the first row's stands
   * @param truths the rows' classes; negative for rows that do not count
   */
  void scores(int column, float[] probabilities, int start, int[] truths, int rows) {
    int all = bins.count() == 0 || column < firstRanked() ? -1 : ranked(column);
    int own = all + bins.count();
    for (int row = 0; row < rows; row++) {
      float probability = probabilities[start + row];
      if (truths[row] >= 0) {
        squares += (double) probability * probability;
        if (all >= 0) {
          int bin = bins.bin(probability);
          cells[all + bin]++;
          cells[own + bin] += truths[row] == column ? 1 : 0;
        }
      }
    }
  }

  /** Rows of a class. */
  public long support(int label) {
    return cells[label];
  }

  /** Rows that were predicted as a class. */
  public long predicted(int label) {
    return cells[classes + label];
  }

  /** Rows that are of a class and were predicted as it. */
  public long correct(int label) {
    return cells[2 * classes + label];
  }

  /** Rows of {@code truth} that were predicted as another class. */
  public long confused(int truth, int prediction) {
    return confused.rows(truth, prediction);
  }

  /** The pairs of classes that were confused, each {@code truth · classes + prediction}. */
  public long[] confusedPairs() {
    return confused.pairs();
  }

  /** Rows whose class was predicted as another, of pairs that are not counted one by one. */
  public long otherConfused() {
    return confused.others();
  }

  /** Rows whose largest probability lies in a bin. */
  public long confident(int bin) {
    return cells[3 * classes + bin];
  }

  /** Those of them that were predicted right. */
  public long confidentAndCorrect(int bin) {
    return cells[3 * classes + CONFIDENCE_BINS + bin];
  }

  /** The sum of their largest probabilities. */
  public double confidence(int bin) {
    return confidences[bin];
  }

  /** The bins of {@link #scored}. */
  public ScoreBins bins() {
    return bins;
  }

  /** Rows by bin of the probability of a class, which is ranked. */
  public long[] scored(int label) {
    return Arrays.copyOfRange(cells, ranked(label), ranked(label) + bins.count());
  }

  /** Those of them that are of the class. */
  public long[] scoredOwn(int label) {
    int start = ranked(label) + bins.count();
    return Arrays.copyOfRange(cells, start, start + bins.count());
  }

  /** The sum of the negative logarithm of the true class's probability. */
  public double logLoss() {
    return logLoss;
  }

  /** The sum of the squares of what is between the probabilities and the truth. */
  public double squares() {
    return squares;
  }

  /** Scored rows without a label. */
  public long unlabelledRows() {
    return unlabelledRows;
  }

  /** Scored rows with a label that is no class's, by label, as far as these are named. */
  public Map<String, Long> unknownLabels() {
    Map<String, Long> labels = new LinkedHashMap<>();
    for (int label = 0; label < unknownLabels; label++) {
      if (unknownRows[label] > 0) {
        labels.put(unknown[label], unknownRows[label]);
      }
    }
    return labels;
  }

  /** Scored rows with a label that is neither a class's nor named. */
  public long otherUnknownRows() {
    return otherUnknownRows;
  }

  @Override
  public boolean isZero() {
    return unlabelledRows == 0
        && otherUnknownRows == 0
        && Arrays.stream(unknownRows).allMatch(rows -> rows == 0)
        && Arrays.stream(cells, 0, classes).allMatch(rows -> rows == 0);
  }

  @Override
  public EvaluationCounts copy() {
    EvaluationCounts copy = new EvaluationCounts(classes);
    copy.merge(this);
    return copy;
  }

  @Override
  public EvaluationCounts copyAndReset() {
    return new EvaluationCounts(classes);
  }

  @Override
  public void reset() {
    Arrays.fill(cells, 0);
    Arrays.fill(confidences, 0);
    confused.clear();
    Arrays.fill(unknownRows, 0);
    unknownLabels = 0;
    otherUnknownRows = 0;
    unlabelledRows = 0;
    logLoss = 0;
    squares = 0;
  }

  @Override
  public void add(EvaluationCounts other) {
    merge(other);
  }

  @Override
  public void merge(AccumulatorV2<EvaluationCounts, EvaluationCounts> accumulator) {
    EvaluationCounts other = (EvaluationCounts) accumulator;
    for (int cell = 0; cell < cells.length; cell++) {
      cells[cell] += other.cells[cell];
    }
    for (int bin = 0; bin < confidences.length; bin++) {
      confidences[bin] += other.confidences[bin];
    }
    confused.addAll(other.confused);
    other.unknownLabels().forEach(this::addUnknown);
    otherUnknownRows += other.otherUnknownRows;
    unlabelledRows += other.unlabelledRows;
    logLoss += other.logLoss;
    squares += other.squares;
  }

  private void addUnknown(String label, long rows) {
    int number = unknown(label);
    if (number == OTHER_UNKNOWN) {
      otherUnknownRows += rows;
    } else {
      unknownRows[-2 - number] += rows;
    }
  }

  @Override
  public EvaluationCounts value() {
    return this;
  }

  /** For Spark's UI, which shows the accumulators of a stage. */
  @Override
  public String toString() {
    return Arrays.stream(cells, 0, classes).sum() + " rows with a known label";
  }

  /** Runs of zeros are written as their length: a task meets few of the bins. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    long[] written = cells.clone(); // heartbeats are sent while the task counts on
    int zeros = 0;
    for (long cell : written) {
      if (cell == 0) {
        zeros++;
      } else {
        writeNumber(out, zeros);
        writeNumber(out, cell);
        zeros = 0;
      }
    }
    writeNumber(out, zeros);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    cells = new long[ranked(classes)];
    int cell = (int) readNumber(in);
    while (cell < cells.length) {
      cells[cell] = readNumber(in);
      cell += 1 + (int) readNumber(in);
    }
  }

  /** Seven bits a byte, the lowest first. */
  private static void writeNumber(ObjectOutputStream out, long number) throws IOException {
    long rest = number;
    while (rest >= 1 << 7) {
      out.writeByte((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long readNumber(ObjectInputStream in) throws IOException {
    long number = 0;
    int shift = 0;
    long part = in.readByte();
    while (part < 0) {
      number |= (part & 0x7F) << shift;
      shift += 7;
      part = in.readByte();
    }
    return number | (part << shift);
  }
}
