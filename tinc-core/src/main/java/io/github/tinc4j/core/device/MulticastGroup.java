package io.github.tinc4j.core.device;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code Device} says for {@code DeviceType = multicast}: {@code ADDRESS PORT [TTL]} (spec 40,
 * 10). As with tincd, more words are without effect.
 *
 * @param text as it is written
 * @param address the group, and the port on which its members listen
 * @param ttl how many networks a frame may cross; 1, the default, is the local one
 */
record MulticastGroup(String text, InetSocketAddress address, int ttl) {

  private static final int MOST_TTL = 255;
  private static final int MOST_PORT = 65_535;

  /**
   * Reads the setting.
   *
   * @throws DeviceException when it is absent, or a part of it is not legal
   */
  static MulticastGroup parse(@Nullable String text) throws DeviceException {
    if (text == null) {
      throw wrong("is not set", "", null);
    }
    String[] words = text.strip().split("[ \t]+", -1);
    if (words.length < 2) {
      throw wrong("has no port", text, null);
    }
    var address =
        new InetSocketAddress(group(words[0], text), number(words[1], 1, MOST_PORT, text));
    return new MulticastGroup(
        text, address, words.length == 2 ? 1 : number(words[2], 0, MOST_TTL, text));
  }

  private static InetAddress group(String word, String text) throws DeviceException {
    InetAddress group;
    try {
      group = InetAddress.getByName(word);
    } catch (UnknownHostException e) {
      throw wrong("has no address '" + word + "'", text, e);
    }
    if (!group.isMulticastAddress()) {
      throw wrong("has no group address, but " + group.getHostAddress(), text, null);
    }
    return group;
  }

  private static int number(String word, int least, int most, String text) throws DeviceException {
    try {
      int number = Integer.parseInt(word);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong("has no number '" + word + "'", text, e);
    }
    throw wrong("has a number that is not " + least + " to " + most + ": " + word, text, null);
  }

  private static DeviceException wrong(String problem, String text, @Nullable Exception cause) {
    return new DeviceException(
        Reason.BAD_SETTING,
        "Device '" + text + "' of DeviceType = multicast " + problem + "; it is ADDRESS PORT [TTL]",
        cause);
  }
}
