package io.github.tinc4j.core.config;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.KnownHosts;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of {@code hosts}, read anew each time (spec 40, 2). */
final class DirectoryHosts implements KnownHosts {

  private final Path directory;
  private final List<String> options;
  private final ServiceNames services;

  /**
   * The host files of a configuration directory.
   *
   * @param options as for {@link DirectoryConfig#load}
   */
  DirectoryHosts(Path directory, List<String> options, ServiceNames services) {
    this.directory = directory;
    this.options = options;
    this.services = services;
  }

  /** The host file of a node. */
  static Path file(Path directory, NodeName name) {
    return directory.resolve("hosts").resolve(name.value());
  }

  @Override
  public @Nullable HostConfig find(NodeName name) throws ConfigurationException {
    Path file = file(directory, name);
    if (!Files.exists(file)) {
      return null;
    }
    String text = ConfigFile.text(file);
    List<Assignment> all = ConfigFile.parse(text, file.toString());
    all.addAll(DirectoryConfig.optionsFor(name.value(), options));
    Settings settings = new Settings(all);
    RSAPublicKey key = KeyFiles.publicKey(settings, file, text, directory);
    return HostVariables.read(settings, services, name, key);
  }

  /** Those of all files that a node may be named after; scripts and back-ups are none. */
  @Override
  public List<NodeName> names() throws ConfigurationException {
    Path hosts = directory.resolve("hosts");
    List<NodeName> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(hosts, Files::isRegularFile)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (NodeName.isValid(name)) {
          names.add(NodeName.of(name));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of(); // as find() has it: nobody is known
    } catch (IOException | DirectoryIteratorException e) {
      throw new ConfigurationException(
          hosts.toString(), 0, null, "cannot be read: " + e.getMessage(), e);
    }
    return names;
  }
}
