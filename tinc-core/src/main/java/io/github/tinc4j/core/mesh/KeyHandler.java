package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.compress.Compression;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.tunnel.LegacyOpeningKey;
import io.github.tinc4j.core.tunnel.LegacySealingKey;
import io.github.tinc4j.core.tunnel.SealingKey;
import io.github.tinc4j.core.wire.AnsKey;
import io.github.tinc4j.core.wire.Hex;
import io.github.tinc4j.core.wire.KeyChanged;
import io.github.tinc4j.core.wire.LineWriter;
import io.github.tinc4j.core.wire.ReqKey;
import io.github.tinc4j.core.wire.WireAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Packet keys: asking for them, giving ours, passing on what is for others (spec 20, 4).
 *
 * <p>Each ordered pair of nodes has a key of its own, made by the one who receives the packets.
 */
public final class KeyHandler {

  private static final long REQUEST_INTERVAL_NS = Duration.ofSeconds(10).toNanos();

  /** A sequence number from which on a key is replaced early (spec 20, 4.5). */
  private static final int LAST_SEQUENCE = 1 << 30;

  private final Mesh mesh;
  private final MeshPort port;
  private final RandomGenerator random;
  private final CipherSpec cipher;
  private final DigestSpec digest;
  private final int macLength;
  private final int compression;
  private final int replayWindow;
  private final Trust trust;
  private final long expireNs;
  private long expiresAtNs;

  /** Gives out keys for the cipher and digest that {@code config} names. */
  public KeyHandler(
      Mesh mesh,
      MeshPort port,
      RandomGenerator random,
      NodeConfig config,
      CipherSpec cipher,
      DigestSpec digest) {
    this.mesh = mesh;
    this.port = port;
    this.random = random;
    this.cipher = cipher;
    this.digest = digest;
    this.macLength = config.macLength();
    this.compression = config.compression();
    this.replayWindow = config.replayWindow();
    this.trust = Trust.of(config);
    this.expireNs = config.keyExpire().toNanos();
    this.expiresAtNs = mesh.nowNs() + expireNs;
  }

  /** Somebody wants a key: ours, or that of a node that we lead to. */
  public void requestKey(ReqKey message, String line) {
    NodeEntry from = mesh.node(message.from());
    NodeEntry to = mesh.node(message.to());
    if (from == null || to == null) {
      return;
    }
    if (to == mesh.self()) {
      if (from != to) {
        sendOurKey(from);
      }
    } else {
      passOn(to, line);
    }
  }

  private void passOn(NodeEntry to, String line) {
    MetaConnection towards = mesh.connectionTowards(to);
    if (trust.passesOn() && to.isReachable() && towards != null) {
      towards.sendLine(line);
    }
  }

  /** Somebody gives a key: to us, or to a node that we lead to. */
  public void answerKey(MetaConnection source, AnsKey message, String line) {
    NodeEntry from = mesh.node(message.from());
    NodeEntry to = mesh.node(message.to());
    if (from == null || to == null) {
      return;
    }
    if (to != mesh.self()) {
      passOn(to, relayed(message, line, from, to));
      return;
    }
    if (from == mesh.self()) {
      return;
    }
    // Even a key that turns out unusable ends the use of the one before.
    from.setSealing(null);
    mesh.touch();
    if (mayBeTheOlder(from, source)) {
      from.allowKeyRequest();
      wantKey(from.name());
      return;
    }
    SealingKey key = read(message);
    if (key == null) {
      return;
    }
    from.setSealing(key);
    InetSocketAddress reflexive =
        message.reflexive() == null ? null : message.reflexive().numeric();
    if (reflexive != null) {
      from.setUdpAddress(reflexive);
    }
    port.keyed(from);
  }

  /**
   * Whether a key comes right after one that came another way: nobody can tell which is the newer.
   * The next one is it in any case.
   */
  private boolean mayBeTheOlder(NodeEntry from, MetaConnection source) {
    NodeEntry neighbour = mesh.node(source.provenPeer());
    NodeEntry before = from.sealingWay().neighbour(mesh.nowNs());
    boolean other = before != null && before != neighbour;
    from.sealingWay().take(other ? null : neighbour, mesh.nowNs());
    return other;
  }

