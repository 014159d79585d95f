package io.forwardpass.registry;

import io.forwardpass.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * GET requests to a server that may be slow, down or wrong: bounded in time and size, and tried
 * again where that may help. Redirections are not followed, as the credentials would be.
 */
final class Http {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Too many requests, and a server or a proxy in trouble. */
  private static final Set<Integer> BUSY = Set.of(429, 500, 502, 503, 504);

  private final Credentials credentials;
  private final Patience patience;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Http(Credentials credentials, Patience patience) {
    this.credentials = credentials;
    this.patience = patience;
  }

  /** What a server said. */
  record Answer(
      int status, String location, @SuppressWarnings("ArrayRecordComponent") byte[] body) {
    boolean isBusy() {
      return BUSY.contains(status);
    }
  }

  /** The same for a server that has nothing to ask of us. */
  Http withoutCredentials() {
    return new Http(Credentials.none(), patience);
  }

  /**
   * Asks until there is an answer, or patience ends.
   *
   * @param most the bytes that the body may have
   * @throws RegistryException if there is no answer
   */
  Answer get(URI uri, long most) {
    for (int tried = 1; ; tried++) {
      boolean last = tried > patience.pauses().size();
      try {
        Answer answer = once(uri, most);
        if (last || !answer.isBusy()) {
          return answer;
        }
      } catch (Body.TooLongException e) {
        throw new RegistryException(
            Kind.UNREADABLE, "the answer of %s is too long: %s".formatted(uri, e.getMessage()), e);
      } catch (IOException e) {
        if (last) {
          throw new RegistryException(
              Kind.UNAVAILABLE,
              "the registry does not answer at %s: %s (tried %s times); run the same command again, or check the address"
                  .formatted(uri, reason(e), tried),
              e);
        }
      }
      sleep(patience.pauses().get(tried - 1));
    }
  }

  /** The JDK leaves the message of a refused connection empty. */
  private static String reason(IOException e) {
    if (e.getMessage() != null) {
      return e.getMessage();
    }
    return e instanceof ConnectException ? "no connection" : e.getClass().getSimpleName();
  }

  private Answer once(URI uri, long most) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
    credentials.authorization().ifPresent(value -> request.setHeader("Authorization", value));
    Body body = new Body(most);
    HttpResponse<List<ByteBuffer>> response =
        await(client.sendAsync(request.build(), info -> body), body);
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Location").orElse(""),
        Body.join(response.body()));
  }

  /** Waits as long as there is progress; the client's own timeout ends with the headers. */
  private <T> T await(CompletableFuture<T> response, Body body) throws IOException {
    long before = 0;
    while (true) {
      try {
        return response.get(patience.silence().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (body.received() == before) {
          response.cancel(true);
          throw new HttpTimeoutException(
              String.format(Locale.ROOT, "nothing came for %,d ms", patience.silence().toMillis()));
        }
        before = body.received();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
