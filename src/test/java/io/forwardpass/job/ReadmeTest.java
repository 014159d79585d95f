package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README says of options and exit codes is what the code says. */
final class ReadmeTest {
  @Test
  void theOptionsAreTheOptions() throws IOException {
    StringBuilder table = new StringBuilder("| option | default | meaning |\n|---|---|---|\n");
    for (ScoreOption option : ScoreOption.values()) {
      String value =
          Settings.DEFAULTS.root().get(option.key()).render(ConfigRenderOptions.concise());
      String unset = value.equals("null") || value.equals("{}") || value.equals("[]") ? "" : value;
      table.append(
          "| `%s` | %s | %s |\n"
              .formatted(
                  (option.flag() + " " + option.placeholder()).strip().replace("|", "\\|"),
                  unset.replace("\"", ""),
                  Settings.meaning(option).replace("<", "&lt;")));
    }
    assertContains(table.toString());
  }

  @Test
  void theExitCodesAreTheExitCodes() throws IOException {
    StringBuilder table = new StringBuilder("| code | meaning |\n|---|---|\n");
    for (ExitCode code : ExitCode.values()) {
      table.append("| %d | %s |\n".formatted(code.code(), code.meaning()));
    }
    assertContains(table.toString());
  }

  private static void assertContains(String table) throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertTrue(readme.contains(table), "README.md should hold:\n" + table);
  }
}
