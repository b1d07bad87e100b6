package io.loupe.infra.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The last lines of a log, for a message. */
public final class LogTail {

    private static final int BYTES = 4_000;
    private static final int LINES = 12;

    private LogTail() {}

    public static String of(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - BYTES));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
                    .collect(Collectors.joining("\n      ", "; the end of " + log + ":\n      ", ""));
        } catch (IOException e) {
            return "; see " + log;
        }
    }
}
