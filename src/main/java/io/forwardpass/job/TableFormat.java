package io.forwardpass.job;

import io.forwardpass.spark.ColumnName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Tables that replace a slice in one commit of their own; the user brings the package. */
enum TableFormat {
  DELTA {
    @Override
    boolean isThere(SparkSession spark, ScoreOptions options, Configuration hadoop) {
      return isDelta(Place.of("output", options.output(), hadoop));
    }

    @Override
    void replace(Dataset<Row> rows, ScoreOptions options) {
      rows.write()
          .format(options.outputFormat())
          .options(options.outputOptions())
          .option("replaceWhere", options.slice().sql(rows.schema()))
          .partitionBy(options.partitionColumns(rows.schema()).toArray(String[]::new))
          .mode(SaveMode.Overwrite)
          .save(options.output());
    }
  },
  ICEBERG {
    @Override
    boolean isThere(SparkSession spark, ScoreOptions options, Configuration hadoop) {
      return spark.catalog().tableExists(options.output());
    }

    @Override
    void replace(Dataset<Row> rows, ScoreOptions options) {
      if (!rows.sparkSession().catalog().tableExists(options.output())) {
        create(rows, options);
        return;
      }
      try {
        rows.writeTo(options.output())
            .options(options.outputOptions())
            .overwrite(options.slice().condition(rows.schema()));
      } catch (AnalysisException e) {
        throw new IllegalStateException(e);
      }
    }

    private void create(Dataset<Row> rows, ScoreOptions options) {
      List<Column> columns =
          options.partitionColumns().stream().map(ColumnName::quoted).map(functions::col).toList();
      rows.writeTo(options.output())
          .using("iceberg")
          .options(options.outputOptions())
          .partitionedBy(columns.get(0), columns.subList(1, columns.size()).toArray(Column[]::new))
          .createOrReplace();
    }
  };

  /** Whether the output is a table already. */
  abstract boolean isThere(SparkSession spark, ScoreOptions options, Configuration hadoop);

  /** Replaces the options' slice of the output, or makes the output of it. */
  abstract void replace(Dataset<Row> rows, ScoreOptions options);

  /** Whether a folder is a table of Delta's, not all of whose files count. */
  static boolean isDelta(Place place) {
    return place.child("_delta_log").exists();
  }

  static Optional<TableFormat> of(String format) {
    return Arrays.stream(values()).filter(f -> f.name().equalsIgnoreCase(format)).findFirst();
  }
}
