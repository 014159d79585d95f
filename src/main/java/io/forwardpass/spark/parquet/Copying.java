package io.forwardpass.spark.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.sql.catalyst.util.RebaseDateTime.RebaseSpec;
import org.apache.spark.sql.execution.datasources.DataSourceUtils;
import org.apache.spark.sql.internal.SQLConf;
import scala.runtime.AbstractFunction1;

/**
 * Whether an input file stores columns just as the output would, so that their bytes can be copied:
 * written by Spark, with the same types, codec, pages and calendar, and in row groups of about the
 * size. Readers skip rows by statistics and indexes, and other writers mean other things by theirs.
 *
 * @param places where they stand in the output
 */
record Copying(
    FileSchema output, WriterOptions options, PassThrough passing, List<Integer> places) {

  /** Row groups of less than this part of a block are decoded and packed with their neighbours. */
  private static final int SMALL = 8;

  /** Row groups of more blocks than this are decoded and cut. */
  private static final int LARGE = 2;

  private static final String CORRECTED = "CORRECTED";

  /** Whether no row group of {@code file} can be large enough: its footer need not be read. */
  boolean isTooSmall(FileStatus file) {
    return file.getLen() < leastBytes();
  }

  /**
   * The schema that the output has if columns are copied from {@code file}; none if they cannot.
   */
  Optional<FileSchema> schema(SourceFile file) {
    return !areRenamed()
            && haveSize(file.rowGroups())
            && FileOrigin.of(file.metaData()).isSpark()
            && haveForm(file)
            && haveCalendar(file)
        ? withTypesOf(file.metaData().getSchema())
        : Optional.empty();
  }

  private List<String> columns() {
    return passing.columns();
  }

  private boolean areRenamed() {
    List<String> names = places.stream().map(output::name).toList();
    return !names.equals(columns());
  }

  /** Of a row group that is copied. */
  private long leastBytes() {
    return options.blockSize() / SMALL;
  }

  private boolean haveSize(List<BlockMetaData> rowGroups) {
    long bytes = rowGroups.stream().mapToLong(BlockMetaData::getCompressedSize).sum();
    return bytes >= leastBytes() * rowGroups.size()
        && rowGroups.stream()
            .allMatch(
                rowGroup ->
                    rowGroup.getCompressedSize() <= options.blockSize() * LARGE
                        && rowGroup.getRowCount()
                            <= options.properties().getRowGroupRowCountLimit());
  }

  private boolean isCopied(ColumnChunkMetaData chunk) {
    return columns().contains(chunk.getPath().toArray()[0]);
  }

  private boolean haveForm(SourceFile file) {
    MessageType schema = file.metaData().getSchema();
    List<ColumnChunkMetaData> chunks =
        file.rowGroups().stream()
            .flatMap(rowGroup -> rowGroup.getColumns().stream())
            .filter(this::isCopied)
            .toList();
    return chunks.stream()
            .allMatch(
                chunk ->
                    chunk.getTotalSize() <= Integer.MAX_VALUE
                        && form(schema.getColumnDescription(chunk.getPath().toArray())).fits(chunk))
        && chunks.stream().limit(1).allMatch(chunk -> haveChecksums(file, chunk));
  }

  private ChunkForm form(ColumnDescriptor column) {
    return new ChunkForm(options, column);
  }

  /** Footers say nothing of them; a writer gives them to all pages of a file or to none. */
  private boolean haveChecksums(SourceFile file, ColumnChunkMetaData chunk) {
    return file.firstPage(chunk)
        .map(page -> page.isSetCrc() == options.properties().getPageWriteChecksumEnabled())
        .orElse(false);
  }

  /** Spark shifts old dates on reading and on writing, as the files' metadata and its keys say. */
  private boolean haveCalendar(SourceFile file) {
    return columns().stream().noneMatch(this::hasDates)
        || (CORRECTED.equals(written(SQLConf.PARQUET_REBASE_MODE_IN_WRITE()))
            && CORRECTED.equals(written(SQLConf.PARQUET_INT96_REBASE_MODE_IN_WRITE()))
            && !SQLConf.get().isParquetINT96TimestampConversion()
            && isCorrected(file));
  }

  private boolean hasDates(String column) {
    return new MessageType(column, output.stored().getType(column))
        .getColumns().stream()
            .map(ColumnDescriptor::getPrimitiveType)
            .anyMatch(
                leaf ->
                    leaf.getPrimitiveTypeName() == PrimitiveTypeName.INT96
                        || leaf.getLogicalTypeAnnotation() instanceof DateLogicalTypeAnnotation
                        || leaf.getLogicalTypeAnnotation()
                            instanceof TimestampLogicalTypeAnnotation);
  }

  private static String written(ConfigEntry<?> mode) {
    return SQLConf.get().getConf(mode).toString();
  }

  private boolean isCorrected(SourceFile file) {
    Map<String, String> metadata = file.metaData().getKeyValueMetaData();
    AbstractFunction1<String, String> lookup =
        new AbstractFunction1<>() {
          @Override
          public String apply(String key) {
            return metadata.get(key);
          }
        };
    return isCorrected(DataSourceUtils.datetimeRebaseSpec(lookup, passing.calendars().dates()))
        && isCorrected(DataSourceUtils.int96RebaseSpec(lookup, passing.calendars().int96()));
  }

  private static boolean isCorrected(RebaseSpec spec) {
    return spec.mode().toString().equals(CORRECTED);
  }

  /** The output's schema where the file's columns are the same, but that they may be required. */
  private Optional<FileSchema> withTypesOf(MessageType file) {
    List<Type> types = new ArrayList<>(output.stored().getFields());
    for (String column : columns()) {
      int index = output.stored().getFieldIndex(column);
      List<Type> found =
          file.getFields().stream()
              .filter(type -> type.getName().equalsIgnoreCase(column))
              .toList();
      if (found.size() != 1 || !isSame(found.get(0), types.get(index))) {
        return Optional.empty();
      }
      types.set(index, found.get(0));
    }
    return Optional.of(
        new FileSchema(
            output.table(), new MessageType(output.stored().getName(), types), output.metadata()));
  }

  private static boolean isSame(Type stored, Type wanted) {
    return stored.equals(wanted)
        || (stored.isRepetition(Repetition.REQUIRED)
            && wanted.isRepetition(Repetition.OPTIONAL)
            && optional(stored).equals(wanted));
  }

  private static Type optional(Type type) {
    Type optional;
    if (type.isPrimitive()) {
      PrimitiveType leaf = type.asPrimitiveType();
      optional =
          Types.optional(leaf.getPrimitiveTypeName())
              .length(leaf.getTypeLength())
              .as(leaf.getLogicalTypeAnnotation())
              .named(leaf.getName());
    } else {
      optional =
          Types.optionalGroup()
              .as(type.getLogicalTypeAnnotation())
              .addFields(type.asGroupType().getFields().toArray(Type[]::new))
              .named(type.getName());
    }
    return type.getId() == null ? optional : optional.withId(type.getId().intValue());
  }
}
