package io.forwardpass.job;

import io.forwardpass.spark.catalyst.DataSources;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.types.StructType;

/** The table to score, as the options describe it. */
record InputTable(SparkSession spark, ScoreOptions options, Settings settings) {

  /**
   * The filtered input, as a stream for an increment; only schemas are read. Formats that are not
   * on the class path throw.
   */
  Dataset<Row> read() {
    Dataset<Row> stored = stored();
    return filtered(options.increment().isPresent() ? stream(stored.schema()) : stored);
  }

  /** The same, and for an increment all that the input holds. */
  Dataset<Row> readAll() {
    return filtered(stored());
  }

  private Dataset<Row> stored() {
    checkFormat(ScoreOption.FORMAT, options.format());
    checkFormat(ScoreOption.OUTPUT_FORMAT, options.outputFormat());
    if (options.format().equalsIgnoreCase("xml")
        && options.inputOptions().keySet().stream().noneMatch("rowTag"::equalsIgnoreCase)) {
      throw JobException.noRowTag(ScoreOption.INPUT_OPTIONS);
    }
    Dataset<Row> table = load();
    options.slice().check(spark, table.schema());
    return options.slice().isWholeTable()
        ? table
        : table.filter(options.slice().condition(table.schema()));
  }

  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private Dataset<Row> filtered(Dataset<Row> table) {
    if (options.where().isEmpty()) {
      return table;
    }
    try {
      return table.filter(options.where());
    } catch (Exception e) {
      throw JobException.badFilter(options.where(), String.valueOf(e.getMessage()));
    }
  }

  /** The rows that have arrived; of files, Spark wants to be told the schema. */
  private Dataset<Row> stream(StructType schema) {
    DataStreamReader reader =
        spark.readStream().format(options.format()).options(options.inputOptions());
    if (ScoreOptions.isFileFormat(options.format())) {
      reader = reader.schema(schema);
    }
    return options.input().isEmpty() ? reader.load() : reader.load(options.input().get(0));
  }

  private void checkFormat(ScoreOption option, String format) {
    if (!DataSources.isKnown(format)) {
      throw settings.bad(
          option,
          "parquet, orc, csv, json, or another format whose jar spark-submit is given with --packages or --jars");
    }
  }

  private DataFrameReader reader() {
    return spark.read().format(options.format()).options(options.inputOptions());
  }

  private Dataset<Row> load(DataFrameReader reader) {
    return options.input().isEmpty()
        ? reader.load()
        : reader.load(options.input().toArray(String[]::new));
  }

  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private Dataset<Row> load() {
    try {
      return load(reader());
    } catch (Exception e) {
      if (options.skipCorruptFiles() && ReadFailure.isOne(e)) {
        return load(reader().schema(readableSchema().orElseThrow(this::nothingReadable)));
      } else if (ReadFailure.isOne(e) && !ReadFailure.namesItsFile(e)) {
        Optional<String> file = unreadable();
        if (file.isPresent()) {
          throw ReadFailure.of(file.get(), e);
        }
      }
      String condition = e instanceof SparkThrowable spark ? spark.getCondition() : "";
      if ("UNABLE_TO_INFER_SCHEMA".equals(condition)) {
        throw JobException.noDataFiles(String.join(",", options.input()));
      } else if ("COLUMN_ALREADY_EXISTS".equals(condition)) {
        throw JobException.repeatedInput(JobException.wholeLine(e.getMessage()));
      }
      throw e;
    }
  }

  private JobException nothingReadable() {
    return JobException.nothingReadable(String.join(",", options.input()), options.format());
  }

  /**
   * That of the first file that can be read, which is how Spark finds the schema of a table, or of
   * all of them where Spark merges their schemas; none if none can be read.
   */
  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private Optional<StructType> readableSchema() {
    try {
      return Optional.of(load(reader().option("ignoreCorruptFiles", true)).schema());
    } catch (Exception firstCannotBeRead) {
      return files().flatMap(file -> schema(file).stream()).findFirst();
    }
  }

  /** The first file that cannot be read. */
  private Optional<String> unreadable() {
    return files().filter(file -> schema(file).isEmpty()).findFirst();
  }

  private Stream<String> files() {
    return Arrays.stream(load(reader().schema(new StructType())).inputFiles());
  }

  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private Optional<StructType> schema(String file) {
    try {
      return Optional.of(reader().load(file).schema());
    } catch (Exception cannotBeReadEither) {
      return Optional.empty();
    }
  }
}
