package io.forwardpass.job;

import io.forwardpass.job.ScoreOptions.WriteMode;
import io.forwardpass.spark.ColumnName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
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

  /** File systems whose rename costs nothing, so that a new table can be swapped in at the end. */
  private static final Set<String> RENAMING =
      Set.of("file", "hdfs", "viewfs", "abfs", "abfss", "ofs", "o3fs");

  /** File systems whose folders are real, and which say at little cost who may write to them. */
  private static final Set<String> FOLDERS = Set.of("file", "hdfs");

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
      checkParent();
    }
  }

  /** Throws where the folder that the output would lie in is none, or does not let us write. */
  private void checkParent() {
    Place place = place();
    String scheme = place.files().getScheme();
    if (!FOLDERS.contains(scheme)) {
      return;
    }
    try {
      Path parent = existing(place.files(), place.path());
      if (!place.files().getFileStatus(parent).isDirectory()) {
        throw JobException.parentNotWritable(options.output(), parent.toString(), "is no folder");
      } else if (!scheme.equals("file")) {
        place.files().access(parent, FsAction.WRITE_EXECUTE);
      } else if (!Files.isWritable(java.nio.file.Path.of(parent.toUri().getPath()))) {
        throw JobException.parentNotWritable(
            options.output(), parent.toString(), "is not writable for this user");
      }
    } catch (IOException e) {
      throw JobException.notWritten(options.output(), e);
    }
  }

  private static Path existing(FileSystem files, Path path) throws IOException {
    Path parent = path;
    while (!parent.isRoot() && !files.exists(parent)) {
      parent = parent.getParent();
    }
    return parent;
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

  void write(Dataset<Row> table) {
    if (existed && options.mode() == WriteMode.OVERWRITE && isSwapped(table)) {
      swap(table);
      return;
    }
    boolean complete = false;
    try {
      save(table, options.output(), SaveMode.valueOf(saveMode()));
      complete = true;
    } finally {
      if (!complete && isFolder() && !existed) {
        removeEmptyFolder();
      }
    }
  }

  private String saveMode() {
    if (options.outputFormat().equalsIgnoreCase(NOTHING)) {
      return "Append";
    }
    return switch (options.mode()) {
      case ERROR -> "ErrorIfExists";
      case OVERWRITE -> "Overwrite";
      case APPEND -> "Append";
      case IGNORE -> "Ignore";
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
    return !dynamic && RENAMING.contains(place().files().getScheme());
  }

  /**
   * Spark would delete the old table first and lose it where the job then fails: writes beside it
   * instead, and renames at the end.
   */
  private void swap(Dataset<Row> table) {
    FileSystem files = place().files();
    Path target = place().path();
    String run = UUID.randomUUID().toString();
    Path fresh = new Path(target.getParent(), "." + target.getName() + ".new-" + run);
    Path old = new Path(target.getParent(), "." + target.getName() + ".old-" + run);
    try {
      files.deleteOnExit(fresh);
      try {
        save(table, fresh.toString(), SaveMode.ErrorIfExists);
        rename(files, target, old);
        try {
          rename(files, fresh, target);
        } catch (IOException e) {
          rename(files, old, target);
          throw e;
        }
      } finally {
        files.delete(fresh, true);
        files.cancelDeleteOnExit(fresh);
      }
      files.delete(old, true);
    } catch (IOException e) {
      throw JobException.notWritten(options.output(), e);
    }
  }

  private static void rename(FileSystem files, Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  /** An aborted write leaves an empty folder, which the next run would take for an output. */
  private void removeEmptyFolder() {
    Place place = place();
    try {
      if (place.exists() && place.files().getContentSummary(place.path()).getFileCount() == 0) {
        place.files().delete(place.path(), true);
      }
    } catch (IOException e) {
      throw JobException.notWritten(options.output(), e);
    }
  }

  /** Where the report of a run that ended well goes; empty where there is no place for it. */
  String report() {
    if (!options.report().isEmpty() || !isFolder()) {
      return options.report();
    }
    return new Path(place().path(), REPORT).toString();
  }
}
