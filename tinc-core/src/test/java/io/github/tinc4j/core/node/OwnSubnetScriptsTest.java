package io.github.tinc4j.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.MemoryDevice;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnSubnetScriptsTest {

  @TempDir private Path directory;

  @Test
  void everyOwnSubnetGoesUpOnceAndDownOnceWhenItComesAndGoesWhileTheNodeRuns()
      throws IOException, GeneralSecurityException {
    writeScripts("subnet-up", "subnet-down", "tinc-down");
    try (TincNode node =
        TincNode.builder().config(config()).device(new MemoryDevice("memory")).start()) {
      node.subnets().announce(Subnet.parse("10.3.0.0/16#3"));
      node.subnets().withdraw(Subnet.parse("10.2.0.0/16"));
    }
    assertThat(Files.readAllLines(log()))
        .containsExactly(
            "subnet-up 10.1.0.0/16 10",
            "subnet-up 10.2.0.0/16 10",
            "subnet-up 10.3.0.0/16 3",
            "subnet-down 10.2.0.0/16 10",
            "subnet-down 10.1.0.0/16 10",
            "subnet-down 10.3.0.0/16 3",
            "tinc-down");
  }

  @Test
  void anInterpreterThatIsSetAtAReloadRunsTheScriptsFromThenOn()
      throws IOException, GeneralSecurityException {
    writeScripts("subnet-up");
    NodeConfig config = config();
    try (TincNode node =
        TincNode.builder().config(config).device(new MemoryDevice("memory")).start()) {
      String interpreter = "echo another >> '" + log() + "' #";
      node.reload(config.toBuilder().scriptsInterpreter(interpreter).build());
      node.subnets().announce(Subnet.parse("10.3.0.0/16#3"));
    }
    assertThat(Files.readAllLines(log()))
        .containsExactly("subnet-up 10.1.0.0/16 10", "subnet-up 10.2.0.0/16 10", "another");
  }

  private void writeScripts(String... scripts) throws IOException {
    for (String script : scripts) {
      Path file = directory.resolve(script);
      Files.writeString(
          file, "#!/bin/sh\necho " + script + " $SUBNET $WEIGHT >> '" + log() + "'\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private Path log() {
    return directory.resolve("log");
  }

  private NodeConfig config() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    return NodeConfig.builder(
            NodeName.of("a"), (RSAPrivateKey) generator.generateKeyPair().getPrivate())
        .bindToAddress(new ListenAddress("127.0.0.1", 0))
        .subnet(Subnet.parse("10.2.0.0/16"))
        .subnet(Subnet.parse("10.1.0.0/16"))
        .scriptDirectory(directory)
        .build();
  }
}
