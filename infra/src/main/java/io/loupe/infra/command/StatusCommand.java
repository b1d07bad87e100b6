package io.loupe.infra.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.loupe.infra.process.ProcessIdentity;
import io.loupe.infra.state.StackRecord;
import io.loupe.infra.terminal.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: what runs; exit code 0 if the stack is ready. */
@Command(name = "status", description = "Say what runs; exit code 0 if the stack is ready, 1 if not.")
final class StatusCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        Context context = Context.ofProcess();
        StackRecord stack = context.stack();
        StackStatus status = StackStatus.of(stack);
        if (json) {
            printJson(context, stack, status);
        } else {
            print(context, stack, status);
        }
        return status.ready() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static void print(Context context, StackRecord stack, StackStatus status) {
        context.terminal().line("Loupe in " + context.home().directory() + " is " + status.state() + ".");
        if (!status.state().equals("down")) {
            context.terminal().lines(Context.addresses(stack.addresses()));
        }
        Table table = new Table(1);
        for (StackStatus.Service service : status.services()) {
            String restarts =
                    switch (service.restarts()) {
                        case 0 -> "";
                        case 1 -> "restarted once";
                        default -> "restarted " + service.restarts() + " times";
                    };
            table.row(service.name(), service.pid().map(String::valueOf).orElse("-"), service.state(), restarts);
        }
        context.terminal().lines(table.lines());
        if (status.orphaned()) {
            context.terminal().line("The launcher was killed; ./loupe down ends what it left, ./loupe up starts anew.");
        }
    }

    private static void printJson(Context context, StackRecord stack, StackStatus status)
            throws JsonProcessingException {
        List<Map<String, Object>> services = status.services().stream()
                .map(one -> {
                    Map<String, Object> service = new LinkedHashMap<>();
                    service.put("name", one.name());
                    service.put("pid", one.pid().orElse(null));
                    service.put("state", one.state());
                    service.put("restarts", one.restarts());
                    one.pid()
                            .ifPresent(pid -> service.put(
                                    "log", context.home().log(one.name()).toString()));
                    return service;
                })
                .toList();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("state", status.state());
        all.put("home", context.home().directory().toString());
        all.put("launcher", stack.runningLauncher().map(ProcessIdentity::pid).orElse(null));
        all.put("addresses", stack.addresses());
        all.put("services", services);
        context.terminal()
                .line(new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(all));
    }
}
