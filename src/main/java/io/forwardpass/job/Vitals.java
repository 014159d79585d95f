package io.forwardpass.job;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.forwardpass.nn.Kernels;
import io.forwardpass.nn.NativeLibrary;
import io.forwardpass.nn.NativeThreads;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkEnv;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/**
 * What one JVM says of itself and of its machine.
 *
 * @param executor Spark's name of it: {@code driver}, or a number
 * @param jar the version of Forwardpass and its jar's length
 * @param library the native library; empty where it does not load
 * @param failure why it does not load; empty where it does
 * @param vectors whether the JDK's Vector API computes
 * @param instructions those of the processor that matter; empty where it does not say
 * @param glibc empty where there is none
 * @param blasThreads of a matrix product before Forwardpass sets them; 0 where none was loaded
 * @param threadsSet what the environment says of them; empty where it says nothing
 * @param heap the most that it may have
 * @param direct the most bytes of direct buffers
 * @param physical the bytes of the process beyond which JavaCPP refuses memory; 0 for no limit
 * @param cache where JavaCPP unpacks native libraries
 * @param cacheFree bytes that are free there
 * @param clock milliseconds since 1970, as it has them
 * @param unwritten why a marker could not be written to the output; empty where it could be, or
 *     there is no output
 */
record Vitals(
    String executor,
    String host,
    String jar,
    String java,
    String library,
    String failure,
    boolean vectors,
    String instructions,
    String glibc,
    int cores,
    int blasThreads,
    String threadsSet,
    long heap,
    long direct,
    long physical,
    String cache,
    long cacheFree,
    long clock,
    String unwritten)
    implements Serializable {

  private static final List<String> INSTRUCTIONS = List.of("avx2", "fma", "avx512f");
  private static final List<String> THREADS = List.of("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS");

  /**
   * Those of this JVM.
   *
   * @param folders where a marker is written and deleted
   */
  static Vitals here(List<String> folders, Configuration hadoop) {
    long clock = System.currentTimeMillis();
    String library = "";
    String failure = "";
    int threads = 0;
    try {
      library = NativeLibrary.load();
      threads = NativeThreads.current();
    } catch (RuntimeException | LinkageError e) {
      failure = root(e);
    }
    return new Vitals(
        SparkEnv.get().executorId(),
        hostName(),
        jarAtHand(),
        System.getProperty("java.version"),
        library,
        failure,
        Kernels.best().getClass().getName().contains("vector"),
        processor(),
        libc(),
        Runtime.getRuntime().availableProcessors(),
        threads,
        variables(),
        Runtime.getRuntime().maxMemory(),
        directLimit(),
        failure.isEmpty() ? Pointer.maxPhysicalBytes() : 0,
        cacheFolder().map(File::getPath).orElse(""),
        cacheFolder().map(File::getUsableSpace).orElse(0L),
        clock,
        unwritten(folders, hadoop));
  }

  private static String root(Throwable thrown) {
    List<Throwable> chain = Failure.chain(thrown);
    return Failure.describe(chain.get(chain.size() - 1));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String jarAtHand() {
    try {
      Path place =
          Path.of(Vitals.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(place)
          ? String.format(Locale.ROOT, "%s, %,d bytes", Versions.forwardpass(), Files.size(place))
          : Versions.forwardpass();
    } catch (IOException | URISyntaxException e) {
      return Versions.forwardpass();
    }
  }

  private static String processor() {
    try {
      List<String> flags =
          Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
              .filter(line -> line.startsWith("flags"))
              .findFirst()
              .map(line -> Arrays.asList(line.split("\\s+", -1)))
              .orElse(List.of());
      return String.join(" ", INSTRUCTIONS.stream().filter(flags::contains).toList());
    } catch (IOException e) {
      return "";
    }
  }

  private static String libc() {
    try {
      Process process = new ProcessBuilder("getconf", "GNU_LIBC_VERSION").start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(1, TimeUnit.SECONDS);
      return said.replace("glibc", "").strip();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static String variables() {
    List<String> set = new ArrayList<>();
    for (String variable : THREADS) {
      if (System.getenv(variable) != null) {
        set.add(variable + "=" + System.getenv(variable));
      }
    }
    return String.join(" ", set);
  }

  /** The heap's size where the JVM was told no other. */
  private static long directLimit() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    long set = Long.parseLong(machine.getVMOption("MaxDirectMemorySize").getValue());
    return set > 0 ? set : Runtime.getRuntime().maxMemory();
  }

  private static Optional<File> cacheFolder() {
    try {
      return Optional.of(Loader.getCacheDir());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String unwritten(List<String> folders, Configuration hadoop) {
    String name = ".forwardpass-doctor";
    String own = name + "-" + UUID.randomUUID();
    for (String folder : folders) {
      org.apache.hadoop.fs.Path marker = new org.apache.hadoop.fs.Path(folder, own);
      try {
        FileSystem files = marker.getFileSystem(hadoop);
        try (OutputStream stream = files.create(marker, false)) {
          stream.write('\n');
        }
        if (!files.delete(marker, false)) {
          return marker + " cannot be deleted again";
        }
      } catch (IOException | RuntimeException e) {
        return "%s: %s".formatted(folder, Failure.describe(e).replace(own, name));
      }
    }
    return "";
  }
}
