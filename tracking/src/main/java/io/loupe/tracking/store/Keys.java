package io.loupe.tracking.store;

/** What a key may look like: no leading slash, no empty or dotted segment, nothing that a path could misread. */
final class Keys {
    private static final int LONGEST = 1024; // S3's limit, in bytes of UTF-8; keys here are ASCII but for image names

    private Keys() {}

    static String checked(String key) {
        if (key.isEmpty() || key.length() > LONGEST || key.indexOf('\\') >= 0 || key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("object key \"" + key + "\" is empty, too long or holds \\ or NUL");
        }
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("object key \"" + key + "\" has an empty, \".\" or \"..\" segment");
            }
        }
        return key;
    }
}
