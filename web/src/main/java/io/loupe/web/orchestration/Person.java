package io.loupe.web.orchestration;

/** Who asks: until there is authentication, whoever can reach loopback, which is the user of this process. */
public final class Person {
    private Person() {}

    public static String current() {
        return System.getProperty("user.name", "somebody");
    }
}
