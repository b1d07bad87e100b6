package io.loupe.workers.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that may write no file of more than 64 KiB, so that the system itself refuses a write. */
final class FullDiskTest {
    @TempDir
    private Path folder;

    @Test
    @Timeout(60)
    void aWriteThatTheDiskRefusesIsNotTheArchivesDamage() throws Exception {
        Path tar = Files.write(
                folder.resolve("a.tar"), new Tar().file("a.png", 200 << 10).bytes());
        Path zip = Files.write(
                folder.resolve("a.zip"), new Zip().file("a.png", 200 << 10).bytes());

        for (Path archive : new Path[] {tar, zip}) {
            assertThat(unpackedWithLittleRoom(archive))
                    .as(archive.toString())
                    .contains("the worker's disk took no more of \"a.png\" (File too large); free some space or mend"
                            + " it, then import again")
                    .doesNotContain("damaged");
        }
    }

    /** @return what it printed */
    private String unpackedWithLittleRoom(Path archive) throws Exception {
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 64 && exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDiskTest.class.getName(),
                        archive.toString(),
                        Files.createTempDirectory(folder, "target").toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return printed;
    }

    /** Unpacks an archive into a folder and prints why it could not. */
    public static void main(String[] arguments) throws Exception {
        try {
            new Archive(Path.of(arguments[0]), ArchiveLimits.USUAL, (_, _) -> {}).unpack(Path.of(arguments[1]));
        } catch (ArchiveException refused) {
            System.out.println(refused.getMessage());
        }
    }
}
