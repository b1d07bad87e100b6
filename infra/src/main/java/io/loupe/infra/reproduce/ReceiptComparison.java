package io.loupe.infra.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two receipts of one trial, line by line. Equal means equal: the same bytes of weights and the same 64 bits of every metric.
 *
 * @param equal whether everything that has to be equal is
 * @param lines what was compared, for people
 * @param advice what may be the reason of a difference; empty if there is none
 */
public record ReceiptComparison(boolean equal, List<String> lines, List<String> advice) {
    /** What bits depend on, in the order of how likely they are the reason. */
    private static final List<String> FACTS =
            List.of("device", "threads", "processor", "pytorch", "djl", "loupe", "java");

    public static ReceiptComparison of(Receipt first, Receipt second) {
        List<String> lines = new ArrayList<>();
        boolean equal = line(
                lines,
                "final weights",
                brief(first.weights()),
                brief(second.weights()),
                first.weights().equals(second.weights()));
        equal &= line(
                lines,
                "steps",
                Long.toString(first.steps()),
                Long.toString(second.steps()),
                first.steps() == second.steps());
        Set<String> names = new TreeSet<>(first.metrics().keySet());
        names.addAll(second.metrics().keySet());
        names.addAll(first.undefined().keySet());
        for (String name : names) {
            equal &= metric(lines, name, first.metrics(), second.metrics());
        }
        return new ReceiptComparison(equal, List.copyOf(lines), equal ? List.of() : advice(first, second));
    }

    private static boolean metric(
            List<String> lines, String name, Map<String, Double> first, Map<String, Double> second) {
        Double a = first.get(name);
        Double b = second.get(name);
        boolean same = a == null ? b == null : b != null && Double.compare(a, b) == 0;
        return line(lines, name, shown(a), shown(b), same);
    }

    private static boolean line(List<String> lines, String what, String first, String second, boolean same) {
        lines.add(String.format(
                Locale.ROOT, "  %s %-26s %s", same ? "=" : "!", what, same ? first : first + "  now  " + second));
        return same;
    }

    private static List<String> advice(Receipt first, Receipt second) {
        List<String> unlike = new ArrayList<>();
        for (String fact : FACTS) {
            if (!first.fact(fact).equals(second.fact(fact))) {
                unlike.add("%s was %s, is now %s"
                        .formatted(fact, orUnknown(first.fact(fact)), orUnknown(second.fact(fact))));
            }
        }
        if (unlike.isEmpty()) {
            return List.of(
                    first.fact("device").startsWith("gpu")
                                    || first.fact("device").startsWith("cuda")
                            ? "Device, threads and versions are the same; GPUs sum in an order of their own, so bits may differ."
                            : "Device, threads and versions are the same: this should not happen, please report it.");
        }
        unlike.add("Bits are the same only on the same kind of device with the same threads and versions.");
        return List.copyOf(unlike);
    }

    private static String orUnknown(String value) {
        return value.isEmpty() ? "unknown" : value;
    }

    private static String shown(Double value) {
        return value == null ? "undefined" : Double.toString(value);
    }

    private static String brief(String hash) {
        return hash.isEmpty() ? "none" : hash.substring(0, Math.min(16, hash.length()));
    }
}
