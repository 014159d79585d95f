package io.forwardpass.spark.parquet;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.util.SerializableConfiguration;
import scala.Function1;
import scala.collection.Iterator;

/**
 * The columns of a written table that its input files hold already: they are copied as they are
 * stored, or decoded where a file does not store them as the output would.
 */
public final class PassThrough implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> columns;
  private final Function1<PartitionedFile, Iterator<InternalRow>> reader;
  private final SerializableConfiguration conf;
  private final Calendars calendars;

  /**
   * The rebase modes in which files are read that do not say which calendar is theirs.
   *
   * @param dates for dates and for timestamps in INT64
   * @param int96 for timestamps in INT96
   */
  public record Calendars(String dates, String int96) implements Serializable {}

  /**
   * Columns by their names in the input.
   *
   * @param reader gives a file's batches of just these columns, in this order
   * @param conf opens the input's files
   */
  public PassThrough(
      List<String> columns,
      Function1<PartitionedFile, Iterator<InternalRow>> reader,
      SerializableConfiguration conf,
      Calendars calendars) {
    this.columns = new ArrayList<>(columns);
    this.reader = reader;
    this.conf = conf;
    this.calendars = calendars;
  }

  List<String> columns() {
    return columns;
  }

  Function1<PartitionedFile, Iterator<InternalRow>> reader() {
    return reader;
  }

  SerializableConfiguration conf() {
    return conf;
  }

  Calendars calendars() {
    return calendars;
  }
}
