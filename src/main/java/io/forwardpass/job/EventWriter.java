package io.forwardpass.job;

import java.io.Writer;
import java.util.function.Consumer;

/** Makes an event of each line, without the program's name in front. */
final class EventWriter extends Writer {
  private static final String NAME = "forwardpass: ";

  private final Consumer<String> events;
  private final StringBuilder line = new StringBuilder();

  EventWriter(Consumer<String> events) {
    this.events = events;
  }

  @Override
  public void write(char[] text, int from, int count) {
    line.append(text, from, count);
    for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
      String whole = line.substring(0, end).strip();
      line.delete(0, end + 1);
      if (!whole.isEmpty()) {
        events.accept(whole.startsWith(NAME) ? whole.substring(NAME.length()) : whole);
      }
    }
  }

  @Override
  public void flush() {
    // An event is a whole line.
  }

  @Override
  public void close() {
    write(new char[] {'\n'}, 0, 1);
  }
}
