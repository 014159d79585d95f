package io.forwardpass.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CredentialsTest {
  private static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";

  @Test
  void aNameAndAPasswordWinOverAToken() {
    // The example of RFC 7617, section 2.
    assertEquals(
        Optional.of("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        authorization(Map.of(USERNAME, "Aladdin", PASSWORD, "open sesame", TOKEN, "t0ken")));
  }

  @Test
  void aTokenServesWhereEitherIsMissing() {
    assertEquals(Optional.of("Bearer t0ken"), authorization(Map.of(TOKEN, " t0ken\n")));
    assertEquals(
        Optional.of("Bearer t0ken"), authorization(Map.of(USERNAME, "Aladdin", TOKEN, "t0ken")));
    assertEquals(Optional.empty(), authorization(Map.of(PASSWORD, "open sesame")));
    assertEquals(Optional.empty(), authorization(Map.of()));
  }

  @Test
  void aTokenThatIsNoneIsNotShown() {
    RegistryException refusal =
        assertThrows(RegistryException.class, () -> authorization(Map.of(TOKEN, "sec\nret")));
    assertEquals(
        "MLFLOW_TRACKING_TOKEN holds characters that a token cannot have, such as blanks; set it anew",
        refusal.getMessage());
  }

  @Test
  void nothingShowsThem() {
    assertEquals("(hidden)", Credentials.of(Map.of(TOKEN, "t0ken")).toString());
  }

  private static Optional<String> authorization(Map<String, String> environment) {
    return Credentials.of(environment).authorization();
  }
}
