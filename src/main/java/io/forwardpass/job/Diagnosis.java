package io.forwardpass.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a checkup says of the runs that are to come: one finding a check and place. */
final class Diagnosis {
  /** Below it the native libraries do not load. */
  private static final double LEAST_GLIBC = 2.27;

  private static final int LEAST_JAVA = 17;

  /** What JavaCPP unpacks. */
  private static final long UNPACKED = 400L << 20;

  /** Locks count on clocks that agree to less than a minute. */
  private static final long SKEW_MILLIS = 5_000;

  private static final long LARGEST_SKEW_MILLIS = 60_000;

  private final Checkup checkup;
  private final Executors asked;
  private final List<Finding> findings = new ArrayList<>();

  /** How bad it is. */
  enum Verdict {
    OK,
    WARN,
    FAIL;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What was found.
   *
   * @param remedy what to set; empty where all is well
   */
  record Finding(String check, String place, String value, Verdict verdict, String remedy) {}

  /** What is found of one JVM. */
  private record Result(String value, Verdict verdict, String remedy) {
    static Result ok(String value) {
      return new Result(value, Verdict.OK, "");
    }

    static Result okIf(boolean good, String value, Verdict otherwise, String remedy) {
      return good ? ok(value) : new Result(value, otherwise, remedy);
    }
  }

  /**
   * @param memory what the model needs; empty where there is none
   * @param output whether there is an output, to which markers were written
   */
  Diagnosis(Checkup checkup, Executors asked, Optional<MemoryEstimate> memory, boolean output) {
    this.checkup = checkup;
    this.asked = asked;
    findings.add(answers());
    everywhere("Forwardpass", this::jar);
    everywhere("Java", this::java);
    everywhere("glibc", Diagnosis::glibc);
    everywhere("processor", Diagnosis::processor);
    everywhere("native library", Diagnosis::library);
    everywhere("Vector API", this::vectors);
    onExecutors("threads", this::threads);
    everywhere("unpacked libraries", Diagnosis::cache);
    onExecutors("clock", this::clock);
    memory.ifPresent(
        needed -> {
          onExecutors("heap", vitals -> heap(vitals, needed));
          onExecutors("memory overhead", vitals -> overhead(needed));
          onExecutors("off-heap limits", vitals -> limits(vitals, needed));
        });
    if (output) {
      everywhere("write to the output", Diagnosis::output);
    }
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  ExitCode code() {
    return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAIL)
        ? ExitCode.UNFIT
        : ExitCode.OK;
  }

  /** The table, and below it what to do. */
  String text() {
    TextTable table = new TextTable(List.of("Check", "Place", "Value", "Verdict"));
    Map<String, List<String>> remedies = new LinkedHashMap<>();
    for (Finding finding : findings) {
      String verdict = finding.verdict().text();
      table.add(List.of(finding.check(), finding.place(), finding.value(), verdict));
      if (!finding.remedy().isEmpty()) {
        remedies
            .computeIfAbsent(
                "%s: %s: %s".formatted(verdict, finding.check(), finding.remedy()),
                remedy -> new ArrayList<>())
            .add(finding.place());
      }
    }
    StringBuilder text = new StringBuilder(table.toString());
    remedies.forEach(
        (remedy, places) -> text.append("%n%s (%s)".formatted(remedy, String.join(", ", places))));
    return remedies.isEmpty() ? text.toString() : text + System.lineSeparator();
  }

  /** The driver, and the executors of which the same is found together. */
  private void everywhere(String check, Function<Vitals, Result> examine) {
    if (!asked.local()) {
      add(check, "driver", examine.apply(checkup.driver()));
    }
    onExecutors(check, examine);
  }

  private void onExecutors(String check, Function<Vitals, Result> examine) {
    Map<Result, List<String>> places = new LinkedHashMap<>();
    for (Vitals vitals : checkup.executors()) {
      places
          .computeIfAbsent(examine.apply(vitals), result -> new ArrayList<>())
          .add(vitals.executor());
    }
    places.forEach((result, names) -> add(check, place(names), result));
  }

