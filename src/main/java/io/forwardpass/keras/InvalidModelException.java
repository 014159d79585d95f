package io.forwardpass.keras;

/**
 * A model file that contradicts itself or its format. The message is one line: problem, place, what
 * was received, what is allowed, what to do.
 */
public final class InvalidModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidModelException(String message) {
    super(message);
  }

  InvalidModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
