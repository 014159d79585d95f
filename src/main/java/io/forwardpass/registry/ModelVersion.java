package io.forwardpass.registry;

/**
 * A version of a registered model, which never changes.
 *
 * @param runId the run that logged it; empty where the registry names none
 * @param source where it was registered from, as MLflow writes it
 * @param status {@link #READY}, or what MLflow says instead
 */
public record ModelVersion(
    String name, String version, String runId, String source, String status) {
  public static final String READY = "READY";

  /** What MLflow says of a version whose files are still on their way. */
  public static final String PENDING = "PENDING_REGISTRATION";

  /** {@code models:/name/3}. */
  public ModelUri.Version uri() {
    return new ModelUri.Version(name, version);
  }
}
