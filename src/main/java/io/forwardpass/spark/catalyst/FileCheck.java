package io.forwardpass.spark.catalyst;

import java.io.FileNotFoundException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.hdfs.BlockMissingException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.SchemaColumnConvertNotSupportedException;
import scala.Function1;
import scala.collection.Iterator;

/** Reads files to their ends, and says which are not what they ought to be. */
final class FileCheck implements FlatMapFunction<FilePartition, InputFiles.Unreadable> {
  private static final long serialVersionUID = 1L;

  /** What does not speak of a file's bytes, and may not be so another time. */
  private static final List<Class<? extends Exception>> OF_THE_WAY =
      List.of(
          AccessControlException.class,
          AccessDeniedException.class,
          BlockMissingException.class,
          FileNotFoundException.class,
          InterruptedIOException.class,
          SocketException.class,
          TaskKilledException.class,
          UnknownHostException.class);

  private final Function1<PartitionedFile, Iterator<InternalRow>> reader;

  FileCheck(Function1<PartitionedFile, Iterator<InternalRow>> reader) {
    this.reader = reader;
  }

  @Override
  public java.util.Iterator<InputFiles.Unreadable> call(FilePartition part) throws Exception {
    List<InputFiles.Unreadable> unreadable = new ArrayList<>();
    for (PartitionedFile file : part.files()) {
      fault(file)
          .ifPresent(
              reason ->
                  unreadable.add(new InputFiles.Unreadable(file.toPath().toString(), reason)));
    }
    return unreadable.iterator();
  }

  @SuppressWarnings("CatchingUnchecked") // Scala throws checked exceptions undeclared
  private Optional<String> fault(PartitionedFile file) throws Exception {
    try {
      Iterator<InternalRow> rows = reader.apply(file);
      while (rows.hasNext()) {
        rows.next();
      }
      return Optional.empty();
    } catch (Exception e) {
      List<Throwable> chain = ExceptionUtils.getThrowableList(e);
      if (chain.stream().anyMatch(SchemaColumnConvertNotSupportedException.class::isInstance)) {
        return Optional.empty();
      } else if (chain.stream().anyMatch(FileCheck::isOfTheWay)) {
        throw e;
      }
      Throwable cause = chain.get(chain.size() - 1);
      return Optional.of(
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }
  }

  private static boolean isOfTheWay(Throwable cause) {
    return OF_THE_WAY.stream().anyMatch(kind -> kind.isInstance(cause));
  }
}
