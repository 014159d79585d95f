package io.forwardpass.spark.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Features in Arrow's vectors, from the middle of a batch into a matrix wider than the rows. */
final class ArrowVectorsTest {
  private static final int STRIDE = 16;
  private static final int FROM = 1;
  private static final int ROWS = 3;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void leavesNothingAllocated() {
    allocator.close();
  }

  /** The matrix after rows 1 to 3 of {@code vector}; its tile tells which rows are valid. */
  private static Tile read(FieldVector vector, DataType type, int width) {
    Feature feature = new Feature("x", type, List.of(width));
    Scoring scoring =
        new Scoring(
            "model",
            "0".repeat(64),
            null,
            List.of(feature),
            new Inputs(List.of(width), Inputs.Steps.FIXED),
            Outputs.RAW,
            List.of("0"),
            OnInvalid.NULL,
            0,
            GoldenRows.NONE,
            new ScoringCounts(1, 0),
            Optional.empty(),
            new Truth.Unknown());
    Tile tile =
        new Tile(
            new float[STRIDE * width],
            STRIDE,
            new Faults(scoring, STRIDE, OptionalInt.empty()),
            Optional.empty());
    FeatureReader.of(feature, 0, 0).read(new ArrowColumnVector(vector), FROM, ROWS, tile);
    tile.faults().count(ROWS);
    return tile;
  }

  private static void assertColumn(Tile tile, int element, float... expected) {
    float[] actual = new float[expected.length];
    System.arraycopy(tile.inputs(), element * STRIDE, actual, 0, expected.length);
    assertArrayEquals(expected, actual);
  }

  @Test
  void readsFloats() {
    try (Float4Vector vector = new Float4Vector("x", allocator)) {
      vector.allocateNew(5);
      for (int row = 0; row < 5; row++) {
        vector.set(row, row + 0.5f);
      }
      vector.setNull(2);
      vector.setValueCount(5);
      Tile tile = read(vector, DataTypes.FloatType, 1);
      assertColumn(tile, 0, 1.5f, 0f, 3.5f, 0f);
      assertTrue(tile.faults().valid(0));
      assertFalse(tile.faults().valid(1));
      assertEquals(1, tile.faults().invalidRows());
    }
  }

  @Test
  void readsIntegersAndBooleans() {
    try (IntVector ints = new IntVector("x", allocator);
        BitVector bits = new BitVector("x", allocator)) {
      ints.allocateNew(4);
      bits.allocateNew(4);
      for (int row = 0; row < 4; row++) {
        ints.set(row, 10 * row);
        bits.set(row, row % 2);
      }
      ints.setValueCount(4);
      bits.setValueCount(4);
      assertColumn(read(ints, DataTypes.IntegerType, 1), 0, 10f, 20f, 30f, 0f);
      assertColumn(read(bits, DataTypes.BooleanType, 1), 0, 1f, 0f, 1f, 0f);
    }
  }

  @Test
  void readsLists() {
    try (ListVector lists = ListVector.empty("x", allocator)) {
      UnionListWriter writer = lists.getWriter();
      for (int row = 0; row < 4; row++) {
        writer.setPosition(row);
        writer.startList();
        writer.writeFloat4(row);
        writer.writeFloat4(-row);
        if (row == 3) {
          writer.writeFloat4(9);
        }
        writer.endList();
      }
      lists.setValueCount(4);
      Tile tile = read(lists, DataTypes.createArrayType(DataTypes.FloatType), 2);
      assertColumn(tile, 0, 1f, 2f, 0f);
      assertColumn(tile, 1, -1f, -2f, 0f);
      assertFalse(tile.faults().valid(2));
      assertEquals(1, tile.faults().invalidRows());
    }
  }
}
