package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.hadoop.fs.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlaceTest {
  @ParameterizedTest
  @CsvSource({
    "file:/nowhere/a, file:///nowhere/a, true",
    "file:/nowhere/a, file:///nowhere/a/b, true",
    "file:///nowhere/a/b, file:/nowhere/a, true",
    "file:/, file:///nowhere, true",
    "file:/nowhere/a, file:/nowhere/ab, false",
    "hdfs://one/a, hdfs://one/a/b, true",
    "hdfs://one/a, hdfs://two/a, false",
    "hdfs://one/a, s3a://one/a, false",
    "hdfs:/a, hdfs:///a, true",
  })
  void overlapIsThatOfPlacesNotOfTheirWriting(String a, String b, boolean overlap) {
    assertEquals(overlap, Place.overlap(new Path(a), new Path(b)));
    assertEquals(overlap, Place.overlap(new Path(b), new Path(a)));
  }
}
