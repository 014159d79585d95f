package io.forwardpass.spark.batch;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/** The outputs that are one of a few words: labels, features, reasons. */
final class OutputWords {
  private OutputWords() {}

  static boolean isOne(OutputColumn output) {
    return output instanceof OutputColumn.Prediction
        || output instanceof OutputColumn.FaultyFeature
        || output instanceof OutputColumn.Fault;
  }

  /** The words that an output may be, by their numbers; empty where it is not one of a few. */
  static List<UTF8String> of(OutputColumn output, Scoring scoring) {
    List<String> words = List.of();
    if (output instanceof OutputColumn.Prediction) {
      words = scoring.labels();
    } else if (output instanceof OutputColumn.FaultyFeature) {
      words = scoring.features().stream().map(Feature::column).toList();
    } else if (output instanceof OutputColumn.Fault) {
      words = Arrays.stream(InvalidReason.values()).map(InvalidReason::key).toList();
    }
    return words.stream().map(UTF8String::fromString).toList();
  }

  /** The number of the word that it is for a row, or {@link LabelVector#NONE}. */
  @SuppressWarnings("EnumOrdinal") // an index into the words made of the same enum
  static int number(OutputColumn output, TaskScorer scorer, int row) {
    boolean predicted = output.isPredicted();
    if (scorer.valid(row) != predicted) {
      return LabelVector.NONE;
    } else if (predicted) {
      return scorer.prediction(row);
    }
    return output instanceof OutputColumn.Fault
        ? scorer.fault(row).ordinal()
        : scorer.faultyFeature(row);
  }
}
