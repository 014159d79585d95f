package io.forwardpass.registry;

/** A tracking server, or a model in its registry, that is of no use; the message is one line. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What can be done about it. */
  public enum Kind {
    /** The server is down, slow or in trouble: the same may work later. */
    UNAVAILABLE,
    /** The server does not let us read, or is no tracking server. */
    UNREADABLE,
    /** The model was read, and is not of Keras. */
    UNSUITABLE
  }

  private final Kind kind;

  RegistryException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  RegistryException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
