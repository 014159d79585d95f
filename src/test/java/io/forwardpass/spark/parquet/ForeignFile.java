package io.forwardpass.spark.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Parquet files of a writer that is not Spark's: nothing in their footers speaks of Spark. */
final class ForeignFile {
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
}
