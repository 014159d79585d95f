package io.forwardpass.spark.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Parquet files of a writer that is not Spark's: nothing in their footers speaks of Spark. */
final class ForeignFile {

  /** The footer's length and the magic bytes. */
  private static final int TAIL = 8;

  private ForeignFile() {}

  /** Rows with {@code feature} and a {@code day} from {@code first} on, in days since 1970. */
  static Path withDates(Path file, int rows, int first) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message rows { optional float feature; optional int32 day (DATE); }");
    Files.createDirectories(file.getParent());
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(
                HadoopOutputFile.fromPath(
                    new org.apache.hadoop.fs.Path(file.toUri()), new Configuration(false)))
            .withType(schema)
            .withRowGroupSize(8000L)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .build()) {
      for (int row = 0; row < rows; row++) {
        writer.write(groups.newGroup().append("feature", row / 1000f).append("day", first + row));
      }
    }
    return file;
  }

  /** Rows with a {@code feature} in plain pages and {@code x} in BYTE_STREAM_SPLIT ones. */
  static Path byteStreamSplit(Path file, int rows) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message rows { optional boolean feature; optional double x; }");
    Files.createDirectories(file.getParent());
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(
                HadoopOutputFile.fromPath(
                    new org.apache.hadoop.fs.Path(file.toUri()), new Configuration(false)))
            .withType(schema)
            .withExtraMetaData(Map.of("org.apache.spark.version", "4.1.0"))
            .withRowGroupSize(8000L)
            .withDictionaryEncoding(false)
            .withByteStreamSplitEncoding(true)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .build()) {
      for (int row = 0; row < rows; row++) {
        writer.write(groups.newGroup().append("feature", row % 2 == 0).append("x", row / 7.0));
      }
    }
    return file;
  }

  /** Writes the footers of all Parquet files of a folder anew, as {@code change} leaves them. */
  static void changeFooters(Path folder, Consumer<FileMetaData> change) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.getFileName().toString().endsWith(".parquet")).toList();
    }
    for (Path file : files) {
      changeFooter(file, change);
    }
  }

  private static void changeFooter(Path file, Consumer<FileMetaData> change) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - TAIL);
    int start = bytes.length - TAIL - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, length));
    change.accept(footer);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(bytes, 0, start);
    Util.writeFileMetaData(footer, changed);
    ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
    tail.putInt(changed.size() - start).put(bytes, bytes.length - Integer.BYTES, Integer.BYTES);
    changed.write(tail.array());
    Files.write(file, changed.toByteArray());
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }
}
