package io.forwardpass.job;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import scala.Console;

/** What a run would do, once everything has been checked. */
record DryRun(ScoreOptions options, Settings settings, ModelSummary model, Output output) {

  void print(Dataset<Row> scored, PrintWriter out) {
    out.printf(Locale.ROOT, "Everything was checked, nothing was written (--dry-run).%n%n");
    TextTable inForce = new TextTable(List.of("Option", "Value", "From"));
    for (ScoreOption option : ScoreOption.values()) {
      inForce.add(List.of(option.key(), settings.shown(option), settings.place(option)));
    }
    out.println(inForce);
    out.println(model.text());
    TextTable columns = new TextTable(List.of("Output column", "Type"));
    for (StructField field : scored.schema().fields()) {
      columns.add(List.of(field.name(), field.dataType().simpleString()));
    }
    out.println(columns);
    String report = output.report();
    out.printf(Locale.ROOT, "Report: %s%n%n%s", report.isEmpty() ? "none" : report, plan(scored));
    out.flush();
  }

  private static String plan(Dataset<Row> scored) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Console.withOut(
        text,
        () -> {
          scored.explain();
          return scored;
        });
    return text.toString(StandardCharsets.UTF_8);
  }
}
