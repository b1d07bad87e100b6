package io.loupe.web.pages.create;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which field of the form a path of the document is typed in. */
final class FieldIds {
    private static final Pattern ARM = Pattern.compile("arms\\[(\\d+)](?:\\.(.*))?");
    private static final Pattern NOT_IN_IDS = Pattern.compile("[^A-Za-z0-9_-]");

    private FieldIds() {}

    static String of(String path) {
        Matcher arm = ARM.matcher(path);
        if (arm.matches()) {
            return arm(Integer.parseInt(arm.group(1)), arm.group(2) == null ? "" : arm.group(2));
        }
        if (path.startsWith("data")) {
            return "data";
        }
        if (path.startsWith("seeds")) {
            return "seeds";
        }
        if (path.startsWith("evaluation.metrics")) {
            return "metrics";
        }
        return switch (path) {
            case "name", "notes", "arms" -> path;
            case "evaluation.heatMaps" -> "heat-maps";
            case "evaluation.latency", "evaluation.latency.passes" -> "latency-passes";
            case "evaluation.latency.batch" -> "latency-batch";
            case "run.device" -> "device";
            case "run.parallel" -> "parallel";
            case "run.priority" -> "priority";
            case "run.checkpoint", "run.checkpoint.every" -> "every";
            default -> "whole";
        };
    }

    private static String arm(int index, String rest) {
        if (rest.startsWith("settings.")) {
            return setting(index, rest.substring("settings.".length()));
        }
        return switch (rest) {
            case "name", "detector", "preset" -> "arm-" + index + "-" + rest;
            default -> "arm-" + index + "-name";
        };
    }

    static String setting(int arm, String path) {
        return "arm-" + arm + "-set-" + NOT_IN_IDS.matcher(path).replaceAll("-");
    }
}
