package io.github.tinc4j.examples.tincd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file that says which process runs the network: its id in decimal and a newline. It is there
 * from {@link #write} to {@link #close}.
 */
final class PidFile implements AutoCloseable {

  /** No number of a process is longer, with its newline. */
  private static final int LONGEST = 32;

  private final Path file;
  private final long pid;

  private PidFile(Path file, long pid) {
    this.file = file;
    this.pid = pid;
  }

  /**
   * Writes {@code pid}, unless the file names another process that is alive. Of two that try at the
   * same moment, one fails.
   *
   * @throws IOException when another process is named, or the file cannot be written
   */
  static PidFile write(Path file, long pid) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // Held until the channel closes.
      channel.lock();
      long other = parse(head(channel));
      if (other != pid && isAlive(other)) {
        throw new IOException("A tincd is already running with pid " + other + ".");
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (FileSystemException e) {
      throw new IOException("Couldn't write pid file " + file + ": " + Problem.of(e), e);
    }
    return new PidFile(file, pid);
  }

  /**
   * The process that {@code file} names.
   *
   * @return 0 when there is no such file, or no number in it
   */
  static long read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return parse(head(channel));
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  static boolean isAlive(long pid) {
    return pid > 0 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static String head(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
    channel.read(bytes, 0);
    return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
  }

  private static long parse(String text) {
    String number = text.strip();
    return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : 0;
  }

  /** Removes the file, unless it names somebody else by now. */
  @Override
  public void close() throws IOException {
    if (read(file) == pid) {
      Files.deleteIfExists(file);
    }
  }
}
