package io.forwardpass.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class WordingTest {
  @Test
  void countsHaveCommas() {
    assertEquals("1,234,567", Wording.count(1_234_567));
    assertEquals("1 row", Wording.rows(1));
    assertEquals("0 rows", Wording.rows(0));
  }

  @Test
  void sharesAreNeitherNothingNorAllUnlessTheyAre() {
    assertEquals("0.0 %", Wording.share(0, 10));
    assertEquals("< 0.1 %", Wording.share(1, 10_000));
    assertEquals("0.1 %", Wording.share(1, 1_000));
    assertEquals("33.3 %", Wording.share(1, 3));
    assertEquals("> 99.9 %", Wording.share(9_999, 10_000));
    assertEquals("100.0 %", Wording.share(10, 10));
    assertEquals("none", Wording.share(0, 0));
  }

  @Test
  void timesAreReadable() {
    assertEquals("0 ms", Wording.time(0));
    assertEquals("35 ms", Wording.time(0.0351));
    assertEquals("0.1 s", Wording.time(0.1));
    assertEquals("59.9 s", Wording.time(59.9));
    assertEquals("1 min 0 s", Wording.time(59.96));
    assertEquals("3 min 20 s", Wording.time(200));
    assertEquals("2 h 5 min", Wording.time(7_510));
  }
}
