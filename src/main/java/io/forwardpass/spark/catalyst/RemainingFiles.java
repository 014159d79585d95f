package io.forwardpass.spark.catalyst;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.FileStatusWithMetadata;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/**
 * A table's files without some.
 *
 * @param excluded paths
 */
record RemainingFiles(FileIndex all, Set<String> excluded) implements FileIndex {
  RemainingFiles {
    excluded = Set.copyOf(excluded);
  }

  @Override
  public Seq<Path> rootPaths() {
    return all.rootPaths();
  }

  @Override
  public Seq<PartitionDirectory> listFiles(Seq<Expression> folders, Seq<Expression> data) {
    List<PartitionDirectory> remaining = new ArrayList<>();
    for (PartitionDirectory folder : Seqs.list(all.listFiles(folders, data))) {
      List<FileStatusWithMetadata> files =
          Seqs.list(folder.files()).stream()
              .filter(file -> !excluded.contains(file.getPath().toString()))
              .toList();
      remaining.add(folder.copy(folder.values(), Seqs.of(files)));
    }
    return Seqs.of(remaining);
  }

  @Override
  public String[] inputFiles() {
    return Arrays.stream(all.inputFiles())
        .filter(file -> !excluded.contains(new Path(URI.create(file)).toString()))
        .toArray(String[]::new);
  }

  @Override
  public void refresh() {
    all.refresh();
  }

  @Override
  public long sizeInBytes() {
    return all.sizeInBytes();
  }

  @Override
  public StructType partitionSchema() {
    return all.partitionSchema();
  }
}
