package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forwardpass.job.MemoryEstimate.TableMemory;
import io.forwardpass.spark.ScoringMemory;
import io.forwardpass.spark.batch.TaskMemory;
import org.junit.jupiter.api.Test;

/** Sums that can be checked on paper. */
final class MemoryEstimateTest {
  private static final long MEBI = 1 << 20;

  private static MemoryEstimate estimate(int slots, boolean local) {
    ScoringMemory scoring =
        new ScoringMemory(
            100 * MEBI, 0, 110 * MEBI, 90 * MEBI, 0, new TaskMemory(256, 10 * MEBI, 4 * MEBI));
    TableMemory tables = new TableMemory(50 * MEBI, 6 * MEBI, 128 * MEBI, 6 * MEBI);
    return new MemoryEstimate(scoring, 95 * MEBI, tables, slots, local);
  }

  @Test
  void countsTheModelOnceAndTheTaskForEachSlot() {
    // Spark, the file twice, the network; a task holds 200 MiB.
    assertEquals((300 + 200 + 110 + 2 * 200) * MEBI, estimate(2, false).liveBytes());
    // 1.25 · 1010 = 1262.5, in steps of 64.
    assertEquals(1280 * MEBI, estimate(2, false).heapBytes());
    assertEquals((300 + 200 + 110 + 95 + 200) * MEBI, estimate(1, true).liveBytes());
  }

  @Test
  void asksForNoLessThanSparkDoes() {
    assertEquals(1024 * MEBI, estimate(1, false).heapBytes());
  }

  @Test
  void countsNativeMemoryIntoTheOverhead() {
    // 352 + 0.05 · 1280 + 90 + 2 · (4 + 32 + 16) = 610; 1.1 · 610 = 671, in steps of 64.
    assertEquals(704 * MEBI, estimate(2, false).overheadBytes());
  }

  @Test
  void givesTheDriverRoomForTheFileItsPiecesAndTheWeights() {
    // 1.25 · (300 + 200 + 95) = 743.75.
    assertEquals(1024 * MEBI, estimate(2, false).driverBytes());
  }
}
