package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forwardpass.spark.Animals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real standalone Master and Worker from the jars that Maven resolved, on loopback. */
final class StandaloneIT {
  private static final int COPIES = 500;

  @TempDir Path folder;

  private final List<Submission> daemons = new ArrayList<>();
  private String master;

  @BeforeEach
  void start() throws Exception {
    int port = freePort();
    master = "spark://127.0.0.1:" + port;
    daemon(
        "org.apache.spark.deploy.master.Master",
        List.of("--host", "127.0.0.1", "--port", "" + port, "--webui-port", "0"));
    awaitPort(port);
    daemon(
        "org.apache.spark.deploy.worker.Worker",
        List.of(
            "--host",
            "127.0.0.1",
            "--cores",
            "2",
            "--memory",
            "3g",
            "--webui-port",
            "0",
            "--work-dir",
            folder.resolve("work").toString(),
            master));
    ManyAnimals.write(folder.resolve("animals"), COPIES, 4);
  }

  @AfterEach
  void stop() {
    daemons.forEach(Submission::close);
  }

  private void daemon(String mainClass, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("env");
    command.add("SPARK_HOME=" + Submission.SPARK_HOME);
    command.add("SPARK_SCALA_VERSION=2.13");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.add("-Dspark.master.rest.enabled=false");
    command.addAll(List.of("-cp", Submission.SPARK_HOME.resolve("jars") + "/*", mainClass));
    command.addAll(arguments);
    daemons.add(Submission.start(command));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitPort(int port) throws Exception {
    for (int attempt = 0; attempt < 600; attempt++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException("no Master on port " + port + ":\n" + daemons.get(0).output());
  }

  private void assertScores(String deployMode) throws Exception {
    Path output = folder.resolve("scored-" + deployMode);
    List<String> options =
        new ArrayList<>(ManyAnimals.scoreOptions(folder.resolve("animals"), output));
    // In cluster mode the driver runs in the worker's folder, where relative paths mean others.
    String model = Path.of(Animals.MODEL).toAbsolutePath().toString();
    options.set(options.indexOf("--model") + 1, model);
    List<String> spark =
        List.of(
            "--master",
            master,
            "--deploy-mode",
            deployMode,
            "--class",
            "io.forwardpass.job.Main",
            "--driver-memory",
            "512m",
            "--executor-memory",
            "768m",
            "--total-executor-cores",
            "1",
            "--conf",
            "spark.standalone.submit.waitAppCompletion=true");
    try (Submission job = Submission.start(spark, options)) {
      assertEquals(0, job.exitCode(), job.output());
    }
    assertTrue(Files.exists(output.resolve("_SUCCESS")));
    ManyAnimals.assertScored(output, COPIES);
  }

  @Test
  void scoresInClientMode() throws Exception {
    assertScores("client");
  }

  @Test
  void scoresInClusterMode() throws Exception {
    assertScores("cluster");
  }
}
