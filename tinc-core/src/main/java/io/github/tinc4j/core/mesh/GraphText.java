package io.github.tinc4j.core.mesh;

/** The graph as tincd writes it into {@code GraphDumpFile}: Graphviz text (spec 40, 8). */
public final class GraphText {

  private GraphText() {}

  /** All nodes by name, then all edges in their order. */
  public static String of(Mesh mesh) {
    var text = new StringBuilder("digraph {\n");
    for (NodeEntry node : mesh.nodes()) {
      text.append("\t\"").append(node).append("\" [label = \"").append(node).append("\"];\n");
    }
    for (Edge edge : mesh.edges()) {
      text.append("\t\"").append(edge.from()).append("\" -> \"").append(edge.to()).append("\";\n");
    }
    return text.append("}\n").toString();
  }
}
