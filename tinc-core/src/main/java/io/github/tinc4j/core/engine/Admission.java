package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.mesh.Mesh;
import io.github.tinc4j.core.meta.Identities;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.meta.MetaOwner;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Which connections may come in at all, before their first byte (spec 10, 5.9; spec 30, 3). */
final class Admission {

  private final Identities identities;
  private final MetaOwner owner;
  private final Mesh mesh;
  private final Publication publication;
  private final NameContest contest;
  private final AcceptLimit limit;

  /**
   * Admits to {@code mesh}.
   *
   * @param owner whom the connections report to
   */
  Admission(
      Identities identities,
      MetaOwner owner,
      Mesh mesh,
      Publication publication,
      NameContest contest) {
    this.identities = identities;
    this.owner = owner;
    this.mesh = mesh;
    this.publication = publication;
    this.contest = contest;
    this.limit = new AcceptLimit(mesh.nowNs());
  }

  /**
   * A TCP connection came in.
   *
   * @return its name, or null when it must be closed at once
   */
  @Nullable ConnectionId admit(InetSocketAddress remote) {
    if (contest.isSilent()) {
      return refuse(remote, contest.reason());
    }
    if (!limit.allows(mesh.nowNs())) {
      return refuse(
          remote, new CloseReason(CloseReason.Kind.THROTTLED, "too many connections come in"));
    }
    MetaConnection connection =
        MetaConnection.incoming(mesh.neighbours().newId(), remote, identities, owner, mesh.nowNs());
    mesh.neighbours().add(connection);
    return connection.id();
  }

  private @Nullable ConnectionId refuse(InetSocketAddress remote, CloseReason reason) {
    publication.add(new MeshEvent.ConnectionClosed(null, remote, false, false, reason));
    return null;
  }
}
