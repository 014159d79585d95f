package io.forwardpass.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * Reads mutants of the golden models, each of which must be read or refused as {@link
 * MutantReading} asks. A mutant is made of the seed and its number alone.
 */
public final class ModelFuzzer {
  private static final long PROGRESS = 100_000;

  private final List<Golden> goldens = Golden.all();
  private final Map<String, ModelMutator> mutators = new LinkedHashMap<>();
  private final long seed;

  private ModelFuzzer(long seed) {
    this.seed = seed;
  }

  /**
   * Whether all mutants of the seed from the first number on pass; prints what the others do.
   *
   * @param current is told the number of each before it is read
   */
  public static boolean passes(long seed, long first, long mutants, LongConsumer current) {
    return new ModelFuzzer(seed).run(first, mutants, current);
  }

  private boolean run(long first, long mutants, LongConsumer current) {
    List<String> failures = new ArrayList<>();
    for (long number = first; number < first + mutants; number++) {
      current.accept(number);
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
    System.out.printf("models: %d passed, %d failed%n", mutants - failures.size(), failures.size());
    return failures.isEmpty();
  }
}
