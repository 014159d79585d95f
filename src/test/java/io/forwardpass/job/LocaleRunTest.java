package io.forwardpass.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands print the same in every locale: that of the machine is not that of the reader. */
final class LocaleRunTest {
  @RegisterExtension static final EmbeddedSpark SPARK = new EmbeddedSpark();

  private static final Locale OWN = Locale.getDefault();

  /** Durations, times, speeds and what the machine has free at the moment. */
  private static final Pattern CHANGING =
      Pattern.compile("(?m)[0-9][0-9,.:TZ+-]*|^Speed: .*$|^(Temporary|Cache|Memory).*$");

  @TempDir Path folder;

  @AfterEach
  void goBack() {
    Locale.setDefault(OWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG-u-nu-arab", "tr-TR", "de-DE"})
  void printsTheSameInEveryLocale(String locale) {
    for (List<String> command : commands()) {
      Locale.setDefault(Locale.ROOT);
      CommandLineRun expected = run(command);
      Locale.setDefault(Locale.forLanguageTag(locale));
      CommandLineRun run = run(command);
      assertEquals(expected.code(), run.code(), run.err());
      assertEquals(still(expected.out()), still(run.out()), command.get(0));
      assertEquals(still(expected.err()), still(run.err()), command.get(0));
      assertTrue(run.out().concat(run.err()).chars().noneMatch(LocaleRunTest::isForeignDigit));
    }
  }

  @Test
  void groupsAndPointsLargeNumbersAsTheyAreWrittenInEnglish() {
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    String printed = CommandLineRun.of("inspect", Penguins.MODEL).out();
    assertTrue(printed.contains("Size         32,190 bytes"), printed);
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    assertEquals(printed, CommandLineRun.of("inspect", Penguins.MODEL).out());
  }

  private List<List<String>> commands() {
    List<String> penguins =
        List.of(
            "--model",
            Penguins.MODEL,
            "--input",
            Penguins.TABLE,
            "--features",
            Penguins.FEATURES,
            "--labels",
            "Adelie,Chinstrap,Gentoo",
            "--label-column",
            "species",
            "--on-invalid",
            "null",
            "--output",
            folder.resolve("scored").toString());
    return List.of(
        List.of("inspect", "src/test/resources/goldens/LSTM/open-time/model.keras"),
        with("score", penguins, "--show", "5", "--mode", "overwrite"),
        with("score", penguins, "--dry-run", "--mode", "overwrite"),
        with("score", penguins, "--min-rows", "1234567", "--mode", "overwrite"),
        with("score", penguins, "--on-invalid", "fail", "--mode", "overwrite"),
        with("explain", penguins, "--mode", "overwrite"),
        with("doctor", penguins),
        List.of("score", "--batch-size", "12345678"));
  }

  private static List<String> with(String command, List<String> options, String... more) {
    return Stream.of(List.of(command), options, List.of(more)).flatMap(List::stream).toList();
  }

  private static CommandLineRun run(List<String> command) {
    return CommandLineRun.of(command.toArray(String[]::new));
  }

  private static String still(String printed) {
    return CHANGING.matcher(printed).replaceAll("#");
  }

  private static boolean isForeignDigit(int character) {
    return Character.isDigit(character) && character > '9';
  }
}
