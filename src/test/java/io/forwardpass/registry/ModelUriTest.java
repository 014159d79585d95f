package io.forwardpass.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelUriTest {
  @ParameterizedTest
  @CsvSource({
    "models:/penguins@champion, penguins, champion",
    "models:///penguins@champion, penguins, champion",
    "models:/a b.c@d-e_1, a b.c, d-e_1",
    "models:/a@b@c, a@b, c",
  })
  void anAliasIsBehindTheLastAt(String uri, String name, String alias) {
    assertEquals(Optional.of(new ModelUri.Alias(name, alias)), ModelUri.parse(uri));
  }

  @ParameterizedTest
  @CsvSource({
    "models:/penguins/3, penguins, 3",
    "models:///penguins/3, penguins, 3",
    "models:/penguins/012, penguins, 12",
    "models:/a@b/1, a@b, 1",
  })
  void aVersionIsANumber(String uri, String name, String version) {
    assertEquals(Optional.of(new ModelUri.Version(name, version)), ModelUri.parse(uri));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models:/penguins",
        "models:/penguins/latest",
        "models:/penguins/Production",
        "models:/penguins/0",
        "models:/penguins/3/4",
        "models:/penguins@",
        "models:/@champion",
        "models:/penguins@a.b",
        "models:penguins/3",
        "models://profile@host/penguins/3",
        "models:/m-0123456789abcdef0123456789abcdef",
      })
  void anythingElseIsNone(String uri) {
    assertEquals(Optional.empty(), ModelUri.parse(uri));
    assertTrue(ModelUri.isOne(uri));
  }

  @Test
  void aFileIsNotOfARegistry() {
    assertFalse(ModelUri.isOne("s3a://models/penguins.keras"));
    assertFalse(ModelUri.isOne("models/penguins.keras"));
  }

  @Test
  void whatIsWrittenIsRead() {
    ModelUri alias = new ModelUri.Alias("penguins", "champion");
    ModelUri version = new ModelUri.Version("penguins", "3");
    assertEquals(Optional.of(alias), ModelUri.parse(alias.toString()));
    assertEquals(Optional.of(version), ModelUri.parse(version.toString()));
  }
}
