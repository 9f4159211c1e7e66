package io.github.tinc4j.core.io;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * A program for {@link AcceptorTest}: a node in a process that has used up its file descriptors.
 * Prints its port, then how many milliseconds it took until accepting has failed three times, and
 * frees the descriptors.
 */
final class NoDescriptors {

  private NoDescriptors() {}

  public static void main(String[] args) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    var key = (RSAPrivateKey) generator.generateKeyPair().getPrivate();
    NodeConfig config =
        NodeConfig.builder(NodeName.of("us"), key)
            .bindToAddress(new ListenAddress("127.0.0.1", 0))
            .deviceType("dummy")
            .build();
    var failures = new CountDownLatch(3);
    Logger logger = Logger.getLogger("io.github.tinc4j");
    logger.setUseParentHandlers(false);
    logger.addHandler(new Counting(failures));
    try (TincNode node = TincNode.builder().config(config).start()) {
      InetSocketAddress address = node.listenAddresses().get(0);
      loadAll(TincNode.class);
      loadAll(Acceptor.class);
      introduce(address);
      List<FileInputStream> held = exhaust();
      long beganNs = System.nanoTime();
      System.out.println(address.getPort());
      boolean failed = failures.await(20, TimeUnit.SECONDS);
      long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
      for (FileInputStream file : held) {
        file.close();
      }
      System.out.println(failed ? tookMs : -1);
      System.in.read();
    }
  }

  /** Loads the classes beside {@code one}, while files can still be opened. */
  private static void loadAll(Class<?> one) throws Exception {
    Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (!Files.isDirectory(root)) {
      // A jar file is open already.
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(file -> file.toString().endsWith(".class")).toList();
    }
    for (Path file : files) {
      String name = root.relativize(file).toString().replace('/', '.');
      if (name.contains("tinc4j")) {
        Class.forName(name.substring(0, name.length() - ".class".length()));
      }
    }
  }

  private static void introduce(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.getOutputStream().write("0 nobody 17\n".getBytes(StandardCharsets.US_ASCII));
      int end = socket.getInputStream().read();
      assert end == -1;
    }
  }

  private static List<FileInputStream> exhaust() {
    List<FileInputStream> held = new ArrayList<>();
    try {
      while (true) {
        held.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      return held;
    }
  }

  private static final class Counting extends Handler {
    private final CountDownLatch failures;

    Counting(CountDownLatch failures) {
      this.failures = failures;
    }

    @Override
    public void publish(LogRecord entry) {
      if (entry.getMessage().startsWith("accepting")) {
        failures.countDown();
      } else {
        System.err.println(entry.getMessage() + ": " + entry.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
