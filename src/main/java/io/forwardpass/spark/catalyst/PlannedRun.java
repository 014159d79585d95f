package io.forwardpass.spark.catalyst;

import io.forwardpass.spark.parquet.RowGroupSizes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.FileScanRDD;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.WriteFilesExec;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What Spark would do to score a table and to write it: planned, not run. Files are listed, and of
 * Parquet files the footers of the largest are read.
 */
public final class PlannedRun {
  /** Row groups are alike within a table as a rule, and footers take time. */
  private static final int FOOTERS = 32;

  /** What is reckoned for a task's reading of a source that does not say: a stripe of ORC. */
  private static final long UNKNOWN_SOURCE = 64L << 20;

  /** What a writer fills before it compresses. */
  private static final int PAGE = 1 << 20;

  private final SparkSession session;
  private final SparkPlan plan;
  private final Configuration conf;

  private PlannedRun(SparkSession session, SparkPlan plan, Configuration conf) {
    this.session = session;
    this.plan = plan;
    this.conf = conf;
  }

  /**
   * The plan of {@code scored.write()}.
   *
   * @param format one of Spark's file formats; of other sinks, and with an empty path, the plan
   *     ends with the scored rows
   * @param path where it would be written; nothing is, and what is there is not looked at
   */
  public static PlannedRun of(
      Dataset<Row> scored,
      String format,
      Map<String, String> options,
      List<String> partitionBy,
      String path) {
    SparkSession session = (SparkSession) scored.sparkSession();
    QueryExecution scoring = ((org.apache.spark.sql.classic.Dataset<Row>) scored).queryExecution();
    Configuration conf =
        session
            .sessionState()
            .newHadoopConfWithOptions(
                scala.collection.immutable.Map.from(CollectionConverters.asScala(options)));
    if (path.isEmpty()) {
      return new PlannedRun(session, scoring.executedPlan(), conf);
    }
    Map<String, String> all = new LinkedHashMap<>(options);
    all.put("path", path);
    DataSource sink =
        new DataSource(
            session,
            format,
            Seqs.of(List.of()),
            Option.empty(),
            Seqs.of(partitionBy),
            Option.empty(),
            scala.collection.immutable.Map.from(CollectionConverters.asScala(all)),
            Option.empty());
    LogicalPlan write = sink.planForWriting(SaveMode.ErrorIfExists, scoring.analyzed());
    return new PlannedRun(
        session,
        session.sessionState().executePlan(write, CommandExecutionMode.SKIP()).executedPlan(),
        conf);
  }

  /** As Spark's {@code EXPLAIN} shows it. */
  public String text() {
    return plan.treeString();
  }

  private <T> Optional<T> first(Class<T> node) {
    return nodes(plan).filter(node::isInstance).map(node::cast).findFirst();
  }

  private static Stream<SparkPlan> nodes(SparkPlan plan) {
    if (plan instanceof AdaptiveSparkPlanExec adaptive) {
      return nodes(adaptive.initialPlan());
    }
    return Stream.concat(
        Stream.of(plan), Seqs.list(plan.children()).stream().flatMap(PlannedRun::nodes));
  }

  private Optional<FileSourceScanExec> scan() {
    return first(FileSourceScanExec.class);
  }

  private boolean isParquet() {
    return scan()
        .filter(scan -> scan.relation().fileFormat().getClass().equals(ParquetFileFormat.class))
        .isPresent();
  }

  /** The columns that are decoded, folders' names left out; of another source than files, all. */
  public List<String> decoded() {
    return scan()
        .map(scan -> List.of(scan.requiredSchema().fieldNames()))
        .orElseGet(
            () ->
                first(ForwardPassExec.class).stream()
                    .flatMap(pass -> Seqs.list(pass.child().output()).stream())
                    .map(Attribute::name)
                    .toList());
  }

  /** The columns whose encoded chunks are copied from the input's files. */
  public List<String> copied() {
    return first(ColumnarWriteFilesExec.class).stream()
        .flatMap(write -> write.copied().stream())
        .toList();
  }

  /** Why rows are scored one by one; empty where batches of columns are. */
  public Optional<String> rowsBecause() {
    ForwardPassExec pass = first(ForwardPassExec.class).orElseThrow();
    if (pass.supportsColumnar()) {
      return Optional.empty();
    }
    SparkPlan below = pass.child();
    while (below instanceof WholeStageCodegenExec generated) {
      below = generated.child();
    }
    return Optional.of(
        below instanceof FileSourceScanExec scan
            ? "Spark reads these columns of " + scan.relation().fileFormat() + " as rows"
            : below.nodeName() + " gives rows");
  }

