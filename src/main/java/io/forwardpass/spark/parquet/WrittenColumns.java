package io.forwardpass.spark.parquet;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is known before about the columns of a table that is written from batches. */
public final class WrittenColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<ColumnSource> sources;
  private final HashSet<String> spread;

  /** Null if there are none, because an Optional is not serializable. */
  private final PassThrough passing;

  /**
   * All columns of a table.
   *
   * @param sources where they come from, in their order
   * @param spread the names of those whose values hardly repeat, so that no dictionary is tried
   * @param passing those that are {@link ColumnSource.Stored}, if there are such
   */
  public WrittenColumns(
      List<ColumnSource> sources, Set<String> spread, Optional<PassThrough> passing) {
    this.sources = new ArrayList<>(sources);
    this.spread = new HashSet<>(spread);
    this.passing = passing.orElse(null);
  }

  List<ColumnSource> sources() {
    return sources;
  }

  Set<String> spread() {
    return spread;
  }

  Optional<PassThrough> passing() {
    return Optional.ofNullable(passing);
  }
}