  /**
   * The line as it goes on: unchanged, or with the address under which we see {@code from}, for the
   * one behind a NAT (spec 20, 4.4). An address that is not numeric would end a tincd 1.0.36, and
   * is left out.
   */
  private static String relayed(AnsKey message, String line, NodeEntry from, NodeEntry to) {
    WireAddress said = message.reflexive();
    boolean harmless = said == null || said.numeric() != null;
    if (harmless && said != null) {
      return line;
    }
    InetSocketAddress seen = from.udpAddress();
    boolean helps = seen != null && to.path().minMtu() > 0;
    if (harmless && !helps) {
      return line;
    }
    var written = new LineWriter();
    message.withReflexive(helps && seen != null ? WireAddress.of(seen) : null).format(written);
    return written.line();
  }

  private static @Nullable SealingKey read(AnsKey message) {
    CipherSpec cipher = CipherSpec.byNid(message.cipherNid());
    DigestSpec digest = DigestSpec.byNid(message.digestNid());
    byte[] key = Hex.decode(wholeBytes(message.hexKey()));
    if (cipher == null
        || digest == null
        || key == null
        || !cipher.availableForPackets()
        || key.length != cipher.keyStringBytes()
        || !macFits(message.macLength(), digest)
        || !Compression.supported(message.compression())) {
      return null;
    }
    return LegacySealingKey.of(cipher, digest, message.macLength(), message.compression(), key);
  }

  private static boolean macFits(int macLength, DigestSpec digest) {
    return macLength >= 0 && (digest.equals(DigestSpec.NONE) || macLength <= digest.size());
  }

  /** An odd last digit does not count. */
  private static String wholeBytes(String hex) {
    return hex.substring(0, hex.length() & ~1);
  }

  /** A node has replaced its keys: the one it gave us is void. */
  public void keyChanged(MetaConnection source, KeyChanged message, String line) {
    NodeEntry origin = mesh.node(message.origin());
    if (origin == null) {
      return;
    }
    origin.setSealing(null);
    origin.allowKeyRequest();
    mesh.touch();
    if (trust.passesOn()) {
      mesh.neighbours().forward(line, source);
    }
  }

  /** A packet for {@code node} wants to go by UDP and has no key: asks for one, now and then. */
  public void wantKey(NodeName name) {
    NodeEntry node = mesh.node(name);
    MetaConnection towards = node == null ? null : mesh.connectionTowards(node);
    if (node == null
        || towards == null
        || node.sealing() != null
        || node.keyRequestedWithin(REQUEST_INTERVAL_NS, mesh.nowNs())) {
      return;
    }
    node.keyRequested(mesh.nowNs());
    towards.send(new ReqKey(mesh.self().name(), name));
  }

  /**
   * Gives {@code node} a new key; the one that it had is void at once (spec 20, 4.2). While that
   * one may still be under way, the new one goes the same way, not to overtake it.
   */
  public void sendOurKey(NodeEntry node) {
    NodeEntry before = node.openingWay().neighbour(mesh.nowNs());
    NodeEntry by = before != null && before.connection() != null ? before : node.nexthop();
    MetaConnection towards = by == null ? null : by.connection();
    if (towards == null) {
      return;
    }
    node.openingWay().take(by, mesh.nowNs());
    byte[] key = LegacyOpeningKey.randomKey(cipher, random);
    node.setOpening(LegacyOpeningKey.of(cipher, digest, macLength, compression, key, replayWindow));
    mesh.keyGiven();
    towards.send(
        new AnsKey(
            mesh.self().name(),
            node.name(),
            Hex.encode(key),
            cipher.nid(),
            digest.nid(),
            macLength,
            compression,
            null));
  }

  /** Replaces all our keys when their time has come, or a sender has used one up. */
  public void expire() {
    boolean usedUp =
        mesh.nodes().stream()
            .anyMatch(
                node ->
                    node.opening() != null
                        && Integer.compareUnsigned(node.opening().highestSequence(), LAST_SEQUENCE)
                            > 0);
    if (!usedUp && mesh.nowNs() - expiresAtNs < 0) {
      return;
    }
    mesh.nodes().forEach(node -> node.setOpening(null));
    mesh.touch();
    mesh.neighbours().broadcast(new KeyChanged(random.nextInt(), mesh.self().name()));
    for (NodeEntry node : mesh.nodes()) {
      if (node.connection() != null && node.isReachable()) {
        sendOurKey(node);
      }
    }
    expiresAtNs = mesh.nowNs() + expireNs;
  }
}
