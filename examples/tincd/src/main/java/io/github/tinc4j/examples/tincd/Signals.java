package io.github.tinc4j.examples.tincd;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Signals of the system, by {@code sun.misc.Signal}: every JVM of today has it, but javac warns of
 * each use, and so it is looked up.
 */
final class Signals {

  private Signals() {}

  /**
   * Has {@code action} run, on a thread of its own, whenever the process gets a signal.
   *
   * @param name the signal's name, without {@code SIG}
   * @return false when that cannot be: the JVM keeps QUIT for itself, and with {@code -Xrs} HUP,
   *     INT and TERM are the system's
   */
  static boolean handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(action);
      Object taker =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      Object named = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, named, taker);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
