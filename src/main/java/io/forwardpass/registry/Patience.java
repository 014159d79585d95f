package io.forwardpass.registry;

import java.time.Duration;
import java.util.List;

/**
 * How long a server is waited for.
 *
 * @param silence after as long without a byte a request has failed
 * @param pauses what passes before each further try
 */
record Patience(Duration silence, List<Duration> pauses) {
  /** A restart of a server behind a proxy takes seconds; a scheduler's retry is for longer ones. */
  static final Patience USUAL =
      new Patience(Duration.ofSeconds(30), List.of(Duration.ofSeconds(1), Duration.ofSeconds(4)));

  Patience {
    pauses = List.copyOf(pauses);
  }
}
