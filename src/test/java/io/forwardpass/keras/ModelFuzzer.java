package io.forwardpass.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads mutants of the golden models, each of which must be read or refused as {@link
 * MutantReading} asks:
 *
 * <pre>mvn -B -q test-compile exec:exec@fuzz -Dmutants=1000000 -Dseed=1</pre>
 *
 * <p>A mutant is made of the seed and its number alone; {@code -Dfirst=NUMBER -Dmutants=1} makes
 * one again and prints what it does.
 */
public final class ModelFuzzer {
  private static final long PROGRESS = 100_000;
  private static final long HANGING_MILLIS = 60_000;

  private final List<Golden> goldens = Golden.all();
  private final Map<String, ModelMutator> mutators = new LinkedHashMap<>();
  private final long seed;
  private final AtomicLong current = new AtomicLong();

  private ModelFuzzer(long seed) {
    this.seed = seed;
  }

  /** Takes the number of mutants, the seed and the number of the first mutant. */
  public static void main(String[] args) {
    long mutants = Long.parseLong(args[0]);
    long first = Long.parseLong(args[2]);
    System.exit(new ModelFuzzer(Long.parseLong(args[1])).run(first, mutants) ? 0 : 1);
  }

  private boolean run(long first, long mutants) {
    watch();
    List<String> failures = new ArrayList<>();
    for (long number = first; number < first + mutants; number++) {
      current.set(number);
      Random random = new Random(seed * 1_000_003 + number);
      Golden golden = goldens.get(random.nextInt(goldens.size()));
      ModelMutator.Kind[] kinds = ModelMutator.Kind.values();
      ModelMutator.Kind kind = kinds[random.nextInt(kinds.length)];
      byte[] mutant =
          mutators
              .computeIfAbsent(golden.name(), name -> new ModelMutator(golden))
              .mutant(kind, random);
      String name = "seed %d, mutant %d: %s of %s".formatted(seed, number, kind, golden);
      MutantReading.failure(mutant)
          .ifPresent(
              failure -> {
                failures.add(name + ": " + failure);
                System.out.println(name);
                failure.printStackTrace(System.out);
              });
      long done = number - first + 1;
      if (done % PROGRESS == 0) {
        System.out.printf("%d mutants, %d failed%n", done, failures.size());
      }
    }
    failures.forEach(System.out::println);
    System.out.printf("%d passed, %d failed%n", mutants - failures.size(), failures.size());
    return failures.isEmpty();
  }

  /** Ends the JVM when a mutant keeps the reader busy for good. */
  private void watch() {
    Thread watch =
        new Thread(
            () -> {
              long seen = -1;
              while (seen != current.get()) {
                seen = current.get();
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
