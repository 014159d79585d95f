package io.forwardpass.keras;

import java.nio.file.Path;
import java.util.List;

/**
 * Random networks that real Keras has drawn and computed ({@code src/test/python/random_stacks.py})
 * against ours.
 *
 * <pre>{@code mvn -B -q test-compile exec:exec@random-stacks}</pre>
 */
final class RandomStacks {
  private RandomStacks() {}

  /** Ends with a line of totals, and with 1 where any network differs. */
  public static void main(String[] arguments) {
    List<Golden> stacks = Golden.in(Path.of(arguments[0]));
    int failed = 0;
    for (Golden stack : stacks) {
      try {
        Parity.check(stack);
      } catch (AssertionError | RuntimeException failure) {
        failed++;
        System.out.println(stack + ": " + failure.getMessage());
      }
    }
    System.out.printf("%d passed, %d failed%n", stacks.size() - failed, failed);
    System.exit(failed > 0 || stacks.isEmpty() ? 1 : 0);
  }
}
