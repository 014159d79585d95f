package io.forwardpass.spark.parquet;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.spark.rdd.InputFileBlockHolder;

/** The row groups of an input file that a task reads, for copying columns out of them. */
final class SourceFile implements AutoCloseable {

  /** A part of a file as Spark's scan deals it out. */
  record Split(String path, long start, long length) {

    /** The one that the last batch of the running task came from. */
    static Split current() {
      return new Split(
          InputFileBlockHolder.getInputFilePath().toString(),
          InputFileBlockHolder.getStartOffset(),
          InputFileBlockHolder.getLength());
    }

    Path file() {
      return new Path(URI.create(path));
    }
  }

  private final ParquetFileReader reader;
  private final SeekableInputStream stream;
  private final List<BlockMetaData> rowGroups;

  private SourceFile(ParquetFileReader reader, SeekableInputStream stream) {
    this.reader = reader;
    this.stream = stream;
    this.rowGroups =
        reader.getRowGroups().stream().filter(rowGroup -> rowGroup.getRowCount() > 0).toList();
  }

  static SourceFile open(Split split, FileStatus status, Configuration conf) throws IOException {
    HadoopInputFile file = HadoopInputFile.fromStatus(status, conf);
    // The row groups whose middle lies in the split: the rule by which Spark's reader takes them.
    ParquetFileReader reader =
        ParquetFileReader.open(
            file,
            HadoopReadOptions.builder(conf, split.file())
                .withRange(split.start(), split.start() + split.length())
                .build());
    return new SourceFile(reader, file.newStream());
  }

  String path() {
    return reader.getFile();
  }

  FileMetaData metaData() {
    return reader.getFileMetaData();
  }

  /** Those with rows. */
  List<BlockMetaData> rowGroups() {
    return rowGroups;
  }

  /** The header of a chunk's first page of values; none if it cannot be read. */
  Optional<PageHeader> firstPage(ColumnChunkMetaData chunk) {
    try {
      stream.seek(chunk.getFirstDataPageOffset());
      return Optional.of(Util.readPageHeader(stream));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Copies the chunks of a column, leaf by leaf, with their statistics and indexes.
   *
   * @param options of the output, which say whether their Bloom filters go with them
   */
  void copy(BlockMetaData rowGroup, String column, WriterOptions options, ParquetFileWriter to)
      throws IOException {
    for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
      if (chunk.getPath().toArray()[0].equals(column)) {
        ColumnDescriptor leaf =
            metaData().getSchema().getColumnDescription(chunk.getPath().toArray());
        boolean filtered = new ChunkForm(options, leaf).isBloomFiltered();
        to.appendColumnChunk(
            leaf,
            stream,
            chunk,
            filtered ? reader.readBloomFilter(chunk) : null,
            reader.readColumnIndex(chunk),
            reader.readOffsetIndex(chunk));
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (reader) {
      stream.close();
    }
  }
}
