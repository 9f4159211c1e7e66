package io.github.tinc4j.core.config;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.ConfigDirectory;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.NodeConfig;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A configuration directory on disk (spec 40, 1-4). */
public final class DirectoryConfig implements ConfigDirectory {

  private static final String SUFFIX = ".conf";

  private final Path directory;
  private final Map<String, String> environment;
  private final Supplier<String> hostName;
  private final Supplier<ServiceNames> services;
  private final BooleanSupplier hostSystem;

  DirectoryConfig(
      Path directory,
      Map<String, String> environment,
      Supplier<String> hostName,
      Supplier<ServiceNames> services,
      BooleanSupplier hostSystem) {
    this.directory = directory;
    this.environment = environment;
    this.hostName = hostName;
    this.services = services;
    this.hostSystem = hostSystem;
  }

  /**
   * The directory {@code path}, with the environment of this process.
   *
   * @param hostSystem whether there is a {@code HostSystem} to do what some variables ask for
   */
  public static DirectoryConfig of(Path path, BooleanSupplier hostSystem) {
    return new DirectoryConfig(
        path, System.getenv(), OwnName::systemHostName, ServiceNames::ofSystem, hostSystem);
  }

  @Override
  public NodeConfig load(@Nullable String netName, List<String> options)
      throws ConfigurationException {
    List<Assignment> server = serverAssignments(options);
    NodeName name = OwnName.read(new Settings(server), serverFile(), environment, hostName);
    Path ownFile = hostFile(name);
    if (Files.exists(ownFile)) {
      server.addAll(ConfigFile.parse(ConfigFile.text(ownFile), ownFile.toString()));
    }
    server.addAll(optionsFor(name.value(), options));
    Settings settings = new Settings(server);
    ServiceNames names = services.get();
    List<String> fixedOptions = List.copyOf(options);
    NodeConfig.Builder config =
        NodeConfig.builder(name, KeyFiles.privateKey(settings, directory))
            .hosts(new DirectoryHosts(directory, fixedOptions, names))
            .netName(netName)
            .scriptDirectory(directory);
    return NodeVariables.read(settings, names, hostSystem, config);
  }

  private Path serverFile() {
    return directory.resolve("tinc.conf");
  }

  private Path hostFile(NodeName name) {
    return DirectoryHosts.file(directory, name);
  }

  private List<Assignment> serverAssignments(List<String> options) throws ConfigurationException {
    List<Assignment> all = optionsFor(null, options);
    all.addAll(ConfigFile.parse(ConfigFile.text(serverFile()), serverFile().toString()));
    Path extra = directory.resolve("conf.d");
    if (Files.isDirectory(extra)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(extra, "?*" + SUFFIX)) {
        for (Path file : files) {
          all.addAll(ConfigFile.parse(ConfigFile.text(file), file.toString()));
        }
      } catch (IOException | DirectoryIteratorException e) {
        if (e instanceof ConfigurationException known) {
          throw known;
        }
        throw new ConfigurationException(
            extra.toString(), 0, null, "cannot be read: " + e.getMessage(), e);
      }
    }
    return all;
  }

  /**
   * The command-line assignments for one host, or with null for the node itself.
   *
   * @throws ConfigurationException when one of them is no assignment
   */
  static List<Assignment> optionsFor(@Nullable String host, List<String> options)
      throws ConfigurationException {
    List<Assignment> chosen = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      Assignment option = ConfigFile.assignment(options.get(i), null, i + 1);
      if (option.variable().isEmpty() || option.value().isEmpty()) {
        throw option.wrong("not KEY=VALUE: '" + options.get(i) + "'");
      }
      int dot = option.variable().indexOf('.');
      String owner = dot < 0 ? null : option.variable().substring(0, dot);
      if (host == null ? owner == null : host.equals(owner)) {
        String variable = option.variable().substring(dot + 1);
        chosen.add(new Assignment(variable, option.value(), null, i + 1));
      }
    }
    return chosen;
  }

  @Override
  public List<Path> generateKeys(int bits, List<String> options) throws IOException {
    if (bits < MIN_KEY_BITS) {
      throw new IllegalArgumentException("fewer than " + MIN_KEY_BITS + " bits: " + bits);
    }
    Settings settings =
        new Settings(
            Files.exists(serverFile()) ? serverAssignments(options) : optionsFor(null, options));
    KeyPair keys = generate(bits - bits % Byte.SIZE);
    Path privateFile = KeyFiles.privateKeyFile(settings, directory);
    Path publicFile = publicKeyFile(settings);
    Files.createDirectories(publicFile.toAbsolutePath().getParent());
    KeyFiles.appendPrivate(privateFile, keys);
    KeyFiles.appendPublic(publicFile, keys);
    return List.of(privateFile, publicFile);
  }

  private Path publicKeyFile(Settings settings) throws ConfigurationException {
    if (settings.first("Name") == null) {
      return directory.resolve("rsa_key.pub");
    }
    return hostFile(OwnName.read(settings, serverFile(), environment, hostName));
  }

  private static KeyPair generate(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }
}
