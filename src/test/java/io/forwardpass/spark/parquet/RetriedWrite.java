package io.forwardpass.spark.parquet;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A JVM of its own whose session tries tasks three times, and a write whose first attempts all fail
 * in the middle of a file.
 */
final class RetriedWrite {
  private static final int ROWS = 20_000;

  private RetriedWrite() {}

  static Process start(Path folder) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java") + ""));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            RetriedWrite.class.getName(),
            folder.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .directory(new File("").getAbsoluteFile())
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2,3]")
            .config("spark.ui.enabled", "false")
            .config("spark.hadoop.fs.breaking.impl", BreakingFileSystem.class.getName())
            .getOrCreate();
    AtomicInteger failures = new AtomicInteger();
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                failures.addAndGet(end.taskInfo().failed() ? 1 : 0);
              }
            });
    String input = arguments[0] + "/retried-input";
    String output = arguments[0] + "/retried-output";
    spark
        .range(0, ROWS, 1, 2)
        .selectExpr("id", "cast(sin(id) as float) feature", "id * 3 x")
        .write()
        .option("parquet.block.size", "8000")
        .parquet(input);
    Dataset<Row> scored = Writes.scored(spark.read().parquet(input));
    List<String> plans =
        Writes.plans(
            () -> {
              scored.write().option("parquet.block.size", "8000").parquet("breaking:" + output);
              return null;
            });
    if (plans.stream().noneMatch(plan -> plan.contains("ColumnarWriteFiles copies"))) {
      throw new IllegalStateException("not our writer: " + plans);
    }
    Written written = new Written(Path.of(output));
    if (written.names().size() != 3) {
      throw new IllegalStateException("more than two files and a _SUCCESS: " + written.names());
    }
    List<String> rows = Written.rows(spark.read().parquet(output));
    int right = rows.equals(Written.rows(scored)) ? rows.size() : 0;
    System.out.printf("%d attempts failed, %d rows are right%n", failures.get(), right);
    spark.stop();
  }
}
