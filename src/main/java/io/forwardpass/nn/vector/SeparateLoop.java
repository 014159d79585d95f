package io.forwardpass.nn.vector;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A loop of {@link VectorLoops} that HotSpot compiles by itself. Inlined into one caller, two of
 * them would pass its limit of nodes for inlining (JDK 17), and vectors would become objects. A
 * method handle that is no constant is what it does not look through.
 */
final class SeparateLoop {
  private final MethodHandle loop;

  /**
   * @param function the name of the method
   * @param parameters the types of those that follow {@code values, from, to}
   */
  SeparateLoop(String function, Class<?>... parameters) {
    MethodType type =
        MethodType.methodType(void.class, float[].class, int.class, int.class)
            .appendParameterTypes(parameters);
    try {
      this.loop = MethodHandles.lookup().findStatic(VectorLoops.class, function, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  void run(float[] values, int from, int to) {
    try {
      loop.invokeExact(values, from, to);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void run(float[] values, int from, int to, float alpha, float scale) {
    try {
      loop.invokeExact(values, from, to, alpha, scale);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The loops declare no exceptions. */
  private static RuntimeException unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(thrown);
  }
}
