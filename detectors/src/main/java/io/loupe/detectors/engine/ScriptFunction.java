package io.loupe.detectors.engine;

import java.util.List;

/**
 * A function of libtorch that DJL lacks, as serialised TorchScript: tensors in, one tensor or a list of them out,
 * differentiable. Numbers are written into the text.
 *
 * @param name for stack traces; letters, digits and underscores
 * @param parameters names of the tensors
 * @param body statements, one a line, the last one {@code return}; in the dialect of {@code torch.jit}'s own {@code
 *     .code}, which knows {@code torch.<operator>} for every operator
 * @param result its type
 */
public record ScriptFunction(String name, List<String> parameters, String body, Result result) {
    /** What a function returns. */
    public enum Result {
        TENSOR("Tensor"),
        LIST("List[Tensor]");

        private final String type;

        Result(String type) {
            this.type = type;
        }
    }

    public ScriptFunction {
        parameters = List.copyOf(parameters);
    }

    /** A function that returns one tensor. */
    public ScriptFunction(String name, List<String> parameters, String body) {
        this(name, parameters, body, Result.TENSOR);
    }

    /** A function of one expression. */
    public static ScriptFunction of(String name, String parameters, String expression) {
        return new ScriptFunction(name, List.of(parameters.split(", *", -1)), "return " + expression);
    }

    /** The definition inside a module's class. */
    String definition() {
        StringBuilder text = new StringBuilder("  def call(self: __torch__.Loupe");
        parameters.forEach(parameter -> text.append(",\n    ").append(parameter).append(": Tensor"));
        text.append(") -> ").append(result.type).append(":\n");
        body.lines().forEach(line -> text.append("    ").append(line).append('\n'));
        return text.toString();
    }
}
