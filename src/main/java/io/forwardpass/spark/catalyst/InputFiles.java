package io.forwardpass.spark.catalyst;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.FileScanRDD;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/** The files that a table is read from; none where it is not read from files. */
public record InputFiles(Dataset<Row> table) {

  /**
   * A file that cannot be read.
   *
   * @param file its path
   */
  public record Unreadable(String file, String reason) implements Serializable {}

  /** The paths of those of no bytes; Spark passes over them in silence. */
  public List<String> empty() {
    if (relations(execution().analyzed()).stream().allMatch(files -> empty(files).isEmpty())) {
      return List.of();
    }
    List<String> empty = new ArrayList<>();
    // Only a plan knows which folders would be read.
    for (FileSourceScanExec scan : scans(execution().sparkPlan())) {
      List<String> folders = folders(scan);
      empty(scan.relation()).stream()
          .filter(file -> folders.stream().anyMatch(file::startsWith))
          .forEach(empty::add);
    }
    return empty;
  }

  private static List<String> empty(HadoopFsRelation relation) {
    return relation.location() instanceof PartitioningAwareFileIndex index
        ? Seqs.list(index.allFiles()).stream()
            .filter(file -> file.getLen() == 0)
            .map(file -> file.getPath().toString())
            .toList()
        : List.of();
  }

  /** The paths of those that a scan reads. */
  private static List<String> folders(FileSourceScanExec scan) {
    PartitioningAwareFileIndex index = (PartitioningAwareFileIndex) scan.relation().location();
    if (index.partitionSpec().partitionColumns().isEmpty()) {
      return List.of("");
    }
    Set<InternalRow> read =
        Seqs.list(index.listFiles(scan.partitionFilters(), Seqs.of(List.of()))).stream()
            .map(PartitionDirectory::values)
            .collect(Collectors.toSet());
    return Seqs.list(index.partitionSpec().partitions()).stream()
        .filter(folder -> read.contains(folder.values()))
        .map(folder -> folder.path() + "/")
        .toList();
  }

  /** Whether a scan of the table would read none. */
  public boolean areNone() {
    return scans(execution().sparkPlan()).stream().allMatch(scan -> parts(scan).isEmpty());
  }

  private static List<FilePartition> parts(FileSourceScanExec scan) {
    return Seqs.list(((FileScanRDD) scan.inputRDDs().apply(0)).filePartitions());
  }

  private QueryExecution execution() {
    return ((org.apache.spark.sql.classic.Dataset<Row>) table).queryExecution();
  }

  private static List<HadoopFsRelation> relations(LogicalPlan plan) {
    List<HadoopFsRelation> relations = new ArrayList<>();
    if (plan instanceof LogicalRelation leaf && leaf.relation() instanceof HadoopFsRelation files) {
      relations.add(files);
    }
    Seqs.list(plan.children()).forEach(child -> relations.addAll(relations(child)));
    return relations;
  }

  private static List<FileSourceScanExec> scans(SparkPlan plan) {
    List<FileSourceScanExec> scans = new ArrayList<>();
    if (plan instanceof FileSourceScanExec scan) {
      scans.add(scan);
    }
    Seqs.list(plan.children()).forEach(child -> scans.addAll(scans(child)));
    return scans;
  }

  /**
   * Those of whose bytes the table's columns cannot be made. A Spark job reads each file to its
   * end; it fails where the way to a file does. A column of another type than the table's is no
   * fault of the bytes.
   */
  public List<Unreadable> unreadable() {
    Map<String, Unreadable> unreadable = new TreeMap<>();
    for (FileSourceScanExec scan : scans(execution().sparkPlan())) {
      List<FilePartition> parts = parts(scan);
      if (!parts.isEmpty()) {
        new JavaSparkContext(scan.sparkContext())
            .parallelize(parts, parts.size())
            .flatMap(new FileCheck(reader(scan)))
            .collect()
            .forEach(file -> unreadable.putIfAbsent(file.file(), file));
      }
    }
    return List.copyOf(unreadable.values());
  }

  private static Function1<PartitionedFile, Iterator<InternalRow>> reader(FileSourceScanExec scan) {
    HadoopFsRelation relation = scan.relation();
    Map<String, String> options = new HashMap<>(CollectionConverters.asJava(relation.options()));
    options.put(FileFormat.OPTION_RETURNING_BATCH(), "false");
    Configuration conf = scan.session().sessionState().newHadoopConfWithOptions(relation.options());
    return relation
        .fileFormat()
        .buildReaderWithPartitionValues(
            relation.sparkSession(),
            relation.dataSchema(),
            relation.partitionSchema(),
            scan.requiredSchema(),
            Seqs.of(List.of()),
            scala.collection.immutable.Map.from(CollectionConverters.asScala(options)),
            conf);
  }

  /** The table without the rows of some files. */
  public Dataset<Row> without(Set<String> files) {
    LogicalPlan plan =
        execution()
            .analyzed()
            .transform(
                new AbstractPartialFunction<LogicalPlan, LogicalPlan>() {
                  @Override
                  public boolean isDefinedAt(LogicalPlan plan) {
                    return plan instanceof LogicalRelation leaf
                        && leaf.relation() instanceof HadoopFsRelation;
                  }

                  @Override
                  public LogicalPlan apply(LogicalPlan plan) {
                    return without((LogicalRelation) plan, files);
                  }
                });
    return org.apache.spark.sql.classic.Dataset.ofRows((SparkSession) table.sparkSession(), plan);
  }

  private static LogicalRelation without(LogicalRelation leaf, Set<String> files) {
    HadoopFsRelation relation = (HadoopFsRelation) leaf.relation();
    return leaf.copy(
        relation.copy(
            new RemainingFiles(relation.location(), files),
            relation.partitionSchema(),
            relation.dataSchema(),
            relation.bucketSpec(),
            relation.fileFormat(),
            relation.options(),
            relation.sparkSession()),
        leaf.output(),
        leaf.catalogTable(),
        leaf.isStreaming(),
        leaf.stream());
  }
}
