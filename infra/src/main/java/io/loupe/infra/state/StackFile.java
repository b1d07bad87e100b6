package io.loupe.infra.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.loupe.infra.LauncherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;

/** Reads and replaces {@code stack.json}; a reader sees the old or the new content, never half of one. */
public final class StackFile {

    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Path file;

    public StackFile(Path file) {
        this.file = file;
    }

    /**
     * The content, {@link StackRecord#empty()} if there is no file.
     *
     * @throws LauncherException if it is damaged
     */
    public synchronized StackRecord read() {
        try {
            return mapper.readValue(Files.readString(file), StackRecord.class);
        } catch (NoSuchFileException e) {
            return StackRecord.empty();
        } catch (JsonProcessingException e) {
            throw new LauncherException(
                    file + " is damaged (" + e.getOriginalMessage() + "); end what still runs, then delete it", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Applies {@code change} to the content and writes the result; for the owner of the {@link StackLock}. */
    public synchronized StackRecord update(UnaryOperator<StackRecord> change) {
        StackRecord changed = change.apply(read());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.writeString(next, mapper.writeValueAsString(changed));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return changed;
    }
}
