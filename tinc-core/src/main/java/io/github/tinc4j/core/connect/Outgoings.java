package io.github.tinc4j.core.connect;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.AddressFamily;
import io.github.tinc4j.api.config.HostAddress;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.api.config.ProxySettings;
import io.github.tinc4j.core.event.Timer;
import io.github.tinc4j.core.event.TimerTable;
import io.github.tinc4j.core.mesh.Mesh;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.proxy.NamesForProxies;
import io.github.tinc4j.core.wire.WireAddress;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection to each node of {@code ConnectTo} (spec 40, 5): one address after the other,
 * at once; after the last one a delay, longer each time.
 */
public final class Outgoings {

  private final Map<NodeName, Outgoing> outgoings = new LinkedHashMap<>();
  private final Mesh mesh;
  private final TimerTable timers;
  private final ConnectPort port;
  private final NodeConfig config;
  private long lastLookup;
  private boolean suspended;

  /** Keeps nothing up yet. */
  public Outgoings(Mesh mesh, TimerTable timers, ConnectPort port, NodeConfig config) {
    this.mesh = mesh;
    this.timers = timers;
    this.port = port;
    this.config = config;
  }

  /** Keeps a connection to {@code name} from now on. */
  public void add(NodeName name) {
    if (!name.equals(config.name()) && !outgoings.containsKey(name)) {
      var outgoing = new Outgoing(name, new Backoff(config.minTimeout(), config.maxTimeout()));
      outgoings.put(name, outgoing);
      begin(outgoing);
    }
  }

  /** Keeps none to {@code name} any more; one that is open stays. */
  public void remove(NodeName name) {
    outgoings.remove(name);
    timers.disarm(Timer.RECONNECT, name.value());
  }

  /** Keeps none at all any more. */
  public void clear() {
    outgoings.keySet().forEach(name -> timers.disarm(Timer.RECONNECT, name.value()));
    outgoings.clear();
  }

  /**
   * Lets go of all connections and attempts, which the caller may end, until {@link #beginAll}: new
   * settings come (spec 40, 8).
   */
  public void letGo() {
    for (Outgoing outgoing : outgoings.values()) {
      outgoing.forget();
      timers.disarm(Timer.RECONNECT, outgoing.name().value());
    }
  }

  /** Begins an attempt for all that have no connection, not even one being opened. */
  public void beginAll() {
    for (Outgoing outgoing : List.copyOf(outgoings.values())) {
      if (outgoing.connection() == null) {
        begin(outgoing);
      }
    }
  }

  /** Makes no attempt until {@link #resume}. */
  public void suspend() {
    suspended = true;
  }

  /** Begins all attempts anew. */
  public void resume() {
    suspended = false;
    beginAll();
  }

  /** The time to try {@code subject} again has come. */
  public void timerFired(String subject) {
    Outgoing outgoing = outgoings.get(NodeName.of(subject));
    if (outgoing != null && outgoing.connection() == null) {
      begin(outgoing);
    }
  }

  private void begin(Outgoing outgoing) {
    if (suspended || attach(outgoing)) {
      return;
    }
    HostConfig host = port.host(outgoing.name());
    if (host == null || host.addresses().isEmpty()) {
      arm(outgoing, outgoing.backoff().longestNs());
      return;
    }
    outgoing.begin(
        host.addresses().stream().map(address -> withPort(address, host.port())).toList(),
        mesh.nowNs());
    if (config.proxy() instanceof ProxySettings.Server proxy) {
      findProxy(outgoing, proxy);
    } else {
      tryNext(outgoing);
    }
  }

  private void findProxy(Outgoing outgoing, ProxySettings.Server proxy) {
    InetSocketAddress numeric = numeric(proxy.host(), proxy.port());
    if (numeric == null) {
      outgoing.await(++lastLookup, null);
      port.resolve(lastLookup, proxy.host(), proxy.port());
    } else {
      foundProxy(outgoing, List.of(numeric));
    }
  }

  private static @Nullable InetSocketAddress numeric(String host, int port) {
    return new WireAddress(host, Integer.toString(port)).numeric();
  }

