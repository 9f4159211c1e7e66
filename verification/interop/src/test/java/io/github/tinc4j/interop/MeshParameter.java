package io.github.tinc4j.interop;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Gives each test a {@link Mesh} of its own, prints its logs when the test fails, removes it. */
final class MeshParameter implements ParameterResolver, TestExecutionExceptionHandler {

  private static final Namespace STORE = Namespace.create(MeshParameter.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Mesh.class;
  }

  @Override
  public Mesh resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Mesh mesh = new Mesh();
    context.getStore(STORE).put(Mesh.class, mesh); // closed by JUnit at the end of the test
    return mesh;
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    Mesh mesh = context.getStore(STORE).get(Mesh.class, Mesh.class);
    if (mesh != null) {
      System.err.println(context.getDisplayName() + " failed: " + failure);
      System.err.println(mesh.logs());
    }
    throw failure;
  }
}
