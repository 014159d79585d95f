package io.forwardpass.job;

/**
 * How a command ended; the numbers, but for the last, are those of sysexits.h, and keep clear of
 * Spark's own.
 */
enum ExitCode {
  OK(0, "done"),
  USAGE(
      64,
      "an option or key is unknown, missing or malformed, or two of them contradict each other"),
  DATA(
      65,
      "the input has an invalid row under `--on-invalid fail`, or a file that cannot be decoded"),
  NO_INPUT(
      66,
      "the model, the input, the labels, the profile or the job file is missing or cannot be read"),
  UNAVAILABLE(
      69, "the model's registry cannot be reached, or fails; the same command may succeed later"),
  INTERNAL(70, "a bug in Forwardpass; the stack trace is printed"),
  CANNOT_WRITE(73, "the output exists under `--mode error`, or it cannot be written"),
  TEMPORARY(75, "the cluster or a storage service failed; the same command may succeed later"),
  CONFIG(
      78,
      "the model or the profile is damaged or unsupported, or model, profile, table and options do not fit together"),
  GATE(
      79,
      "a gate (`--min-rows`, `--max-invalid-ratio`, `--max-not-finite-ratio`, `--max-psi`) failed; the output was left as it was"),
  UNFIT(80, "`doctor` found something for which a run would fail");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  String meaning() {
    return meaning;
  }

  /** Whether the same command may succeed when it is run again. */
  boolean retryable() {
    return this == TEMPORARY || this == UNAVAILABLE;
  }
}
