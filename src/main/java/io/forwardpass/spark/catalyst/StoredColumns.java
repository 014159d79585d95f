package io.forwardpass.spark.catalyst;

import io.forwardpass.spark.parquet.PassThrough;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.apache.spark.sql.catalyst.FileSourceOptions;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetOptions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.collection.immutable.Map;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Columns of a Parquet scan that are written as they are read, and that scoring does not need.
 *
 * @param schema the columns, as they are read
 */
record StoredColumns(HadoopFsRelation relation, StructType schema) {

  /** A forward pass that does without them, and they. */
  record Split(ForwardPassExec forwardPass, StoredColumns stored) {}

  /** Splits them off, if what is written is a forward pass over whole row groups. */
  static Optional<Split> split(SparkPlan written) {
    return written instanceof ForwardPassExec forwardPass
            && forwardPass.keepsAllRows()
            && forwardPass.child() instanceof FileSourceScanExec scan
            && readsWholeRowGroups(scan)
        ? split(forwardPass, scan)
        : Optional.empty();
  }

  private static boolean readsWholeRowGroups(FileSourceScanExec scan) {
    HadoopFsRelation relation = scan.relation();
    FileSourceOptions options = new FileSourceOptions(relation.options());
    return relation.fileFormat().getClass().equals(ParquetFileFormat.class)
        && scan.dataFilters().isEmpty()
        && !scan.bucketedScan()
        && !options.ignoreCorruptFiles()
        && !options.ignoreMissingFiles()
        && !SQLConf.get().parquetFieldIdReadEnabled();
  }

  private static Optional<Split> split(ForwardPassExec forwardPass, FileSourceScanExec scan) {
    HadoopFsRelation relation = scan.relation();
    StructType schema = new StructType();
    List<Attribute> left = new ArrayList<>();
    for (Attribute column : forwardPass.keptColumns()) {
      Optional<StructField> stored = stored(column, scan);
      if (stored.isPresent()) {
        schema = schema.add(stored.get());
      } else {
        left.add(column);
      }
    }
    if (schema.isEmpty() || !relation.fileFormat().supportBatch(relation.sparkSession(), schema)) {
      return Optional.empty();
    }
    FileSourceScanExec narrow = narrow(scan, forwardPass, left);
    return narrow.supportsColumnar()
        ? Optional.of(
            new Split(forwardPass.keeping(narrow, left), new StoredColumns(relation, schema)))
        : Optional.empty();
  }

  /** The column of the files that an attribute is, unless it is a partition's or metadata. */
  private static Optional<StructField> stored(Attribute column, FileSourceScanExec scan) {
    boolean isInFiles =
        Arrays.asList(scan.relation().dataSchema().fieldNames()).contains(column.name())
            && !Arrays.asList(scan.relation().partitionSchema().fieldNames())
                .contains(column.name());
    return isInFiles
        ? Arrays.stream(scan.requiredSchema().fields())
            .filter(field -> field.name().equals(column.name()))
            .findFirst()
        : Optional.empty();
  }

  /** The scan of what scoring reads and of the columns {@code left}. */
  private static FileSourceScanExec narrow(
      FileSourceScanExec scan, ForwardPassExec forwardPass, List<Attribute> left) {
    List<Attribute> output =
        Seqs.list(scan.output()).stream()
            .filter(column -> forwardPass.reads(column) || Attributes.contains(left, column))
            .toList();
    StructType required = new StructType();
    for (StructField field : scan.requiredSchema().fields()) {
      if (output.stream().anyMatch(column -> column.name().equals(field.name()))) {
        required = required.add(field);
      }
    }
    FileSourceScanExec narrow =
        scan.copy(
            scan.relation(),
            scan.stream(),
            Seqs.of(output),
            required,
            scan.partitionFilters(),
            scan.optionalBucketSet(),
            scan.optionalNumCoalescedBuckets(),
            scan.dataFilters(),
            scan.tableIdentifier(),
            scan.disableBucketedScan());
    narrow.copyTagsFrom(scan);
    return narrow;
  }

  /** How tasks get at them. */
  PassThrough passThrough() {
    java.util.Map<String, String> options =
        new HashMap<>(CollectionConverters.asJava(relation.options()));
    options.put(FileFormat.OPTION_RETURNING_BATCH(), "true");
    SerializableConfiguration conf =
        new SerializableConfiguration(
            relation.sparkSession().sessionState().newHadoopConfWithOptions(relation.options()));
    // Spark 4.1's vectorized reader takes DELTA_BYTE_ARRAY values of uncompressed pages from the
    // wrong place in buffers that are parts of larger ones, as those of vectored reads may be.
    conf.value().setBoolean(ParquetInputFormat.HADOOP_VECTORED_IO_ENABLED, false);
    ParquetOptions reading = new ParquetOptions(relation.options(), SQLConf.get());
    return new PassThrough(
        Arrays.asList(schema.fieldNames()),
        relation
            .fileFormat()
            .buildReaderWithPartitionValues(
                relation.sparkSession(),
                relation.dataSchema(),
                new StructType(),
                schema,
                Seqs.of(List.of()),
                Map.from(CollectionConverters.asScala(options)),
                conf.value()),
        conf,
        new PassThrough.Calendars(
            reading.datetimeRebaseModeInRead(), reading.int96RebaseModeInRead()));
  }
}
