package io.forwardpass.registry;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * An answer's body as it comes in, up to a length. The parts are joined by who asked: memory that
 * runs out in a thread of the client's would be lost on him.
 */
final class Body implements BodySubscriber<List<ByteBuffer>> {
  private final long most;
  private final CompletableFuture<List<ByteBuffer>> whole = new CompletableFuture<>();
  private final List<ByteBuffer> parts = new ArrayList<>();
  private Flow.Subscription subscription;

  /** Written by one thread of the client's, read by who waits. */
  private volatile long received;

  Body(long most) {
    this.most = most;
  }

  /** More bytes than anybody expects. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException(long most) {
      super(String.format(Locale.ROOT, "it has more than %,d bytes", most));
    }
  }

  long received() {
    return received;
  }

  @Override
  public CompletionStage<List<ByteBuffer>> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    long length = received;
    for (ByteBuffer buffer : buffers) {
      length += buffer.remaining();
    }
    received = length;
    if (length > most) {
      subscription.cancel();
      onError(new TooLongException(most));
    } else {
      parts.addAll(buffers);
    }
  }

  @Override
  public void onError(Throwable thrown) {
    parts.clear();
    whole.completeExceptionally(thrown);
  }

  @Override
  public void onComplete() {
    whole.complete(parts);
  }

  static byte[] join(List<ByteBuffer> parts) {
    int length = parts.stream().mapToInt(ByteBuffer::remaining).sum();
    byte[] joined = new byte[length];
    int end = 0;
    for (ByteBuffer part : parts) {
      int size = part.remaining();
      part.get(joined, end, size);
      end += size;
    }
    return joined;
  }
}
