package io.forwardpass.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Writes the reports of real runs, for a real browser to open their pages: below {@code
 * target/report-pages} a JSON and a page for each way to end, and for names of every kind.
 *
 * <p>{@code mvn -B -q test-compile exec:exec@report-pages}; {@code src/test/python/pages.py} opens
 * them.
 */
final class ReportPages {
  private static final Path FOLDER = Path.of("target/report-pages");
  private static final String LONG = "measured_in_millimetres_from_the_base_of_the_bill_".repeat(3);

  private final SparkSession spark;
  private int pages;

  private ReportPages(SparkSession spark) {
    this.spark = spark;
  }

  public static void main(String[] arguments) throws Exception {
    Files.createDirectories(FOLDER);
    SparkSession spark = EmbeddedSpark.open();
    ReportPages pages = new ReportPages(spark);
    pages.write();
    spark.stop();
    System.out.println(pages.pages + " pages written to " + FOLDER);
  }

  private void write() {
    write("succeeded", 0, "--mode=overwrite", "--on-invalid=null");
    write("skipped", 0, "--mode=ignore");
    write("failed", 65, "--mode=overwrite");
    write("unread", 66, "--model=s3/nowhere/" + LONG + ".keras");
    write("empty", 0, "--mode=overwrite", "--where=false");
    String table = odd("<script>alert(1)</script>");
    write(
        "markup",
        0,
        "--mode=overwrite",
        "--on-invalid=null",
        "--input=" + table,
        "--features=<script>alert(1)</script>,bill_depth_mm,flipper_length_mm,body_mass_g",
        "--labels=<img src=x onerror=alert(1)>,\"b\",</style><b>c",
        "--probabilities=array");
    String wide = odd(LONG);
    write(
        "long",
        0,
        "--mode=overwrite",
        "--on-invalid=null",
        "--input=" + wide,
        "--features=" + LONG + ",bill_depth_mm,flipper_length_mm,body_mass_g",
        "--labels=" + LONG + ",b,c",
        "--label-column=label");
    writeLabelled();
    writeWide();
    writeDrift();
  }

  /** Two of three species against all, and a page of a gate that this fails. */
  private void writeDrift() {
    String profile = FOLDER.resolve("profile").toString();
    CommandLineRun run =
        CommandLineRun.of(
            "profile",
            "--model=" + Penguins.MODEL,
            "--input=" + Penguins.TABLE,
            "--features=" + Penguins.FEATURES,
            "--labels=Adelie,Chinstrap,Gentoo",
            "--output=" + profile,
            "--overwrite");
    if (run.code() != 0) {
      throw new IllegalStateException("no profile: " + run.err());
    }
    String where = "--where=species <> 'Adelie' or bill_length_mm is null";
    write("drift", 0, "--mode=overwrite", "--on-invalid=null", "--profile=" + profile, where);
    write(
        "drift-gate",
        79,
        "--mode=overwrite",
        "--on-invalid=null",
        "--profile=" + profile,
        "--max-psi=0.2",
        where);
  }

  /** Where every ninth penguin is said to be of another species, some of one that is no class. */
  private void writeLabelled() {
    String table = FOLDER.resolve("table-labelled").toString();
    spark
        .read()
        .parquet(Penguins.TABLE)
        .selectExpr(
            "*",
            "case when id % 9 = 0 then 'Chinstrap' when id % 50 = 1 then 'Emperor'"
                + " when id % 51 = 1 then null else species end as seen")
        .write()
        .mode("overwrite")
        .parquet(table);
    write(
        "evaluated",
        0,
        "--mode=overwrite",
        "--on-invalid=null",
        "--input=" + table,
        "--label-column=seen",
        "--min-rows=100",
        "--max-invalid-ratio=0.1");
    write("gated", 79, "--mode=overwrite", "--on-invalid=null", "--min-rows=1000");
  }

  /** The penguins with another name for a feature that two rows lack. */
  private String odd(String column) {
    String table = FOLDER.resolve("table-" + column.length()).toString();
    spark
        .read()
        .parquet(Penguins.TABLE)
        .withColumnRenamed("bill_length_mm", column)
        .withColumn("label", functions.lit(LONG))
        .write()
        .mode("overwrite")
        .parquet(table);
    return table;
  }

  /** A wider model with more classes, whose last row holds NaN. */
  private void writeWide() {
    String table = FOLDER.resolve("table-wide").toString();
    spark
        .range(2000)
        .selectExpr("id", "transform(sequence(1, 784), i -> float(sin(id * i) * id)) x")
        .unionAll(spark.range(1).selectExpr("id", "array_repeat(float('NaN'), 784) x"))
        .selectExpr("*", "id % 10 as label")
        .write()
        .mode("overwrite")
        .parquet(table);
    write(
        "wide",
        0,
        "--mode=overwrite",
        "--on-invalid=drop",
        "--model=src/test/resources/benchmark/wide.keras",
        "--set=labels=",
        "--input=" + table,
        "--features=x",
        "--label-column=label");
  }

  private void write(String name, int code, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--report=" + FOLDER.resolve(name + ".json"));
    CommandLineRun run = Penguins.score(FOLDER.resolve("scored"), all.toArray(String[]::new));
    if (run.code() != code) {
      throw new IllegalStateException(name + " ended with " + run.code() + ": " + run.err());
    }
    pages++;
  }
}
