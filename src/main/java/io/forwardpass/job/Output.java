package io.forwardpass.job;

import io.forwardpass.job.ScoreOptions.WriteMode;
import io.forwardpass.spark.ColumnName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/**
 * Where the scored table goes: looked at before any work is done, left as it was by a run that
 * fails.
 */
final class Output {
  /** Where the report lies in the output's folder; readers skip names with an underscore. */
  static final String REPORT = "_forwardpass_report.json";

  /** A sink that has nothing which could exist; Spark knows it by two modes only. */
  private static final String NOTHING = "noop";

  /** File formats without arrays, maps, structs and vectors. */
  private static final Set<String> FLAT = Set.of("csv");

  private final ScoreOptions options;
  private final Configuration hadoop;
  private final boolean existed;

  Output(ScoreOptions options, Configuration hadoop) {
    this.options = options;
    this.hadoop = hadoop;
    this.existed = isFolder() && place().exists();
  }

  /** Whether the output is a folder of files; another sink keeps its own rules. */
  private boolean isFolder() {
    return ScoreOptions.isFileFormat(options.outputFormat());
  }

  private Place place() {
    return Place.of("output", options.output(), hadoop);
  }

  /** Whether there is nothing to do. */
  boolean isSkipped() {
    return existed && options.mode() == WriteMode.IGNORE;
  }

  /** Throws what can be said without Spark; another sink keeps its own rules. */
  void check(Sources sources) {
    if (isFolder()) {
      new ExistingOutput(place()).check(options.mode());
      sources.keepOff(place());
      place().checkParent();
    }
  }

  /** Throws where a table of this schema cannot be written, or not to what is there. */
  void check(SparkSession spark, StructType schema) {
    checkTypes(schema);
    new PartitionColumns(options.partitionColumns()).check(schema);
    if (existed && options.mode() == WriteMode.APPEND) {
      new ExistingOutput(place())
          .dataFile()
          .ifPresent(file -> new ExistingTable(spark, options, place(), file).check(schema));
    }
  }

  private void checkTypes(StructType schema) {
    if (options.outputFormat().equalsIgnoreCase("xml")
        && options.outputOption("rowTag").isEmpty()) {
      throw JobException.noRowTag(ScoreOption.OUTPUT_OPTIONS);
    } else if (options.outputFormat().equalsIgnoreCase("text")) {
      checkText(schema);
    }
    if (!FLAT.contains(options.outputFormat().toLowerCase(Locale.ROOT))) {
      return;
    }
    for (StructField field : schema.fields()) {
      if (isNested(field.dataType())) {
        throw JobException.cannotStore(
            options.outputFormat(), field.name(), field.dataType().simpleString());
      }
    }
  }

  private void checkText(StructType schema) {
    List<StructField> stored =
        Arrays.stream(schema.fields())
            .filter(field -> ColumnName.in(options.partitionColumns(), field.name()).isEmpty())
            .toList();
    if (stored.size() != 1 || !stored.get(0).dataType().equals(DataTypes.StringType)) {
      throw JobException.notOneText(stored.stream().map(StructField::name).toList());
    }
  }

  static boolean isNested(DataType type) {
    return type instanceof ArrayType
        || type instanceof MapType
        || type instanceof StructType
        || type instanceof UserDefinedType;
  }

  /**
   * Puts in order what runs that were killed have left of this output.
   *
   * @return a line for the user on each thing of note
   */
  static List<String> tidy(ScoreOptions options, Configuration hadoop) {
    if (options.mode() != WriteMode.OVERWRITE
        || !ScoreOptions.isFileFormat(options.outputFormat())) {
      return List.of();
    }
    Place place = Place.of("output", options.output(), hadoop);
    try {
      return Swap.isPossible(place) ? new Swap(place).tidy() : List.of();
    } catch (IOException e) {
      throw JobException.notWritten("output", options.output(), e);
    }
  }

  /** Writes the table, and gives the rows that were written, for another look at them. */
  WrittenRows write(Dataset<Row> table) {
    if (!isFolder()) {
      save(table, options.output(), saveMode());
      return WrittenRows.scoredAgain();
    }
    if (existed && options.mode() == WriteMode.OVERWRITE && isSwapped(table)) {
      swap(table);
      return WrittenRows.allOf(options, place());
    }
    WrittenRows written =
        existed && options.show() > 0
            ? WrittenRows.newOf(options, place())
            : WrittenRows.allOf(options, place());
    Path above = place().existingParent();
    boolean complete = false;
    try {
      save(table, options.output(), saveMode());
      complete = true;
    } finally {
      if (!complete && !existed) {
        removeEmptyFolders(above);
      }
    }
    return written;
  }

  private SaveMode saveMode() {
    if (options.outputFormat().equalsIgnoreCase(NOTHING)) {
      return SaveMode.Append;
    }
    return switch (options.mode()) {
      case ERROR -> SaveMode.ErrorIfExists;
      case OVERWRITE -> SaveMode.Overwrite;
      case APPEND -> SaveMode.Append;
      case IGNORE -> SaveMode.Ignore;
    };
  }

  private void save(Dataset<Row> table, String path, SaveMode mode) {
    DataFrameWriter<Row> writer =
        table
            .write()
            .format(options.outputFormat())
            .options(options.outputOptions())
            .mode(mode)
            .partitionBy(options.partitionColumns().toArray(String[]::new));
    if (path.isEmpty()) {
      writer.save();
    } else {
      writer.save(path);
    }
  }

  /** Spark itself replaces only the partitions written, at the end, under dynamic overwriting. */
  private boolean isSwapped(Dataset<Row> table) {
    String overwriting =
        options
            .outputOption("partitionOverwriteMode")
            .orElseGet(
                () -> table.sparkSession().conf().get("spark.sql.sources.partitionOverwriteMode"));
    boolean dynamic = !options.partitionBy().isEmpty() && overwriting.equalsIgnoreCase("dynamic");
    return !dynamic && Swap.isPossible(place());
  }

  /** Spark would delete the old table first, and lose it where the job then fails. */
  private void swap(Dataset<Row> table) {
    try {
      new Swap(place()).replace(folder -> save(table, folder.toString(), SaveMode.Append));
    } catch (IOException e) {
      throw JobException.notWritten("output", options.output(), e);
    }
  }

  /**
   * An aborted write leaves an empty folder, which the next run would take for an output, and the
   * folders that it lies in.
   *
   * @param above the last of these that was there before
   */
  private void removeEmptyFolders(Path above) {
    FileSystem files = place().files();
    Path folder = place().path();
    try {
      if (files.exists(folder) && files.getContentSummary(folder).getFileCount() == 0) {
        files.delete(folder, true);
      }
      for (Path parent = folder.getParent();
          !parent.equals(above) && files.exists(parent) && files.listStatus(parent).length == 0;
          parent = parent.getParent()) {
        files.delete(parent, false);
      }
    } catch (IOException e) {
      throw JobException.notWritten("output", options.output(), e);
    }
  }

  /** Whether the output is there, as far as that can be told. */
  boolean isThere() {
    return !isFolder() || place().exists();
  }

  /** Where the report of a run that ended well goes; empty where there is no place for it. */
  String report() {
    if (!options.report().isEmpty() || !isFolder()) {
      return options.report();
    }
    return new Path(place().path(), REPORT).toString();
  }
}
