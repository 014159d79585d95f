package io.forwardpass.spark;

/**
 * A table, its options and the model do not fit together; found before any task runs. The message
 * is one line: problem, place, what was received, what is allowed, what to do.
 */
public final class IncompatibleTableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public IncompatibleTableException(String message) {
    super(message);
  }
}
