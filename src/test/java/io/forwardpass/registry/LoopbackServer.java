package io.forwardpass.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on loopback that answers as it is told to, and remembers what it was asked. */
public final class LoopbackServer implements AutoCloseable {
  private static final HttpHandler NOT_FOUND = answer(404, "<html>Not Found</html>");

  private final HttpServer server;
  private final URI address;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /**
   * What the server was asked.
   *
   * @param target path and query
   * @param authorization the header; empty where there was none
   */
  public record Request(String target, String authorization) {}

  private LoopbackServer(HttpServer server) {
    this.server = server;
    this.address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public static LoopbackServer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      LoopbackServer started = new LoopbackServer(server);
      server.createContext("/", started::handle);
      server.setExecutor(started.threads);
      server.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String target = uri.getQuery() == null ? uri.getPath() : uri.getPath() + "?" + uri.getQuery();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(new Request(target, authorization == null ? "" : authorization));
    try (exchange) {
      answers.getOrDefault(target, NOT_FOUND).handle(exchange);
    }
  }

  public URI address() {
    return address;
  }

  /** All requests so far, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /**
   * Sets the answer to a request.
   *
   * @param target path and query, without percent-encoding
   */
  public LoopbackServer on(String target, HttpHandler handler) {
    answers.put(target, handler);
    return this;
  }

  public LoopbackServer on(String target, int status, String body) {
    return on(target, answer(status, body));
  }

  public static HttpHandler answer(int status, String body) {
    return answer(status, body.getBytes(StandardCharsets.UTF_8));
  }

  public static HttpHandler answer(int status, byte[] body) {
    return exchange -> {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      try (OutputStream stream = exchange.getResponseBody()) {
        stream.write(body);
      }
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
