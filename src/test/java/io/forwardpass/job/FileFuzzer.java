package io.forwardpass.job;

import io.forwardpass.keras.ModelFuzzer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads mutants of all that is read from elsewhere: models, and a tenth as many of sidecars,
 * profiles, job files, labels and reports.
 *
 * <pre>mvn -B -q test-compile exec:exec@fuzz -Dmutants=1000000 -Dseed=1</pre>
 *
 * <p>A mutant is made of the seed and its number alone; {@code -Dfirst=NUMBER -Dmutants=1} makes
 * one again and prints what it does.
 */
public final class FileFuzzer {
  private static final long HANGING_MILLIS = 60_000;
  private static final long FILES = 10;

  private static final AtomicLong CURRENT = new AtomicLong(-1);

  private FileFuzzer() {}

  /** Takes the number of mutants, the seed and the number of the first mutant. */
  public static void main(String[] args) throws IOException {
    long mutants = Long.parseLong(args[0]);
    long seed = Long.parseLong(args[1]);
    long first = Long.parseLong(args[2]);
    watch(seed);
    boolean files = files(seed, first, (mutants + FILES - 1) / FILES);
    System.exit(ModelFuzzer.passes(seed, first, mutants, CURRENT::set) && files ? 0 : 1);
  }

  private static boolean files(long seed, long first, long mutants) throws IOException {
    FileMutants files = new FileMutants(Files.createTempDirectory("fuzz"));
    FileMutants.Kind[] kinds = FileMutants.Kind.values();
    for (FileMutants.Kind kind : kinds) {
      files.failure(kind, FileMutants.good(kind)); // loads classes, which takes a while
    }
    long failures = 0;
    for (long number = first; number < first + mutants; number++) {
      CURRENT.set(number);
      Random random = new Random(seed * 1_000_003 + number);
      FileMutants.Kind kind = kinds[random.nextInt(kinds.length)];
      String mutant = FileMutants.mutant(kind, random);
      Optional<Throwable> failure = files.failure(kind, mutant);
      if (failure.isPresent()) {
        failures++;
        System.out.printf("seed %d, mutant %d: %s%n%s%n", seed, number, kind, start(mutant));
        failure.get().printStackTrace(System.out);
      }
    }
    System.out.printf("files: %d passed, %d failed%n", mutants - failures, failures);
    return failures == 0;
  }

  private static String start(String mutant) {
    return mutant.substring(0, Math.min(2_000, mutant.length()));
  }

  /** Ends the JVM when a mutant keeps a reader busy for good. */
  private static void watch(long seed) {
    Thread watch =
        new Thread(
            () -> {
              long seen = -2;
              while (seen != CURRENT.get()) {
                seen = CURRENT.get();
                try {
                  Thread.sleep(HANGING_MILLIS);
                } catch (InterruptedException end) {
                  return;
                }
              }
              System.out.printf("seed %d, mutant %d hangs%n", seed, seen);
              Runtime.getRuntime().halt(1);
            });
    watch.setDaemon(true);
    watch.start();
  }
}
