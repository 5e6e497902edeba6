package dev.freshet.lakehouse;

/**
 * Starts a Trino server. Of newer versions the server's own main class, which does the same, is not in the Maven
 * registry.
 */
final class TrinoMain {
    private TrinoMain() {}

    /** @param arguments the version */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Class<?> server = Class.forName("io.trino.server.Server");
        server.getMethod("start", String.class).invoke(server.getConstructor().newInstance(), arguments[0]);
    }
}
