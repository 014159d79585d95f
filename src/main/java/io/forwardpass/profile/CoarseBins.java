package io.forwardpass.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring fine bins taken together, so that each holds about a tenth of the values, or five
 * where that is more. A fine bin with as many stays alone, and so do empty ones between two such.
 *
 * @param ends for each coarse bin the number of fine bins up to its end
 */
record CoarseBins(List<Integer> ends) {
  private static final int WANTED = 10;

  /** With fewer values in a bin chi-square does not tell what chance makes. */
  private static final int FEWEST_VALUES = 5;

  CoarseBins {
    ends = List.copyOf(ends);
  }

  /** For values with this many in each fine bin. */
  static CoarseBins of(List<Long> counts) {
    double share = Math.max(FEWEST_VALUES, (double) FeatureProfile.sum(counts) / WANTED);
    List<Integer> ends = new ArrayList<>();
    boolean afterAlone = true;
    int start = 0;
    long held = 0;
    for (int bin = 0; bin < counts.size(); bin++) {
      long count = counts.get(bin);
      boolean alone = count >= share;
      if (bin > start && (alone || held + count / 2.0 > share)) {
        close(ends, bin, held < share / 2 && !afterAlone);
        afterAlone = false;
        start = bin;
        held = 0;
      }
      held += count;
      if (alone) {
        ends.add(bin + 1);
        afterAlone = true;
        start = bin + 1;
        held = 0;
      }
    }
    if (start < counts.size()) {
      close(ends, counts.size(), held < share / 2 && !afterAlone);
    }
    return new CoarseBins(ends);
  }

  /** Ends a bin, or with {@code join} makes the one before longer, as a rest would be too small. */
  private static void close(List<Integer> ends, int end, boolean join) {
    if (join) {
      ends.remove(ends.size() - 1);
    }
    ends.add(end);
  }

  List<Long> sums(List<Long> counts) {
    List<Long> sums = new ArrayList<>();
    int from = 0;
    for (int end : ends) {
      sums.add(FeatureProfile.sum(counts.subList(from, end)));
      from = end;
    }
    return sums;
  }

  /** Of the edges between fine bins those between coarse ones. */
  List<Float> edges(List<Float> fine) {
    return ends.subList(0, ends.size() - 1).stream().map(end -> fine.get(end - 1)).toList();
  }
}