  /** Goes on with the first address of the proxy, as tincd does, or later again. */
  private void foundProxy(Outgoing outgoing, List<InetSocketAddress> found) {
    outgoing.await(0, null);
    List<InetSocketAddress> usable = usable(found);
    if (usable.isEmpty()) {
      System.getLogger("io.github.tinc4j")
          .log(
              System.Logger.Level.WARNING,
              "the proxy to {0} has no address that can be used",
              outgoing.name());
      arm(outgoing, outgoing.backoff().nextNs());
    } else {
      outgoing.setProxyAddress(usable.get(0));
      tryNext(outgoing);
    }
  }

  /** Whether the node is connected to us already: then that connection is the one kept up. */
  private boolean attach(Outgoing outgoing) {
    MetaConnection active = port.activeConnection(outgoing.name());
    outgoing.setConnection(active);
    return active != null;
  }

  private static HostAddress withPort(HostAddress address, int port) {
    return address.port() == -1 ? new HostAddress(address.host(), port) : address;
  }

  private void tryNext(Outgoing outgoing) {
    if (suspended || attach(outgoing)) {
      return;
    }
    InetSocketAddress address = outgoing.nextAddress();
    while (address == null) {
      HostAddress host = outgoing.nextHost();
      if (host == null) {
        arm(outgoing, outgoing.backoff().nextNs());
        return;
      }
      InetSocketAddress numeric = numeric(host.host(), host.port());
      if (numeric == null) {
        outgoing.await(++lastLookup, host);
        port.resolve(lastLookup, host.host(), host.port());
        return;
      }
      outgoing.addAddresses(usable(List.of(numeric)));
      address = outgoing.nextAddress();
    }
    outgoing.setConnection(
        port.open(outgoing.name(), address, outgoing.proxyAddress(), outgoing.attemptNs()));
  }

  private List<InetSocketAddress> usable(List<InetSocketAddress> addresses) {
    AddressFamily family = config.addressFamily();
    return addresses.stream()
        .filter(
            address ->
                family == AddressFamily.ANY
                    || (address.getAddress() instanceof Inet4Address)
                        == (family == AddressFamily.IPV4))
        .toList();
  }

  /** A look-up has ended; {@code addresses} is empty when it failed. */
  public void resolved(long lookup, List<InetSocketAddress> addresses) {
    for (Outgoing outgoing : List.copyOf(outgoings.values())) {
      if (outgoing.lookup() == lookup) {
        HostAddress host = outgoing.lookedUp();
        if (host == null) {
          foundProxy(outgoing, addresses);
        } else {
          outgoing.addAddresses(addresses.isEmpty() ? forProxy(host) : usable(addresses));
          tryNext(outgoing);
        }
      }
    }
  }

  /** A host that nobody here can resolve: perhaps the proxy can (spec 10, 10). */
  private List<InetSocketAddress> forProxy(HostAddress host) {
    ProxySettings proxy = config.proxy();
    return proxy != null && NamesForProxies.accepts(proxy, host.host())
        ? List.of(InetSocketAddress.createUnresolved(host.host(), host.port()))
        : List.of();
  }

  /** A connection, or the attempt at one, has ended: the next address, or later again. */
  public void ended(MetaConnection connection) {
    Outgoing outgoing = of(connection);
    if (outgoing != null) {
      outgoing.setConnection(null);
      tryNext(outgoing);
    }
  }

  /** A connection has proven good: its loss will begin with the first address and a short delay. */
  public void succeeded(MetaConnection connection) {
    Outgoing outgoing = of(connection);
    if (outgoing != null) {
      outgoing.backoff().reset();
      outgoing.rewind();
    }
  }

  private @Nullable Outgoing of(MetaConnection connection) {
    return outgoings.values().stream()
        .filter(outgoing -> Objects.equals(outgoing.connection(), connection))
        .findFirst()
        .orElse(null);
  }

  private void arm(Outgoing outgoing, long delayNs) {
    timers.arm(Timer.RECONNECT, outgoing.name().value(), mesh.nowNs() + delayNs);
  }
}
