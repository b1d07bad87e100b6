package io.loupe.infra.command;

import io.loupe.infra.config.Installation;
import io.loupe.infra.config.Settings;
import io.loupe.infra.config.StackHome;
import io.loupe.infra.state.StackFile;
import io.loupe.infra.state.StackRecord;
import io.loupe.infra.terminal.Table;
import io.loupe.infra.terminal.Terminal;
import java.util.List;
import java.util.Map;

/**
 * What every command needs.
 *
 * @param settings of this process and of the stack's file
 * @param installation built jars
 * @param home paths of the stack
 * @param terminal where to print
 */
public record Context(Settings settings, Installation installation, StackHome home, Terminal terminal) {

    /** The context of this process. */
    public static Context ofProcess() {
        Settings process = Settings.ofProcess();
        Installation installation = Installation.of(process);
        StackHome home = StackHome.of(process, installation);
        return new Context(process.withFile(home.settingsFile()), installation, home, Terminal.ofProcess());
    }

    /** The content of {@code stack.json}. */
    public StackRecord stack() {
        return new StackFile(home.stateFile()).read();
    }

    /** The addresses as a table. */
    static List<String> addresses(Map<String, String> addresses) {
        Table table = new Table(Integer.MAX_VALUE);
        List.of("Loupe", "MLflow", "Temporal", "Object store").forEach(name -> {
            if (addresses.containsKey(name)) {
                table.row(name, addresses.get(name));
            }
        });
        return table.lines();
    }
}
