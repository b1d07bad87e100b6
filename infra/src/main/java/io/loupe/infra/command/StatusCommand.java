package io.loupe.infra.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.loupe.infra.process.ProcessIdentity;
import io.loupe.infra.state.ProcessRecord;
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
        boolean launcherRuns = stack.runningLauncher().isPresent();
        String state = launcherRuns ? (stack.ready() ? "ready" : "starting") : "down";
        if (json) {
            printJson(context, stack, state);
        } else {
            print(context, stack, state);
        }
        return state.equals("ready") ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static void print(Context context, StackRecord stack, String state) {
        context.terminal().line("Loupe in " + context.home().directory() + " is " + state + ".");
        boolean down = state.equals("down");
        if (!down) {
            context.terminal().lines(Context.addresses(stack.addresses()));
        }
        Table table = new Table(1);
        for (ProcessRecord process : stack.processes()) {
            String restarts =
                    switch (process.restarts()) {
                        case 0 -> "";
                        case 1 -> "restarted once";
                        default -> "restarted " + process.restarts() + " times";
                    };
            table.row(process.service(), Long.toString(process.identity().pid()), describe(process), restarts);
        }
        context.terminal().lines(table.lines());
        if (down
                && stack.processes().stream()
                        .anyMatch(process -> process.identity().alive())) {
            context.terminal().line("The launcher was killed; ./loupe down ends what it left, ./loupe up starts anew.");
        }
    }

    private static void printJson(Context context, StackRecord stack, String state) throws JsonProcessingException {
        List<Map<String, Object>> services = stack.processes().stream()
                .map(process -> {
                    Map<String, Object> service = new LinkedHashMap<>();
                    service.put("name", process.service());
                    service.put("pid", process.identity().pid());
                    service.put("state", describe(process));
                    service.put("restarts", process.restarts());
                    service.put("log", context.home().log(process.service()).toString());
                    return service;
                })
                .toList();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("state", state);
        all.put("home", context.home().directory().toString());
        all.put("launcher", stack.runningLauncher().map(ProcessIdentity::pid).orElse(null));
        all.put("addresses", stack.addresses());
        all.put("services", services);
        context.terminal()
                .line(new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(all));
    }

    private static String describe(ProcessRecord process) {
        if (!process.identity().alive()) {
            return "gone";
        }
        return process.ready() ? "ready" : "starting";
    }
}
