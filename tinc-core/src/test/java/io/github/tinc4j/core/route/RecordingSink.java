package io.github.tinc4j.core.route;

import io.github.tinc4j.api.DropReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes down what a router decides. Node 0 stands for the own device. */
final class RecordingSink implements RouteSink {

  final List<Integer> nodes = new ArrayList<>();
  final List<byte[]> frames = new ArrayList<>();
  final List<DropReason> drops = new ArrayList<>();
  final List<Long> macs = new ArrayList<>();

  @Override
  public void deliver(byte[] frame, int offset, int length) {
    record(0, frame, offset, length);
  }

  @Override
  public void send(int node, byte[] frame, int offset, int length) {
    if (node == 0) {
      throw new AssertionError("sent to ourselves");
    }
    record(node, frame, offset, length);
  }

  @Override
  public boolean macSeen(long address) {
    return macs.add(address);
  }

  @Override
  public void drop(DropReason reason) {
    drops.add(reason);
  }

  private void record(int node, byte[] frame, int offset, int length) {
    nodes.add(node);
    frames.add(Arrays.copyOfRange(frame, offset, offset + length));
  }
}