  /** Why Spark's own writer writes rows; empty where batches of columns are written. */
  public Optional<String> rowsWrittenBecause() {
    if (first(ColumnarWriteFilesExec.class).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        first(WriteFilesExec.class)
            .flatMap(write -> ColumnarWrite.obstacle(session, write))
            .orElse("the sink takes rows"));
  }

  /**
   * What the tasks read.
   *
   * @param tasks how many; 0 where that is known only when they run
   * @param files how many, parts of one counted once; 0 for other sources
   * @param bytes of the files in all
   * @param largest bytes that one task reads at most
   */
  public record Tasks(int tasks, int files, long bytes, long largest) {}

  /** The tasks, as Spark deals out the files. */
  public Tasks tasks() {
    List<List<PartitionedFile>> partitions = partitions();
    if (partitions.isEmpty()) {
      return new Tasks(0, 0, 0, 0);
    }
    Set<String> files = new TreeSet<>();
    long bytes = 0;
    long largest = 0;
    for (List<PartitionedFile> partition : partitions) {
      long task = partition.stream().mapToLong(PartitionedFile::length).sum();
      partition.forEach(file -> files.add(file.filePath().urlEncoded()));
      bytes += task;
      largest = Math.max(largest, task);
    }
    return new Tasks(partitions.size(), files.size(), bytes, largest);
  }

  private List<List<PartitionedFile>> partitions() {
    Optional<RDD<InternalRow>> rows = scan().map(FileSourceScanExec::inputRDD);
    if (rows.isEmpty() || !(rows.get() instanceof FileScanRDD files)) {
      return List.of();
    }
    List<List<PartitionedFile>> partitions = new ArrayList<>();
    for (FilePartition partition : Seqs.list(files.filePartitions())) {
      partitions.add(List.of(partition.files()));
    }
    return List.copyOf(partitions);
  }

  private List<Path> largestFiles() {
    Map<Path, Long> sizes = new LinkedHashMap<>();
    for (List<PartitionedFile> partition : partitions()) {
      partition.forEach(file -> sizes.put(file.toPath(), file.fileSize()));
    }
    return sizes.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(FOOTERS)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * What a task holds of the input at a time.
   *
   * @param stored bytes of the row group, compressed
   * @param pages bytes of pages that are decompressed
   * @param vectors bytes of a batch of decoded columns
   * @param isKnown whether these are of the files themselves
   */
  public record Reading(long stored, long pages, long vectors, boolean isKnown) {}

  /** What a task holds of the input, by the footers of the largest files. */
  public Reading reading() throws IOException {
    int batch = SQLConf.get().parquetVectorizedReaderBatchSize();
    if (isParquet()) {
      RowGroupSizes sizes = RowGroupSizes.of(largestFiles(), decoded(), conf);
      // Vectors of arrays double where they are full.
      long vectors = Math.round(2 * batch * sizes.rowBytes());
      return new Reading(sizes.stored(), sizes.pages(), vectors, true);
    }
    long row =
        scan().stream()
            .flatMap(scan -> Arrays.stream(scan.requiredSchema().fields()))
            .map(StructField::dataType)
            .mapToLong(type -> type.defaultSize() + 1L)
            .sum();
    return new Reading(UNKNOWN_SOURCE, 0, 2L * batch * row, false);
  }

  /**
   * What a task holds of the output at a time.
   *
   * @param rowGroup bytes that wait for the row group to be complete
   * @param pages bytes of the pages that are being filled
   */
  public record Writing(long rowGroup, long pages) {}

  /**
   * What a task holds of the output: a row group of what is not copied, but no more than the task
   * writes in all.
   *
   * @param rowBytes bytes of a row's predictions
   * @param columns of predictions
   */
  public Writing writing(int rowBytes, int columns) throws IOException {
    long block = conf.getLong("parquet.block.size", 128L << 20);
    List<String> copied = copied();
    if (!isParquet()) {
      return new Writing(block, (long) PAGE * columns);
    }
    List<String> kept =
        first(ForwardPassExec.class).stream()
            .flatMap(pass -> pass.keptColumns().stream())
            .map(Attribute::name)
            .toList();
    RowGroupSizes sizes = RowGroupSizes.of(largestFiles(), kept, conf);
    double row = rowBytes + sizes.rowBytes();
    double all = tasks().largest() * sizes.rowsPerByte() * row;
    // A file that cannot be copied from is decoded, into row groups of the usual size.
    double asSource = copied.isEmpty() ? 0 : sizes.rows() * (double) rowBytes;
    long rowGroup = Math.round(Math.max(Math.min(all, (double) block), asSource));
    return new Writing(rowGroup, Math.min(rowGroup, (long) PAGE * (columns + kept.size())));
  }
}
