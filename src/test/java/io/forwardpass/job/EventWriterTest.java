package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventWriterTest {
  @Test
  void aLineIsAnEventHoweverItIsWritten() {
    List<String> events = new ArrayList<>();
    try (PrintWriter out = new PrintWriter(new EventWriter(events::add))) {
      out.print("forwardpass: 1 of ");
      out.flush();
      assertEquals(List.of(), events);
      out.print("2 tasks\nhalf");
      assertEquals(List.of("1 of 2 tasks"), events);
      out.println();
      out.println();
      out.print("the rest");
    }
    assertEquals(List.of("1 of 2 tasks", "half", "the rest"), events);
  }
}
