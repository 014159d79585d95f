package io.forwardpass.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "a, a, 0",
    "abc, abd, 1",
    "ab, ba, 1",
    "abc, ac, 1",
    "ac, abc, 1",
    "kitten, sitting, 3",
    "'', abc, 3",
  })
  void editsAreCounted(String a, String b, int edits) {
    assertEquals(edits, Nearest.distance(a, b));
  }

  @Test
  void theNearestNameIsFound() {
    List<String> known = List.of("--model", "--mode", "--output-format");
    assertEquals("--model", Nearest.to("--modle", known));
    assertEquals("--output-format", Nearest.to("--outputFormat", known));
  }

  @Test
  void whatIsFarFromEverythingHasNoNearest() {
    List<String> known = List.of("bill_length_mm", "body_mass_g");
    assertEquals(Optional.of("bill_length_mm"), Nearest.closeTo("Bill_lenght_mm", known));
    assertEquals(Optional.empty(), Nearest.closeTo("species", known));
    assertEquals(Optional.empty(), Nearest.closeTo("species", List.of()));
  }
}
