package io.github.tinc4j.examples.tincd;

import io.github.tinc4j.api.config.ConfigDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code tincd}: runs an unchanged configuration directory of tincd 1.0 with its options.
 *
 * <p>What differs from tincd, because a Java process cannot do it: it never detaches. Without
 * {@code -D} it says so and stays in the foreground, logging to standard error, because whoever
 * starts it wants a running node above all; a service manager or {@code &} puts it into the
 * background. The options that cannot be honoured are refused; see {@link Option}.
 *
 * <p>Sockets that a service manager hands over are used in place of those of the configuration, see
 * {@link SocketActivation}.
 *
 * <p>On SIGTERM the node is closed, {@code tinc-down} runs, and the exit status is 0; a second one
 * ends the process at once. HUP, ALRM, USR1, USR2 and WINCH do what they do to tincd (see {@link
 * Request}), but a configuration that cannot be used at SIGHUP is logged and the one before stays
 * in use, where tincd ends. SIGINT raises the debug level to 5 and sets it back; with {@code -D},
 * where it mostly is the ctrl-C of a terminal, it ends the daemon as SIGTERM does. SIGQUIT is the
 * JVM's: it prints what all threads do. HotSpot itself uses SIGUSR2 while the Flight Recorder
 * samples; the variable {@code _JAVA_SR_SIGNUM} of the environment gives it another.
 */
public final class Main {

  private Main() {}

  /** Runs the program and ends the process. */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  /**
   * Runs the program.
   *
   * @return the exit status
   */
  static int run(List<String> args, PrintStream out, PrintStream err) {
    try {
      CommandLine line = CommandLine.parse(args);
      return switch (line.task()) {
        case VERSION -> version(out);
        case HELP -> help(out);
        case KILL -> KillCommand.run(line.pidFile(), line.signal(), err);
        case GENERATE_KEYS -> generateKeys(line, out, err);
        case RUN -> runUntilSignal(line, err);
      };
    } catch (UsageException e) {
      err.println("tincd: " + e.getMessage());
      err.println("Try 'tincd --help' for more information.");
    } catch (IOException e) {
      String file = e instanceof FileSystemException about ? about.getFile() + ": " : "";
      err.println(file + Problem.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  private static int version(PrintStream out) {
    out.println("tincd " + Version.TEXT + ", speaks protocol 17 as tinc 1.0.36 does");
    return 0;
  }

  private static int help(PrintStream out) {
    out.println("Usage: tincd [option]...");
    out.println();
    for (Option option : Option.values()) {
      out.println(option.helpLine());
    }
    return 0;
  }

  private static int generateKeys(CommandLine line, PrintStream out, PrintStream err)
      throws IOException {
    LibraryLog.into(DaemonLog.to(err, line.debugLevel()));
    err.println("Generating " + line.keyBits() + " bits keys:");
    try {
      ConfigDirectory.of(line.directory())
          .generateKeys(line.keyBits(), line.options())
          .forEach(out::println);
      return 0;
    } catch (IllegalArgumentException e) {
      err.println("No keys of " + line.keyBits() + " bits: " + e.getMessage());
      return 1;
    }
  }

  /**
   * SIGTERM, and SIGINT where we leave it alone, make the JVM run the hook, which waits until the
   * node is closed.
   */
  private static int runUntilSignal(CommandLine line, PrintStream err) throws IOException {
    if (!line.noDetach()) {
      err.println("A Java process cannot detach itself: this one stays in the foreground (-D).");
    }
    if (line.givenDirectory() != null && line.netName() != null) {
      err.println("Both netname and configuration directory given, using the latter...");
    }
    List<Integer> inherited =
        SocketActivation.descriptors(System.getenv(), ProcessHandle.current().pid());
    var daemon = new Daemon(line, inherited, err);
    var status = new CompletableFuture<Integer>();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  Signals.handle("TERM", Main::endAtOnce);
                  Signals.handle("INT", Main::endAtOnce);
                  daemon.requestStop();
                  // Without this, the status after a signal would be 128 and its number.
                  Runtime.getRuntime().halt(status.join());
                },
                "tincd-stop"));
    for (Request request : Request.values()) {
      boolean takenByJvm =
          request == Request.STOP || (request == Request.TOGGLE_DEBUG && line.noDetach());
      if (!takenByJvm && !Signals.handle(request.signal(), () -> daemon.ask(request))) {
        err.println("This Java process cannot handle SIG" + request.signal() + ".");
      }
    }
    status.complete(daemon.run());
    return status.join();
  }

  private static void endAtOnce() {
    Runtime.getRuntime().halt(1);
  }
}
