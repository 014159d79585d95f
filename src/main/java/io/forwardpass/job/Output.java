package io.forwardpass.job;

import io.forwardpass.job.ScoreOptions.WriteMode;
import io.forwardpass.spark.ColumnName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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

  /** Files of a slice's output that are opened, at most, for one that is whole. */
  private static final int LOOKED_AT = 10;

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

  /** Whether there is nothing to do, as far as that is known without Spark. */
  boolean isSkipped() {
    return existed && options.mode() == WriteMode.IGNORE;
  }

  /** The same of a table of whose format Spark has to be asked; throws as checkExisting does. */
  boolean isSkipped(SparkSession spark) {
    boolean isThere =
        TableFormat.of(options.outputFormat())
            .filter(format -> format.isThere(spark, options, hadoop))
            .isPresent();
    if (isThere && options.mode() == WriteMode.ERROR) {
      throw JobException.outputExists(options.output());
    }
    return isThere && options.mode() == WriteMode.IGNORE;
  }

  /** Whether all that has arrived was scored by earlier increments, and is gone. */
  boolean isAtRest() {
    return options.increment().isPresent() && incremental().isAtRest();
  }

  /** Throws what can be said without a look at what is there. */
  static void check(ScoreOptions options, Sources sources, Configuration hadoop) {
    Output output = new Output(options, hadoop);
    output.checkSlice();
    if (output.isFolder()) {
      sources.keepOff(output.place());
      output.place().checkParent();
      if (output.place().isFile()) {
        throw JobException.outputIsFile(options.output());
      } else if (options.mode() == WriteMode.OVERWRITE && Swap.isMounted(output.place())) {
        throw JobException.outputIsMounted(options.output());
      } else if (TableFormat.isDelta(output.place())) {
        throw JobException.deltaAsFiles("output", options.output(), ScoreOption.OUTPUT_FORMAT);
      }
    }
    if (options.increment().isPresent()) {
      output.incremental().check(sources);
    }
    for (ScoreOption gate : options.gates().options()) {
      output.checkHeldBack(gate);
    }
  }

  private IncrementalOutput incremental() {
    return new IncrementalOutput(options, options.increment().orElseThrow(), hadoop);
  }

  /** Throws where the mode does not go with what is there. */
  void checkExisting() {
    if (isFolder()) {
      new ExistingOutput(place()).check(options.mode());
      if (options.increment().isEmpty() && !isReplaced()) {
        IncrementalOutput.keepOff(place());
      }
    }
  }

  /** What {@link #checkExisting} throws. */
  Optional<JobException> obstacle() {
    try {
      checkExisting();
      return Optional.empty();
    } catch (JobException e) {
      return Optional.of(e);
    }
  }

  private void checkSlice() {
    if (options.slice().isWholeTable()) {
      return;
    } else if (!isFolder() && TableFormat.of(options.outputFormat()).isEmpty()) {
      throw JobException.needsFolders(ScoreOption.PARTITION, options.outputFormat());
    }
    for (String column : options.slice().columns()) {
      if (ColumnName.in(options.partitionColumns(), column).isEmpty()) {
        throw JobException.sliceNotPartitioned(column, options.partitionBy());
      }
    }
  }

  /** Rows that a gate refuses must lie where no reader looks until they were counted. */
  private void checkHeldBack(ScoreOption gate) {
    if (!isFolder()) {
      throw JobException.needsFolders(gate, options.outputFormat());
    } else if (options.mode() == WriteMode.APPEND) {
      throw JobException.cannotHoldBack(gate, options.output(), "--mode append adds rows to it");
    } else if (!Swap.isPossible(place())) {
      throw JobException.cannotHoldBack(
          gate,
          options.output(),
          "a folder cannot be renamed on file systems of " + place().files().getScheme());
    }
  }

  /** Throws where a table of this schema cannot be written, or not to what is there. */
  void check(SparkSession spark, StructType schema) {
    checkTypes(schema);
    if (isFolder()) {
      options.slice().checkFolders(schema);
    }
    new PartitionColumns(options.partitionColumns()).check(schema);
    List<ScoreOption> gates = options.gates().options();
    if (isDynamic(spark) && !gates.isEmpty()) {
      throw JobException.cannotHoldBack(
          gates.get(0),
          options.output(),
          "under partitionOverwriteMode=dynamic Spark itself puts them in place");
    }
    if (existed && options.increment().isPresent()) {
      incremental()
          .dataFile(spark)
          .ifPresent(file -> new ExistingTable(spark, options, place(), file).check(schema));
    } else if (existed && !options.slice().isWholeTable()) {
      new ExistingOutput(place())
          .dataFiles(LOOKED_AT).stream()
              .map(file -> new ExistingTable(spark, options, place(), file))
              .filter(ExistingTable::isReadable)
              .findFirst()
              .ifPresent(table -> table.check(schema));
    } else if (existed && options.mode() == WriteMode.APPEND) {
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
   * Keeps other runs off the output until the lock is closed, and puts in order what runs that were
   * killed have left of it.
   *
   * @param notes takes a line for the user on each thing of note
   */
  static OutputLock lock(ScoreOptions options, Configuration hadoop, Consumer<String> notes) {
    if (options.dryRun() || !ScoreOptions.isFileFormat(options.outputFormat())) {
      return OutputLock.none();
    }
    Place place = Place.of("output", options.output(), hadoop);
    OutputLock lock = LockFile.of(place, options.waitForLock(), notes);
    try {
      if (Swap.isPossible(place)) {
        new Swap(place).tidy().forEach(notes);
      }
      return lock;
    } catch (IOException e) {
      lock.close();
      throw JobException.notWritten("output", options.output(), e);
    }
  }

  /**
   * Writes the table, and gives the rows that were written, for another look at them.
   *
   * @param verdict is called when the rows are written; before they are in place where that can be
   *     told apart, and then nothing is put in place if it throws. Not for increments
   */
  WrittenRows write(Dataset<Row> table, Runnable verdict) {
    if (options.increment().isPresent()) {
      incremental().write(table);
      return WrittenRows.scoredAgain();
    } else if (!isFolder()) {
      if (options.slice().isWholeTable()) {
        save(table, options.output(), saveMode());
      } else {
        TableFormat.of(options.outputFormat()).orElseThrow().replace(table, options);
      }
      verdict.run();
      return WrittenRows.scoredAgain();
    }
    WrittenRows written =
        addsRows() && options.show() > 0
            ? WrittenRows.newOf(options, place())
            : WrittenRows.allOf(options, place());
    boolean complete = false;
    try {
      put(table, verdict);
      complete = true;
    } catch (IOException e) {
      throw JobException.notWritten("output", options.output(), e);
    } finally {
      if (!complete && !existed) {
        removeEmptyFolder();
      }
    }
    return written;
  }

  private void put(Dataset<Row> table, Runnable verdict) throws IOException {
    Consumer<Path> content =
        folder -> {
          save(table, folder.toString(), SaveMode.Append);
          verdict.run();
          if (!existed && options.mode() != WriteMode.OVERWRITE && place().exists()) {
            throw JobException.outputExists(options.output());
          }
        };
    if (!options.slice().isWholeTable()) {
      SliceFolders folders =
          SliceFolders.of(
              table.sparkSession(), options.slice(), options.partitionColumns(), table.schema());
      if (Swap.isPossible(place())) {
        new Swap(place()).replace(content, folders);
      } else {
        addAndRemove(table, folders);
        verdict.run();
      }
    } else if (isSwapped(table.sparkSession())) {
      // Spark would delete the old table first, and lose it where the job then fails.
      new Swap(place()).replace(content);
    } else {
      save(table, options.output(), saveMode());
      verdict.run();
    }
  }

  /**
   * Where folders cannot be renamed: the slice's new files beside its old ones, which are then
   * deleted. A run that is killed in between leaves both, and the next one deletes both.
   */
  private void addAndRemove(Dataset<Row> table, SliceFolders folders) throws IOException {
    FileSystem files = place().files();
    List<Path> old = new ArrayList<>();
    for (String folder : folders.below(files, place().path())) {
      old.addAll(new ExistingOutput(place().child(folder)).dataFiles(Integer.MAX_VALUE));
    }
    save(table, options.output(), SaveMode.Append);
    for (Path file : old) {
      files.delete(file, false);
    }
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
            .partitionBy(options.partitionColumns(table.schema()).toArray(String[]::new));
    if (path.isEmpty()) {
      writer.save();
    } else {
      writer.save(path);
    }
  }

  /** Spark itself replaces only the partitions written, at the end, under dynamic overwriting. */
  private boolean isDynamic(SparkSession spark) {
    String overwriting =
        options
            .outputOption("partitionOverwriteMode")
            .orElseGet(() -> spark.conf().get("spark.sql.sources.partitionOverwriteMode"));
    return existed
        && isReplaced()
        && !options.partitionBy().isEmpty()
        && overwriting.equalsIgnoreCase("dynamic");
  }

  private boolean isSwapped(SparkSession spark) {
    return !addsRows() && !isDynamic(spark) && Swap.isPossible(place());
  }

  private boolean addsRows() {
    return existed && options.mode() == WriteMode.APPEND;
  }

  /** Whether nothing of what is there stays. */
  private boolean isReplaced() {
    return options.mode() == WriteMode.OVERWRITE && options.slice().isWholeTable();
  }

  /** An aborted write leaves an empty folder, which the next run would take for an output. */
  private void removeEmptyFolder() {
    FileSystem files = place().files();
    Path folder = place().path();
    try {
      if (files.exists(folder) && files.getContentSummary(folder).getFileCount() == 0) {
        files.delete(folder, true);
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
