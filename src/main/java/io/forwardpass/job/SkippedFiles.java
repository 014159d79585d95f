package io.forwardpass.job;

import io.forwardpass.report.ScoringReport.SkippedFile;
import io.forwardpass.spark.catalyst.InputFiles;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The input's files that {@code --on-corrupt-file skip} leaves out. Spark's own {@code
 * ignoreCorruptFiles} would keep the rows in front of the fault, and would not say which files they
 * are of: a run that meets such a file starts again without it, and without all others like it.
 */
final class SkippedFiles {
  private final ScoreOptions options;
  private final Consumer<String> notes;
  private final Map<String, String> reasons = new TreeMap<>();

  /**
   * @param notes takes a line for the user on each of them
   */
  SkippedFiles(ScoreOptions options, Consumer<String> notes) {
    this.options = options;
    this.notes = notes;
  }

  /**
   * The table without them, and without empty files; throws on one that is not to be skipped, and
   * where none is left: an empty table would take the place of the last good one.
   */
  Dataset<Row> without(Dataset<Row> table) {
    if (!options.hasWholeFiles() || table.isStreaming()) {
      return table;
    }
    InputFiles files = new InputFiles(table);
    for (String file : files.empty()) {
      if (!options.skipCorruptFiles()) {
        throw JobException.emptyFile(file);
      }
      add(file, "it is empty");
    }
    if (reasons.isEmpty()) {
      return table;
    }
    Dataset<Row> remaining = files.without(reasons.keySet());
    if (new InputFiles(remaining).areNone()) {
      throw JobException.nothingReadable(String.join(",", options.input()), options.format());
    }
    return remaining;
  }

  private void add(String file, String reason) {
    if (reasons.put(file, reason) == null) {
      notes.accept(JobException.skippedFile(file, reason));
    }
  }

  /**
   * Looks for such files where a run has failed on one.
   *
   * @param failure of reading {@code scored}
   * @return whether there are any that were not known
   */
  boolean look(Dataset<Row> scored, Throwable failure) {
    if (!options.skipCorruptFiles() || !ReadFailure.isOne(failure)) {
      return false;
    }
    int known = reasons.size();
    for (InputFiles.Unreadable file : new InputFiles(scored).unreadable()) {
      add(file.file(), ReadFailure.fault(file.file(), file.reason()));
    }
    return reasons.size() > known;
  }

  List<SkippedFile> list() {
    return reasons.entrySet().stream()
        .map(file -> new SkippedFile(file.getKey(), file.getValue()))
        .toList();
  }
}
