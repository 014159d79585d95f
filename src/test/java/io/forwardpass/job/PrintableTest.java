package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PrintableTest {
  @Test
  void controlCharactersAreWrittenOut() {
    assertEquals(
        "a\\u000ab\\u001b[31mc\\u2028",
        Printable.of("a\nb\u001b[31mc\u2028"),
        "data is no command");
    assertEquals("Größe '$1' \\ {}", Printable.of("Größe '$1' \\ {}"));
  }
}
