package io.forwardpass.job;

import java.io.PrintWriter;

/** Where a run speaks to the user, besides its result. */
sealed interface JobLog {

  /** Takes lines on how far the run is. */
  PrintWriter lines();

  void warn(String line);

  /**
   * Says why the run has failed, with the trace where the user asked for it or where the fault is
   * ours.
   *
   * @return the exit code
   */
  int fail(Throwable thrown, boolean verbose);

  /** Lines of text, on the standard error. */
  record Text(PrintWriter lines) implements JobLog {
    @Override
    public void warn(String line) {
      lines.println("forwardpass: " + Printable.of(line));
      lines.flush();
    }

    @Override
    public int fail(Throwable thrown, boolean verbose) {
      return Failure.of(thrown).print(lines, thrown, verbose);
    }
  }

  /** Events of Spark's log, which {@link JsonLayout} makes objects of JSON. */
  record Events(PrintWriter lines) implements JobLog {
    private static final org.slf4j.Logger LOG =
        org.slf4j.LoggerFactory.getLogger("io.forwardpass.job");

    Events() {
      this(new PrintWriter(new EventWriter(LOG::info)));
    }

    @Override
    public void warn(String line) {
      LOG.warn(line);
    }

    @Override
    public int fail(Throwable thrown, boolean verbose) {
      Failure failure = Failure.of(thrown);
      if (failure.hasTrace(verbose)) {
        LOG.error(failure.message(), thrown);
      } else {
        LOG.error(failure.message());
      }
      return failure.code().code();
    }
  }
}
