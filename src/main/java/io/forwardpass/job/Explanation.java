package io.forwardpass.job;

import io.forwardpass.job.MemoryEstimate.Item;
import io.forwardpass.job.MemoryEstimate.TableMemory;
import io.forwardpass.spark.Scorer;
import io.forwardpass.spark.ScoringMemory;
import io.forwardpass.spark.catalyst.PlannedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** What {@code explain} tells of a run that was planned. */
final class Explanation {
  /** The rows of a batch of Spark's, for whose outputs there are column vectors. */
  private static final int VECTOR_ROWS = 4096;

  private final ScoreOptions options;
  private final ModelSummary model;
  private final Executors executors;
  private final PlannedRun run;
  private final PlannedRun.Tasks tasks;
  private final PlannedRun.Reading reading;
  private final ScoringMemory scoring;
  private final MemoryEstimate estimate;

  /**
   * Plans the writing.
   *
   * @param table what is scored
   * @param scored what is written
   */
  Explanation(
      ScoreOptions options,
      ModelSummary model,
      Scorer scorer,
      Executors executors,
      Dataset<Row> table,
      Dataset<Row> scored) {
    this.options = options;
    this.model = model;
    this.executors = executors;
    boolean files =
        ScoreOptions.isFileFormat(options.outputFormat()) && options.increment().isEmpty();
    this.run =
        PlannedRun.of(
            scored,
            options.outputFormat(),
            options.outputOptions(),
            options.partitionColumns(),
            files ? options.output() : "");
    this.tasks = run.tasks();
    this.scoring = scorer.memory(table.schema());
    try {
      this.reading = run.reading();
      this.estimate =
          new MemoryEstimate(
              scoring,
              Float.BYTES * model.model().network().parameters(),
              tables(scorer.outputColumns(table.schema())),
              executors.slots(),
              executors.local());
    } catch (IOException e) {
      throw JobException.inaccessible("input", String.join(",", options.input()), e);
    }
  }

  private TableMemory tables(StructType predictions) throws IOException {
    int columns = predictions.size();
    int row = Math.toIntExact((long) Float.BYTES * (model.labels() + columns));
    PlannedRun.Writing writing = run.writing(row, columns);
    long outputs = (long) (row + columns) * VECTOR_ROWS;
    return new TableMemory(
        reading.stored(),
        reading.pages() + reading.vectors() + outputs,
        writing.rowGroup(),
        writing.pages());
  }

  MemoryEstimate estimate() {
    return estimate;
  }

  void print(PrintWriter out) {
    out.println(run.text());
    out.println(plan());
    out.println(model.costs());
    out.println(items("In the heap of an executor", estimate.heap()));
    out.println(items("Outside of it", estimate.overhead()));
    out.println(advice());
    out.flush();
  }

  private TextTable plan() {
    TextTable plan = new TextTable(List.of("Reads", String.join(", ", run.decoded())));
    plan.add(List.of("Copies", run.copied().isEmpty() ? "none" : String.join(", ", run.copied())));
    plan.add(
        List.of(
            "Scores", run.rowsBecause().map(why -> "rows: " + why).orElse("batches of columns")));
    plan.add(
        List.of(
            "Writes",
            run.rowsWrittenBecause()
                .map(why -> "rows, by Spark's own writer: " + why)
                .orElse("batches of columns")));
    plan.add(List.of("Tasks", tasksText()));
    plan.add(
        List.of(
            "Batch",
            String.format(
                Locale.ROOT,
                "%,d rows in a forward pass%s",
                scoring.task().batchRows(),
                options.batchSize() > 0
                    ? " (--batch-size)"
                    : ", as many as stay in a core's cache")));
    if (scoring.steps() > 0) {
      plan.add(
          List.of(
              "Sequences",
              String.format(
                  Locale.ROOT,
                  "of up to %,d steps are reckoned with, of 32 lengths at a time",
                  scoring.steps())));
    }
    return plan;
  }

  private String tasksText() {
    if (tasks.tasks() == 0) {
      return "as many as the source has partitions, which it says when it is read";
    }
    return String.format(
        Locale.ROOT,
        "%,d, of %s at most each; %,d files of %s%s",
        tasks.tasks(),
        MemoryEstimate.mebibytes(tasks.largest()),
        tasks.files(),
        MemoryEstimate.mebibytes(tasks.bytes()),
        options.increment().isPresent() ? ", as if all had just arrived" : "");
  }

  private static TextTable items(String title, List<Item> items) {
    TextTable table = new TextTable(List.of(title, "Each>", "Times>", "In all>"));
    for (Item item : items) {
      table.add(
          List.of(
              item.name(),
              MemoryEstimate.mebibytes(item.bytes()),
              Integer.toString(item.count()),
              MemoryEstimate.mebibytes(item.total())));
    }
    return table;
  }

  private String advice() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Reckoned for %s of %,d cores, with %,d tasks side by side%s.",
            executors.local() ? "a driver" : "executors",
            executors.cores(),
            executors.slots(),
            executors.coresAreKnown()
                ? ""
                : " (spark.executor.cores does not say how many; give it)"));
    if (!reading.isKnown()) {
      lines.add(
          "What a task holds of the input is a guess: only Parquet files say it before they are"
              + " read.");
    }
    lines.add("Ask for");
    String process = executors.process();
    lines.add(setting(process + ".memory", estimate.heapBytes(), executors.memory()));
    lines.add(setting(process + ".memoryOverhead", estimate.overheadBytes(), executors.overhead()));
    if (!executors.local()) {
      lines.add("  --conf spark.driver.memory=%sm".formatted(estimate.driverBytes() >> 20));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String setting(String key, long needed, long set) {
    return "  --conf %s=%sm  (%sm are set: %s)"
        .formatted(key, needed >> 20, set >> 20, set >= needed ? "enough" : "too little");
  }
}
