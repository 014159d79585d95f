package io.forwardpass.spark.batch;

import io.forwardpass.keras.KerasModel;
import io.forwardpass.nn.Network;
import io.forwardpass.nn.Sequential;
import io.forwardpass.nn.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks of this JVM, one for each model file, shared by its tasks. The only static state of
 * the project: Spark gives tasks of one executor no other place to share what is not serializable.
 *
 * <p>A network is built by the first task that asks for it, while the others wait, and freed once
 * no task has used it for {@link #IDLE_SECONDS}: tasks follow one another within a slot, and
 * building again for each would cost more than keeping. Its golden rows are replayed before it is
 * used.
 */
final class SharedNetworks {
  static final long IDLE_SECONDS = 60;

  private static final Logger LOG = LoggerFactory.getLogger(SharedNetworks.class);
  private static final Map<String, Shared> NETWORKS = new HashMap<>();
  private static final Timer SWEEPER = new Timer("forwardpass-sweeper", true);

  private SharedNetworks() {}

  /** The scoring's network, built if this JVM does not hold it; close the lease after use. */
  static Lease lease(Scoring scoring, ScoringMetrics metrics) {
    Shared shared;
    synchronized (NETWORKS) {
      shared = NETWORKS.computeIfAbsent(scoring.sha256(), Shared::new);
      shared.users++;
    }
    try {
      return new Lease(shared, shared.network(scoring, metrics));
    } catch (RuntimeException | Error failure) {
      shared.release();
      throw failure;
    }
  }

  /** The right to use a network until closed. */
  static final class Lease implements AutoCloseable {
    private final Shared shared;
    private final Network network;
    private boolean closed;

    private Lease(Shared shared, Network network) {
      this.shared = shared;
      this.network = network;
    }

    Network network() {
      return network;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        shared.release();
      }
    }
  }

  private static final class Shared {
    private final String sha256;
    private final Set<GoldenRows> checked = new HashSet<>();
    private Network network;
    private Shape input;

    /** Guarded by {@link #NETWORKS}. */
    private int users;

    /** Guarded by {@link #NETWORKS}. */
    private long idleSince;

    Shared(String sha256) {
      this.sha256 = sha256;
    }

    synchronized Network network(Scoring scoring, ScoringMetrics metrics) {
      if (network == null) {
        long start = System.nanoTime();
        int threads = TaskThreads.apply();
        Sequential model = KerasModel.read(scoring.file().value(), scoring.model()).network();
        network = Network.of(model);
        input = model.input();
        long nanos = System.nanoTime() - start;
        scoring.counts().modelLoaded(nanos);
        metrics.modelLoaded(nanos);
        ExecutorMetrics.current().modelLoads().inc();
        LOG.info("Loaded {} in {} ms, {} native threads", scoring, nanos / 1_000_000, threads);
      }
      if (!checked.contains(scoring.golden())) {
        scoring.golden().check(network, input, scoring.model());
        checked.add(scoring.golden());
      }
      return network;
    }

    void release() {
      synchronized (NETWORKS) {
        users--;
        if (users == 0) {
          idleSince = System.nanoTime();
          SWEEPER.schedule(new Sweep(this), TimeUnit.SECONDS.toMillis(IDLE_SECONDS));
        }
      }
    }

    private void freeIfIdle() {
      synchronized (NETWORKS) {
        boolean idle = System.nanoTime() - idleSince >= TimeUnit.SECONDS.toNanos(IDLE_SECONDS);
        if (users > 0 || !idle || !NETWORKS.remove(sha256, this)) {
          return;
        }
      }
      free();
    }

    private synchronized void free() {
      if (network != null) {
        network.close();
      }
    }
  }

  private static final class Sweep extends TimerTask {
    private final Shared shared;

    Sweep(Shared shared) {
      this.shared = shared;
    }

    @Override
    public void run() {
      shared.freeIfIdle();
    }
  }
}
