package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The README's first command, where every Java is given options by the environment, as in many
 * containers, and the locale is not the reader's.
 */
final class QuickstartIT {
  @Test
  void endsAsTheReadmeShows() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    String shown =
        readme.substring(readme.indexOf("id  species"), readme.indexOf("\nSpeed: 40 rows"));
    List<String> command =
        List.of(
            "env", "JAVA_TOOL_OPTIONS=-Duser.language=tr -Duser.country=TR", "jobs/quickstart.sh");
    try (Submission job = Submission.start(command)) {
      assertEquals(0, job.exitCode(), job.output());
      assertTrue(job.output().contains(shown), job.output());
    }
  }
}
