package io.forwardpass.spark.batch;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How often rows of one class were predicted as another, pair by pair. Of up to 100 classes all
 * pairs are counted; of more, the first {@value #MOST_PAIRS} that occur, and the rest together.
 */
final class ConfusedPairs implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_PAIRS = 10_000;

  private final int classes;

  /** An open hash table: a pair's number and one, 0 where a slot is free, and its rows. */
  private long[] keys = new long[16];

  private long[] rows = new long[16];
  private int pairs;
  private long others;

  ConfusedPairs(int classes) {
    this.classes = classes;
  }

  void add(int truth, int prediction, long count) {
    long key = key(truth, prediction);
    int slot = slot(key);
    if (keys[slot] == 0) {
      if (pairs == MOST_PAIRS) {
        others += count;
        return;
      }
      if (2 * (pairs + 1) > keys.length) {
        grow();
        slot = slot(key);
      }
      keys[slot] = key;
      pairs++;
    }
    rows[slot] += count;
  }

  private long key(int truth, int prediction) {
    return (long) truth * classes + prediction + 1;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = Long.hashCode(key * 0x9E3779B97F4A7C15L) & mask; // the golden ratio scatters keys
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldRows = rows;
    keys = new long[2 * oldKeys.length];
    rows = new long[keys.length];
    for (int index = 0; index < oldKeys.length; index++) {
      if (oldKeys[index] != 0) {
        int slot = slot(oldKeys[index]);
        keys[slot] = oldKeys[index];
        rows[slot] = oldRows[index];
      }
    }
  }

  void addAll(ConfusedPairs other) {
    for (int slot = 0; slot < other.keys.length; slot++) {
      if (other.keys[slot] != 0) {
        long pair = other.keys[slot] - 1;
        add((int) (pair / classes), (int) (pair % classes), other.rows[slot]);
      }
    }
    others += other.others;
  }

  long rows(int truth, int prediction) {
    int slot = slot(key(truth, prediction));
    return keys[slot] == 0 ? 0 : rows[slot];
  }

  /** Rows of pairs that are not counted one by one. */
  long others() {
    return others;
  }

  /** The pairs that occurred, each {@code truth · classes + prediction}. */
  long[] pairs() {
    return Arrays.stream(keys).filter(key -> key != 0).map(key -> key - 1).toArray();
  }

  void clear() {
    Arrays.fill(keys, 0);
    Arrays.fill(rows, 0);
    pairs = 0;
    others = 0;
  }
}
