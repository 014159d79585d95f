package io.forwardpass.spark.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/** The Parquet files that a write has left in a folder, as parquet-java and Spark see them. */
record Written(Path folder) {
  private static final Pattern TASK = Pattern.compile("part-(\\d+)-.*-c(\\d+)\\..*parquet");

  /** The names of all that a reader would see, and of what a writer should have removed. */
  List<String> names() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .map(path -> folder.relativize(path).toString())
          .filter(name -> !name.isEmpty() && !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  /** The files by task, each task's in the order of its rows. */
  SortedMap<Integer, List<Path>> tasks() throws IOException {
    SortedMap<Integer, List<Path>> tasks = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.sorted().toList()) {
        Matcher name = TASK.matcher(path.getFileName().toString());
        if (name.matches()) {
          tasks
              .computeIfAbsent(Integer.parseInt(name.group(1)), task -> new ArrayList<>())
              .add(path);
        }
      }
    }
    return tasks;
  }

  List<Path> files() throws IOException {
    return tasks().values().stream().flatMap(List::stream).toList();
  }

  static ParquetFileReader open(Path file) throws IOException {
    return ParquetFileReader.open(
        HadoopInputFile.fromPath(
            new org.apache.hadoop.fs.Path(file.toUri()), new Configuration(false)));
  }

  static ParquetMetadata footer(Path file) throws IOException {
    try (ParquetFileReader reader = open(file)) {
      return reader.getFooter();
    }
  }

  /** The header of a chunk's first page of values. */
  static PageHeader firstPage(Path file, ColumnChunkMetaData chunk) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      bytes.skipNBytes(chunk.getFirstDataPageOffset());
      return Util.readPageHeader(bytes);
    }
  }

  /** Where the pages of a column's chunks start, row group by row group. */
  List<List<Long>> pages(String column) throws IOException {
    List<List<Long>> pages = new ArrayList<>();
    for (Path file : files()) {
      try (ParquetFileReader reader = open(file)) {
        for (BlockMetaData rowGroup : reader.getRowGroups()) {
          for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
            if (chunk.getPath().toArray()[0].equals(column)) {
              OffsetIndex offsets = reader.readOffsetIndex(chunk);
              pages.add(
                  IntStream.range(0, offsets.getPageCount())
                      .mapToObj(offsets::getFirstRowIndex)
                      .toList());
            }
          }
        }
      }
    }
    return pages;
  }

  List<BlockMetaData> rowGroups() throws IOException {
    List<BlockMetaData> rowGroups = new ArrayList<>();
    for (Path file : files()) {
      rowGroups.addAll(footer(file).getBlocks());
    }
    return rowGroups;
  }

  MessageType schema() throws IOException {
    return footer(files().get(0)).getFileMetaData().getSchema();
  }

  /** All rows of a task, as parquet-java's example reader gives them, to the bit. */
  static List<List<Object>> groups(List<Path> files) throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    for (Path file : files) {
      try (ParquetReader<Group> reader =
          ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
              .build()) {
        for (Group row = reader.read(); row != null; row = reader.read()) {
          rows.add(values(row));
        }
      }
    }
    return rows;
  }

  private static List<Object> values(Group group) {
    List<Object> values = new ArrayList<>();
    GroupType type = group.getType();
    for (int field = 0; field < type.getFieldCount(); field++) {
      List<Object> repeated = new ArrayList<>();
      for (int at = 0; at < group.getFieldRepetitionCount(field); at++) {
        repeated.add(value(group, type.getType(field), field, at));
      }
      values.add(repeated);
    }
    return values;
  }

  private static Object value(Group group, Type type, int field, int at) {
    if (!type.isPrimitive()) {
      return values(group.getGroup(field, at));
    }
    return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> group.getBoolean(field, at);
      case INT32 -> group.getInteger(field, at);
      case INT64 -> group.getLong(field, at);
      case FLOAT -> Float.floatToRawIntBits(group.getFloat(field, at));
      case DOUBLE -> Double.doubleToRawLongBits(group.getDouble(field, at));
      case INT96 -> group.getInt96(field, at).copy();
      case BINARY, FIXED_LEN_BYTE_ARRAY -> group.getBinary(field, at).copy();
    };
  }

  Dataset<Row> read() {
    return SparkSession.active().read().parquet(folder.toString());
  }

  /** All rows as Spark's reader gives them, to the bit, in an order of their own. */
  List<String> rows() {
    return rows(read());
  }

  static List<String> rows(Dataset<Row> table) {
    byte[][] rows =
        table
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .map((InternalRow row) -> ((UnsafeRow) row).getBytes())
            .collect()
            .toArray(new byte[0][]);
    Arrays.sort(rows, Arrays::compare);
    return Arrays.stream(rows).map(HexFormat.of()::formatHex).toList();
  }
}
