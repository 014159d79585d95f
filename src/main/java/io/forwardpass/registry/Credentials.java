package io.forwardpass.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Who asks a tracking server. Nothing here shows the secrets, exceptions included. */
public final class Credentials {
  private static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";

  private final Optional<String> authorization;

  private Credentials(Optional<String> authorization) {
    this.authorization = authorization;
  }

  static Credentials none() {
    return new Credentials(Optional.empty());
  }

  /**
   * From MLflow's own variables; where name and password are set the token is left alone, as
   * MLflow's client does it.
   */
  public static Credentials of(Map<String, String> environment) {
    String username = environment.getOrDefault(USERNAME, "");
    String password = environment.getOrDefault(PASSWORD, "");
    String token = environment.getOrDefault(TOKEN, "").strip();
    if (!username.isEmpty() && !password.isEmpty()) {
      byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
      return new Credentials(Optional.of("Basic " + Base64.getEncoder().encodeToString(pair)));
    } else if (token.isEmpty()) {
      return none();
    } else if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new RegistryException(
          RegistryException.Kind.UNREADABLE,
          TOKEN + " holds characters that a token cannot have, such as blanks; set it anew");
    }
    return new Credentials(Optional.of("Bearer " + token));
  }

  /** The header Authorization. */
  Optional<String> authorization() {
    return authorization;
  }

  @Override
  public String toString() {
    return authorization.isPresent() ? "(hidden)" : "none";
  }
}