  private String place(List<String> names) {
    if (asked.local()) {
      return "driver";
    }
    return (names.size() == 1 ? "executor " : "executors ") + String.join(", ", names);
  }

  private void add(String check, String place, Result result) {
    findings.add(new Finding(check, place, result.value(), result.verdict(), result.remedy()));
  }

  private Finding answers() {
    int answered = checkup.executors().size();
    int wanted = Math.max(checkup.registered(), asked.count().orElse(0));
    String value = "%s of %s answered".formatted(answered, wanted);
    String hosts =
        String.join(
            ", ", checkup.executors().stream().map(Vitals::host).distinct().sorted().toList());
    return answered == wanted
        ? new Finding("executors", hosts, value, Verdict.OK, "")
        : new Finding(
            "executors",
            hosts,
            value,
            answered < checkup.registered() ? Verdict.FAIL : Verdict.WARN,
            "look at the cluster: it has not started as many as spark.executor.instances asks for, or some do not run tasks");
  }

  private Result jar(Vitals vitals) {
    return Result.okIf(
        vitals.jar().equals(checkup.driver().jar()),
        vitals.jar(),
        Verdict.FAIL,
        "take the jar of another version off spark.executor.extraClassPath and out of Spark's folder jars; the driver has "
            + checkup.driver().jar());
  }

  private Result java(Vitals vitals) {
    int major = Runtime.Version.parse(vitals.java()).feature();
    int drivers = Runtime.Version.parse(checkup.driver().java()).feature();
    String remedy = "set spark.executorEnv.JAVA_HOME to a Java %s".formatted(drivers);
    return major < LEAST_JAVA
        ? new Result(vitals.java(), Verdict.FAIL, remedy)
        : Result.okIf(major == drivers, vitals.java(), Verdict.WARN, remedy);
  }

  private static Result glibc(Vitals vitals) {
    String version = vitals.glibc();
    if (!version.matches("\\d+\\.\\d+.*")) {
      return new Result(
          "unknown",
          vitals.failure().isEmpty() ? Verdict.OK : Verdict.WARN,
          vitals.failure().isEmpty() ? "" : "use a system with glibc 2.27 or newer");
    }
    String[] parts = version.split("\\D+", -1);
    boolean isNew = Integer.parseInt(parts[0]) + Integer.parseInt(parts[1]) / 100.0 >= LEAST_GLIBC;
    return Result.okIf(
        isNew, version, Verdict.FAIL, "use a system with glibc 2.27 or newer (RHEL 8, Debian 10)");
  }

  private static Result processor(Vitals vitals) {
    String value = vitals.instructions().isEmpty() ? "unknown" : vitals.instructions();
    boolean fits = vitals.instructions().isEmpty() || value.contains("avx2");
    return Result.okIf(
        fits, value, Verdict.FAIL, "use machines with AVX2, which the packed natives need");
  }

  private static Result library(Vitals vitals) {
    return vitals.failure().isEmpty()
        ? Result.ok(vitals.library())
        : new Result(
            "does not load: " + vitals.failure(),
            Verdict.FAIL,
            "see glibc, processor and unpacked libraries; or point -Dorg.bytedeco.javacpp.cachedir at a folder of its own in spark.executor.extraJavaOptions");
  }

  private Result vectors(Vitals vitals) {
    String side = vitals.executor().equals("driver") ? "driver" : "executor";
    return Result.okIf(
        vitals.vectors(),
        vitals.vectors() ? "in use" : "missing",
        Verdict.WARN,
        "add --add-modules=jdk.incubator.vector to spark.%s.extraJavaOptions; activations and narrow layers run several times slower without"
            .formatted(side));
  }

