package io.forwardpass.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** As {@link AllocationTest}: in a JVM that has run nothing else before. */
final class DenseAllocationTest {

  @Test
  void javaAllocatesNothing() {
    assertEquals(0, AllocationTest.allocatedByForward(ForwardPassTest.classifier(8, 6, 6, 4), 0));
  }
}
