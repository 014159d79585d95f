package io.forwardpass.spark.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.junit.jupiter.api.Test;

final class BooleanLabelsTest {
  private static int classOfTrue(String... labels) {
    return BooleanLabels.of(List.of(labels)).read(new GenericInternalRow(new Object[] {true}), 0);
  }

  @Test
  void trueIsTheSecondUnlessTheLabelsSayOtherwise() {
    assertEquals(1, classOfTrue("stays", "leaves"));
    assertEquals(1, classOfTrue("false", "true"));
    assertEquals(0, classOfTrue("true", "false"));
    assertEquals(
        1,
        BooleanLabels.of(List.of("TRUE", "False"))
            .read(new GenericInternalRow(new Object[] {false}), 0));
  }
}
