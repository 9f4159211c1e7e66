package io.github.tinc4j.core.io;

import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.HostSystem;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds who does for a node what Java has no way for. */
public final class HostSystems {

  private HostSystems() {}

  /**
   * The first on the class path or module path that works here; else one that is not available, and
   * does nothing.
   */
  public static HostSystem find() {
    return find(loaded());
  }

  /** The same among these. */
  static HostSystem find(Iterable<HostSystem> loaded) {
    try {
      for (HostSystem host : loaded) {
        if (host.available()) {
          return host;
        }
      }
    } catch (ServiceConfigurationError e) {
      // Settings that need one are refused.
      System.getLogger("io.github.tinc4j")
          .log(System.Logger.Level.WARNING, "a host system cannot be loaded: {0}", e.getMessage());
    }
    return new JavaAlone();
  }

  /**
   * The one that these settings need, or that would serve them; nobody is looked for otherwise.
   *
   * @throws ConfigurationException when they need one, and there is none
   */
  public static HostSystem of(NodeConfig config) throws ConfigurationException {
    return of(config, loaded());
  }

  /** The same among these. */
  static HostSystem of(NodeConfig config, Iterable<HostSystem> loaded)
      throws ConfigurationException {
    String variable = needing(config);
    if (variable == null) {
      return mayBeIpv6Only(config) ? find(loaded) : new JavaAlone();
    }
    HostSystem host = find(loaded);
    if (!host.available()) {
      throw new ConfigurationException(
          null, 0, variable, "not by Java alone; on Linux add tinc-tun-linux at run time", null);
    }
    return host;
  }

  private static @Nullable String needing(NodeConfig config) {
    if (config.bindToInterface() != null) {
      return "BindToInterface";
    }
    if (config.processPriority() != null) {
      return "ProcessPriority";
    }
    return config.inheritedSockets().isEmpty() ? null : "InheritedSockets";
  }

  /** Whether a socket may have to be kept off IPv4, which Java can do only by halves. */
  private static boolean mayBeIpv6Only(NodeConfig config) {
    return switch (config.addressFamily()) {
      case IPV4 -> false;
      case IPV6 -> true;
      case ANY -> config.bindToAddress().stream().anyMatch(listen -> listen.host().contains(":"));
    };
  }

  /** Whether {@code host} is to open a socket there, because Java cannot, or not as well. */
  static boolean opens(BindSpec where, HostSystem host) {
    return where.interfaceName() != null || (where.ipv6Only() && host.available());
  }

  private static Iterable<HostSystem> loaded() {
    return ServiceLoader.load(HostSystem.class, HostSystems.class.getClassLoader());
  }
}
