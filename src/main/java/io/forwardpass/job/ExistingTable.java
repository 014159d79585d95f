package io.forwardpass.job;

import io.forwardpass.spark.ColumnName;
import io.forwardpass.spark.Resolver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table that rows are appended to, known from one of its files: Spark itself appends anything,
 * and whoever reads the table afterwards finds out.
 *
 * @param place the table's folder
 * @param file one of its data files
 */
record ExistingTable(SparkSession spark, ScoreOptions options, Place place, Path file) {
  private static final Pattern EXTENSION =
      Pattern.compile(".*\\.(parquet|orc|csv|json|avro|txt|xml)(\\.\\w+)?");

  /** As many rows tell the columns of a JSON file. */
  private static final int ROWS = 100;

  /** Throws where rows of this schema would not fit. */
  void check(StructType written) {
    String format = options.outputFormat().toLowerCase(Locale.ROOT);
    Matcher extension = EXTENSION.matcher(file.getName());
    if (extension.matches() && !extension.group(1).replace("txt", "text").equals(format)) {
      throw JobException.cannotAppend(place.uri(), format, "it holds " + file.getName());
    }
    List<String> partitions = options.partitionColumns(written);
    if (!partitionColumns().equals(partitions)) {
      throw JobException.appendPartitions(place.uri(), partitionColumns(), partitions);
    }
    StructType stored = new StructType();
    for (StructField field : written.fields()) {
      stored = ColumnName.in(partitions, field.name()).isPresent() ? stored : stored.add(field);
    }
    compare(format, stored);
  }

  /** Whether the file tells anything: one that was damaged in a slice goes with the slice. */
  boolean isReadable() {
    try {
      read();
      return true;
    } catch (JobException damaged) {
      return false;
    }
  }

  /** The columns that the folders above the file stand for. */
  private List<String> partitionColumns() {
    List<String> columns = new ArrayList<>();
    for (Path folder = file.getParent();
        folder != null && !folder.equals(place.path());
        folder = folder.getParent()) {
      FolderName.of(folder.getName()).ifPresent(name -> columns.add(0, name.column()));
    }
    return columns;
  }

  private void compare(String format, StructType stored) {
    Optional<String> difference =
        switch (format) {
          case "parquet", "orc" -> inNames(stored, read()).or(() -> inTypes(stored, read()));
          case "avro" -> inNames(stored, read());
          case "csv" -> inPlaces(stored, read());
          case "json" -> onlyThere(stored, readJson());
          default -> Optional.empty();
        };
    if (difference.isPresent()) {
      throw JobException.appendColumns(place.uri(), difference.get());
    }
  }

  private DataFrameReader reader() {
    return spark.read().format(options.outputFormat()).options(options.outputOptions());
  }

  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private StructType read() {
    try {
      return reader().load(Place.literal(file)).schema();
    } catch (Exception e) {
      throw JobException.cannotAppend(
          place.uri(), options.outputFormat(), JobException.wholeLine(e.getMessage()));
    }
  }

  /** Fields that are null are not written: the file tells no more than some of its columns. */
  @SuppressWarnings("CatchingUnchecked") // Scala throws Spark's checked exceptions undeclared
  private StructType readJson() {
    try {
      return reader()
          .json(spark.read().text(Place.literal(file)).as(Encoders.STRING()).limit(ROWS))
          .schema();
    } catch (Exception e) {
      throw JobException.cannotAppend(
          place.uri(), options.outputFormat(), JobException.wholeLine(e.getMessage()));
    }
  }

  private static Optional<String> inNames(StructType stored, StructType there) {
    List<String> names = Arrays.asList(there.fieldNames());
    for (String name : stored.fieldNames()) {
      if (ColumnName.in(names, name).isEmpty()) {
        return Optional.of("'%s' is not there".formatted(name));
      }
    }
    return onlyThere(stored, there);
  }

  private static Optional<String> onlyThere(StructType stored, StructType there) {
    List<String> names = Arrays.asList(stored.fieldNames());
    return Arrays.stream(there.fieldNames())
        .filter(name -> ColumnName.in(names, name).isEmpty())
        .findFirst()
        .map("'%s' is there, and would not be written"::formatted);
  }

  private static Optional<String> inTypes(StructType stored, StructType there) {
    for (StructField field : stored.fields()) {
      for (StructField other : there.fields()) {
        String type = field.dataType().catalogString();
        if (Resolver.active().same(other.name(), field.name())
            && !other.dataType().catalogString().equals(type)) {
          return Optional.of(
              "'%s' is of type %s there, and would be written as %s"
                  .formatted(field.name(), other.dataType().catalogString(), type));
        }
      }
    }
    return Optional.empty();
  }

  /** CSV has no types, and columns are told by their places; a header is there where asked for. */
  private Optional<String> inPlaces(StructType stored, StructType there) {
    if (there.isEmpty()) {
      return Optional.empty();
    } else if (there.size() != stored.size()) {
      return Optional.of(
          "%s columns are there, and %s would be written".formatted(there.size(), stored.size()));
    }
    boolean header = options.outputOption("header").filter("true"::equalsIgnoreCase).isPresent();
    for (int index = 0; header && index < stored.size(); index++) {
      String name = stored.fieldNames()[index];
      String other = there.fieldNames()[index];
      if (!Resolver.active().same(name, other)) {
        return Optional.of(
            "column %s is '%s' there, and would be '%s'".formatted(index + 1, other, name));
      }
    }
    return Optional.empty();
  }
}
