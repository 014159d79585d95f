package io.forwardpass.keras;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON as Python writes it, within limits. */
final class Json {
  static final long LARGEST = 8L << 20;
  private static final int DEEPEST = 256;
  private static final String DUPLICATE = "Duplicate field ";
  private static final int MOST_TOKENS = 500_000;
  private static final int LONGEST_NUMBER = 1000;

  // Python writes NaN and Infinity as bare words. Names from files must not fill JVM-wide tables.
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .maxStringLength((int) LARGEST)
                          .build())
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** Parses the text; {@code what} names it in messages. */
  static JsonNode parse(String text, String what, Place place) {
    if (text.length() > LARGEST) {
      throw place.invalid(
          "%s has %s characters; at most %s are allowed; no model that is supported needs as many"
              .formatted(what, text.length(), LARGEST));
    }
    try {
      checkTokens(text, what, place);
      JsonNode node = MAPPER.readTree(text);
      if (node.isMissingNode()) {
        throw place.damaged(what + " is empty");
      }
      return node;
    } catch (JsonProcessingException failure) {
      throw place.damaged("%s %s".formatted(what, problem(failure)), failure);
    }
  }

  /** A tree takes much more memory than its text: {@code [{},{},{}]}. */
  private static void checkTokens(String text, String what, Place place)
      throws JsonProcessingException {
    try (JsonParser parser = MAPPER.createParser(text)) {
      int tokens = 0;
      while (parser.nextToken() != null) {
        tokens++;
        if (tokens > MOST_TOKENS) {
          throw place.invalid(
              "%s has more than %s JSON tokens; no model that is supported needs as many"
                  .formatted(what, MOST_TOKENS));
        }
      }
    } catch (JsonProcessingException failure) {
      throw failure;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Jackson's own texts differ between the versions that Spark ships. */
  private static String problem(JsonProcessingException failure) {
    String text = failure.getOriginalMessage();
    if (failure instanceof StreamConstraintsException) {
      return "nests deeper than %s levels, or has a longer number than %s digits"
          .formatted(DEEPEST, LONGEST_NUMBER);
    } else if (text.startsWith(DUPLICATE)) {
      return "has the key %s twice".formatted(text.substring(DUPLICATE.length()));
    } else if (text.startsWith("Trailing token")) {
      return "goes on behind its end";
    }
    return "is not JSON, from line %s, column %s on"
        .formatted(failure.getLocation().getLineNr(), failure.getLocation().getColumnNr());
  }
}
