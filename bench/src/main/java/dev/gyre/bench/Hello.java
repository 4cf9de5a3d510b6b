package dev.gyre.bench;

/** The least a JVM can do: the unit of the start-up figures. */
public final class Hello {
    private Hello() {
    }

    public static void main(String[] args) {
        System.out.println("hello");
    }
}
