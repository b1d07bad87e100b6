package io.loupe.infra.command;

import io.loupe.infra.LauncherException;
import io.loupe.infra.client.LoupeApi;
import io.loupe.infra.service.Endpoints;
import io.loupe.infra.state.StackRecord;
import java.net.URI;
import java.util.Optional;

/** The stack that another launcher keeps running. */
final class RunningStack {

    private RunningStack() {}

    /** The address of web, empty if there is no stack that is ready. */
    static Optional<URI> page(Context context) {
        StackRecord stack = context.stack();
        return stack.runningLauncher()
                .filter(launcher -> stack.phase() == StackRecord.Phase.READY)
                .flatMap(launcher -> Optional.ofNullable(stack.addresses().get(Endpoints.PAGE)))
                .map(URI::create);
    }

    /**
     * Its API; {@code loupe.url} names a Loupe elsewhere.
     *
     * @throws LauncherException if there is none
     */
    static LoupeApi api(Context context) {
        return context.settings()
                .get("loupe.url")
                .map(URI::create)
                .or(() -> page(context))
                .map(LoupeApi::new)
                .orElseThrow(() -> new LauncherException(
                        "Loupe does not run in " + context.home().directory() + "; start it with ./loupe up"));
    }
}
