package io.forwardpass.spark;

/** A row that cannot be scored, under {@link OnInvalid#FAIL}. */
public final class InvalidRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidRowException(String message) {
    super(message);
  }
}
