package io.forwardpass.spark.catalyst;

import io.forwardpass.spark.parquet.ColumnarFiles;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.ColumnarRule;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.WriteFilesExec;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.internal.SQLConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.PartialFunction;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Puts {@link ColumnarWriteFilesExec} in the place of Spark's {@code WriteFiles} where scored
 * batches go into Parquet files. Elsewhere Spark's own writer stays, and the log says why, once.
 */
final class ColumnarWrite extends ColumnarRule {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ColumnarWrite.class);

  /** A session's key: false leaves all writing to Spark. */
  static final String ENABLED = "spark.forwardpass.columnarWrite";

  private final SparkSession session;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  ColumnarWrite(SparkSession session) {
    this.session = session;
  }

  @Override
  public Rule<SparkPlan> preColumnarTransitions() {
    return new Rule<>() {
      @Override
      public SparkPlan apply(SparkPlan plan) {
        return plan.transformUp(replace);
      }
    };
  }

  private final PartialFunction<SparkPlan, SparkPlan> replace =
      new AbstractPartialFunction<>() {
        @Override
        public boolean isDefinedAt(SparkPlan plan) {
          return plan instanceof WriteFilesExec write && scores(write.child()) && isPossible(write);
        }

        @Override
        public SparkPlan apply(SparkPlan plan) {
          return columnar((WriteFilesExec) plan);
        }
      };

  private static SparkPlan columnar(WriteFilesExec write) {
    WrittenBatches batches = WrittenBatches.of(write).orElseThrow();
    WrittenBatches.Slim slim =
        isCutByRecords(write) ? new WrittenBatches.Slim(batches, Optional.empty()) : batches.slim();
    return new ColumnarWriteFilesExec(
        slim.batches().plan(), slim.batches().sources(), slim.stored());
  }

  private static boolean isCutByRecords(WriteFilesExec write) {
    return SQLConf.get().maxRecordsPerFile() > 0
        || CollectionConverters.asJava(write.options()).keySet().stream()
            .anyMatch("maxRecordsPerFile"::equalsIgnoreCase);
  }

  private static boolean scores(SparkPlan plan) {
    return plan instanceof ForwardPassExec
        || Seqs.list(plan.children()).stream().anyMatch(ColumnarWrite::scores);
  }

  private boolean isPossible(WriteFilesExec write) {
    Optional<String> obstacle = obstacle(session, write);
    obstacle
        .filter(told::add)
        .ifPresent(reason -> LOG.info("Spark's writer writes the scored rows: {}.", reason));
    return obstacle.isEmpty();
  }

  /** Why Spark's own writer writes, if it does. */
  static Optional<String> obstacle(SparkSession session, WriteFilesExec write) {
    if (!Boolean.parseBoolean(session.conf().get(ENABLED, "true"))) {
      return Optional.of(ENABLED + " is false");
    } else if (!write.fileFormat().getClass().equals(ParquetFileFormat.class)) {
      return Optional.of("the format is " + write.fileFormat());
    } else if (write.bucketSpec().isDefined()) {
      return Optional.of("the output is bucketed");
    } else if (WrittenBatches.of(write).isEmpty()) {
      return Optional.of(
          write.partitionColumns().isEmpty()
              ? write.child().nodeName() + " gives rows"
              : "a batch may lie in several folders");
    }
    Configuration conf = session.sessionState().newHadoopConfWithOptions(write.options());
    return ColumnarFiles.obstacle(conf, write.child().schema());
  }
}