  private Result threads(Vitals vitals) {
    int slots = asked.slots();
    String value =
        "%s slots of %s cores, %s"
            .formatted(
                slots,
                vitals.cores(),
                vitals.threadsSet().isEmpty()
                    ? "1 native thread a core of a task"
                    : vitals.threadsSet());
    boolean fits =
        vitals.threadsSet().isEmpty()
            || List.of(vitals.threadsSet().split(" ", -1)).stream()
                .allMatch(set -> set.endsWith("=" + asked.taskCpus()));
    return Result.okIf(
        fits,
        value,
        Verdict.WARN,
        asked.local()
            ? "export OMP_NUM_THREADS=%s OPENBLAS_NUM_THREADS=%s"
                .formatted(asked.taskCpus(), asked.taskCpus())
            : "set spark.executorEnv.OMP_NUM_THREADS=%s and spark.executorEnv.OPENBLAS_NUM_THREADS=%s, the cores of a task (spark.task.cpus)"
                .formatted(asked.taskCpus(), asked.taskCpus()));
  }

  private static Result cache(Vitals vitals) {
    String value =
        String.format(Locale.ROOT, "%s, %,d GiB free", vitals.cache(), vitals.cacheFree() >> 30);
    // What has been unpacked needs no more space.
    boolean fits = vitals.failure().isEmpty() || vitals.cacheFree() >= UNPACKED;
    return Result.okIf(
        fits,
        value,
        Verdict.FAIL,
        "free 400 MiB there, or set -Dorg.bytedeco.javacpp.cachedir to another folder in extraJavaOptions");
  }

  private Result clock(Vitals vitals) {
    long ahead = Math.max(0, vitals.clock() - checkup.to());
    long behind = Math.max(0, checkup.from() - vitals.clock());
    long skew = Math.max(ahead, behind);
    String value =
        skew == 0
            ? "as the driver's"
            : String.format(Locale.ROOT, "%,d s %s", skew / 1000, ahead > 0 ? "ahead" : "behind");
    return Result.okIf(
        skew <= SKEW_MILLIS,
        value,
        skew > LARGEST_SKEW_MILLIS ? Verdict.FAIL : Verdict.WARN,
        "synchronise the clocks of the machines (NTP, chrony)");
  }

  private Result heap(Vitals vitals, MemoryEstimate needed) {
    return Result.okIf(
        asked.memory() >= needed.liveBytes(),
        "%s, of which the model needs %s"
            .formatted(
                MemoryEstimate.mebibytes(vitals.heap()),
                MemoryEstimate.mebibytes(needed.liveBytes())),
        Verdict.FAIL,
        "set %s.memory=%sm, or what explain says for a table"
            .formatted(asked.process(), needed.heapBytes() >> 20));
  }

  private Result overhead(MemoryEstimate needed) {
    return Result.okIf(
        asked.overhead() >= needed.overheadBytes(),
        "%s, of which %s are needed"
            .formatted(
                MemoryEstimate.mebibytes(asked.overhead()),
                MemoryEstimate.mebibytes(needed.overheadBytes())),
        // Only YARN and Kubernetes hold executors to it.
        Verdict.WARN,
        "set %s.memoryOverhead=%sm, or what explain says for a table"
            .formatted(asked.process(), needed.overheadBytes() >> 20));
  }

  private static Result limits(Vitals vitals, MemoryEstimate needed) {
    long all = needed.heapBytes() + needed.overheadBytes();
    boolean fits = vitals.physical() == 0 || vitals.physical() >= all;
    return Result.okIf(
        fits,
        "direct buffers %s, JavaCPP %s"
            .formatted(
                MemoryEstimate.mebibytes(vitals.direct()),
                vitals.physical() == 0 ? "unlimited" : MemoryEstimate.mebibytes(vitals.physical())),
        Verdict.FAIL,
        "set -Dorg.bytedeco.javacpp.maxPhysicalBytes=%sm in extraJavaOptions".formatted(all >> 20));
  }

  private static Result output(Vitals vitals) {
    return vitals.unwritten().isEmpty()
        ? Result.ok("written and deleted")
        : new Result(
            vitals.unwritten(),
            Verdict.FAIL,
            "let the user that Spark runs as write there, or choose another --output");
  }
}
