package io.github.tinc4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

class MetaSocketTest {

  /** Spec 10, 2. */
  @Test
  void aMetaConnectionDoesNotGatherAndAsksForLowDelay() throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET)) {
      MetaSocket.prepare(channel);
      assertThat(channel.isBlocking()).isFalse();
      assertThat(channel.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
      assertThat(channel.getOption(StandardSocketOptions.IP_TOS)).isEqualTo(0x10);
    }
  }
}
