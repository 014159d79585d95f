package io.forwardpass.profile;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * Profiles as JSON, which {@code conf/profile.schema.json} describes. Names are in snake case, and
 * a number that does not exist (the mean of no values) is {@code null}.
 */
public final class ProfileJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Double.TYPE, new FiniteOrNull())
                  .addDeserializer(Double.TYPE, new NumberOrNaN()))
          .build();

  private ProfileJson() {}

  public static String write(Profile profile) {
    try {
      return MAPPER.writeValueAsString(profile) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the text is no profile, or one of another version; the
   *     message says why, in one line
   */
  public static Profile read(String text) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      if (!tree.has("version")) {
        throw new IllegalArgumentException("it has no 'version'");
      } else if (tree.get("version").asInt() != Profile.VERSION) {
        throw new IllegalArgumentException(
            "it is of version %s, and this Forwardpass reads version %s"
                .formatted(tree.get("version").asText(), Profile.VERSION));
      }
      return MAPPER.treeToValue(tree, Profile.class);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(
          e.getCause() instanceof IllegalArgumentException cause
              ? cause.getMessage()
              : "%s, at %s".formatted(reason(e), place(e)),
          e);
    } catch (StreamConstraintsException e) {
      throw new IllegalArgumentException("it is nested too deeply, or a text in it is too long", e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "it is no JSON, from line %s, column %s on"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    }
  }

  /** What Jackson says, without what it says of Java. */
  private static String reason(JsonMappingException failure) {
    return failure
        .getOriginalMessage()
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll(" *\\((index|class|for|creator).*|[;,].*", "")
        .replace("Missing creator property", "no");
  }

  private static String place(JsonMappingException failure) {
    return failure.getPath().stream()
        .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
        .collect(Collectors.joining("/"));
  }

  private static final class FiniteOrNull extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }

  private static final class NumberOrNaN extends StdDeserializer<Double> {
    private static final long serialVersionUID = 1L;

    NumberOrNaN() {
      super(Double.TYPE);
    }

    @Override
    public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return json.getDoubleValue();
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }
  }
}
