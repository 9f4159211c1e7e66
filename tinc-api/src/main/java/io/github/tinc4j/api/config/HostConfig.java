package io.github.tinc4j.api.config;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of another node: its host file, with the same names and defaults (spec 40, 3).
 * Immutable, and equal to another that says the same.
 */
public final class HostConfig {

  private final NodeName name;
  private final @Nullable RSAPublicKey publicKey;
  private final List<HostAddress> addresses;
  private final int port;
  private final List<Subnet> subnets;
  private final @Nullable Integer weight;
  private final boolean indirectData;
  private final boolean tcpOnly;
  private final @Nullable Boolean clampMss;
  private final int pmtu;

  private HostConfig(Builder from) {
    this.name = from.name;
    this.publicKey = from.publicKey;
    this.addresses = List.copyOf(from.addresses);
    this.port = from.port;
    this.subnets = List.copyOf(from.subnets);
    this.weight = from.weight;
    this.indirectData = from.indirectData;
    this.tcpOnly = from.tcpOnly;
    this.clampMss = from.clampMss;
    this.pmtu = from.pmtu;
  }

  /** A builder for what is known of the node {@code name}. */
  public static Builder builder(NodeName name) {
    return new Builder(name);
  }

  /** The node's name. */
  public NodeName name() {
    return name;
  }

  /**
   * {@code PublicKey}, {@code PublicKeyFile} or the key in the host file; null when there is none,
   * and connections with it are refused.
   */
  public @Nullable RSAPublicKey publicKey() {
    return publicKey;
  }

  /** {@code Address}: where to connect to, in order; none by default. */
  public List<HostAddress> addresses() {
    return addresses;
  }

  /** {@code Port}: the port for addresses that name none; 655 by default. */
  public int port() {
    return port;
  }

  /**
   * {@code Subnet}: its subnets; none by default. Without effect unless our own {@code
   * StrictSubnets} or {@code TunnelServer} is set, for otherwise the node announces them itself.
   */
  public List<Subnet> subnets() {
    return subnets;
  }

  /** {@code Weight}: the edge weight we report instead of the one measured; null, the default. */
  public @Nullable Integer weight() {
    return weight;
  }

  /** {@code IndirectData}: whether the edge with this node is marked indirect. */
  public boolean indirectData() {
    return indirectData;
  }

  /** {@code TCPOnly}: whether data for this node goes through the meta connection. */
  public boolean tcpOnly() {
    return tcpOnly;
  }

  /** {@code ClampMSS}: overrides our own setting for this node; null, the default, does not. */
  public @Nullable Boolean clampMss() {
    return clampMss;
  }

  /** {@code PMTU}: upper bound for the MTU of the path to this node, in bytes of frame. */
  public int pmtu() {
    return pmtu;
  }

  /**
   * Whether {@code other} says the same of the same node, so that nothing changes for a connection
   * with it. Public keys are the same when their numbers are, wherever they come from.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HostConfig that
        && name.equals(that.name)
        && isSame(publicKey, that.publicKey)
        && addresses.equals(that.addresses)
        && port == that.port
        && subnets.equals(that.subnets)
        && Objects.equals(weight, that.weight)
        && indirectData == that.indirectData
        && tcpOnly == that.tcpOnly
        && Objects.equals(clampMss, that.clampMss)
        && pmtu == that.pmtu;
  }

  private static boolean isSame(@Nullable RSAPublicKey a, @Nullable RSAPublicKey b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return a.getModulus().equals(b.getModulus())
        && a.getPublicExponent().equals(b.getPublicExponent());
  }

  @Override
  public int hashCode() {
    BigInteger modulus = publicKey == null ? null : publicKey.getModulus();
    return Objects.hash(name, modulus, addresses, port, subnets, weight, pmtu);
  }

  /** Collects settings; not thread-safe. Each method returns this builder. */
  public static final class Builder {
    private final NodeName name;
    private @Nullable RSAPublicKey publicKey;
    private final List<HostAddress> addresses = new ArrayList<>();
    private int port = 655;
    private final List<Subnet> subnets = new ArrayList<>();
    private @Nullable Integer weight;
    private boolean indirectData;
    private boolean tcpOnly;
    private @Nullable Boolean clampMss;
    private int pmtu = 1518;

    private Builder(NodeName name) {
      this.name = Objects.requireNonNull(name);
    }

    /** Sets {@link HostConfig#publicKey}. */
    public Builder publicKey(@Nullable RSAPublicKey value) {
      this.publicKey = value;
      return this;
    }

    /** Adds to {@link HostConfig#addresses}. */
    public Builder address(HostAddress value) {
      this.addresses.add(Objects.requireNonNull(value));
      return this;
    }

    /**
     * Adds to {@link HostConfig#addresses}.
     *
     * @throws IllegalArgumentException when {@code port} is not 1 to 65535
     */
    public Builder address(String host, int port) {
      return address(new HostAddress(host, port));
    }

    /**
     * Sets {@link HostConfig#port}.
     *
     * @throws IllegalArgumentException when the value is not 0 to 65535
     */
    public Builder port(int value) {
      if (value < 0 || value > 65535) {
        throw new IllegalArgumentException("Port is not 0 to 65535: " + value);
      }
      this.port = value;
      return this;
    }

    /** Adds to {@link HostConfig#subnets}. */
    public Builder subnet(Subnet value) {
      this.subnets.add(Objects.requireNonNull(value));
      return this;
    }

    /** Sets {@link HostConfig#weight}. */
    public Builder weight(@Nullable Integer value) {
      this.weight = value;
      return this;
    }

    /** Sets {@link HostConfig#indirectData}. */
    public Builder indirectData(boolean value) {
      this.indirectData = value;
      return this;
    }

    /** Sets {@link HostConfig#tcpOnly}. */
    public Builder tcpOnly(boolean value) {
      this.tcpOnly = value;
      return this;
    }

    /** Sets {@link HostConfig#clampMss}. */
    public Builder clampMss(@Nullable Boolean value) {
      this.clampMss = value;
      return this;
    }

    /**
     * Sets {@link HostConfig#pmtu}.
     *
     * @throws IllegalArgumentException when the value is not 1 to 1518
     */
    public Builder pmtu(int value) {
      if (value < 1 || value > 1518) {
        throw new IllegalArgumentException("PMTU is not 1 to 1518: " + value);
      }
      this.pmtu = value;
      return this;
    }

    /** The settings collected. */
    public HostConfig build() {
      return new HostConfig(this);
    }
  }
}
