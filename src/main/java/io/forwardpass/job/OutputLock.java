package io.forwardpass.job;

/**
 * The right to write to an output, held from before it is looked at until its rows are in place.
 */
interface OutputLock extends AutoCloseable {

  /** Throws where the right was lost, so that another run may be writing. */
  void check();

  @Override
  void close();

  /** For a sink that keeps its own rules, and a run that writes nothing. */
  static OutputLock none() {
    return new OutputLock() {
      @Override
      public void check() {
        // there is nothing to lose
      }

      @Override
      public void close() {
        // there is nothing to give back
      }
    };
  }
}
