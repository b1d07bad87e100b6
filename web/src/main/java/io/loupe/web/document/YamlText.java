package io.loupe.web.document;

import io.loupe.web.document.DocumentText.Parsed;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML, read as the core schema of version 1.2 has it: {@code 1e-4} is a number, {@code no} and {@code 2026-01-01} are
 * texts. Aliases may be used, but not to blow a small text up into a large document.
 */
final class YamlText {
    private static final int MAX_VALUES = 100_000;
    private static final int MAX_ALIASES = 50;
    private static final Pattern INTEGER = Pattern.compile("[-+]?(?:0|[1-9][0-9]*)");

    /** With at most nine digits of an exponent; what no arithmetic could hold is a text. */
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:[0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+)(?:[eE][-+]?0*[0-9]{1,9})?");

    private static final int MAX_DIGITS = 100;
    private static final Set<Tag> KNOWN_TAGS =
            Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

    private final Map<String, Integer> lines = new HashMap<>();
    private int values;

    private YamlText() {}

    static Parsed parse(String text) {
        try {
            Node root = yaml().compose(new StringReader(text));
            YamlText reader = new YamlText();
            Object value = root == null ? null : reader.value(root, "", 0);
            return value == null ? Parsed.broken("is empty", OptionalInt.empty()) : Parsed.of(value, reader.lines);
        } catch (MarkedYAMLException e) {
            return broken(e);
        } catch (YAMLException e) {
            return Parsed.broken("is no YAML: " + e.getMessage(), OptionalInt.empty());
        }
    }

    private static Parsed broken(MarkedYAMLException e) {
        if (e.getProblemMark() == null) {
            return Parsed.broken("is no YAML: " + e.getProblem(), OptionalInt.empty());
        }
        int line = e.getProblemMark().getLine() + 1;
        int column = e.getProblemMark().getColumn() + 1;
        return Parsed.broken(
                "is no YAML: line " + line + ", column " + column + ": " + e.getProblem(), OptionalInt.of(line));
    }

    private static Yaml yaml() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(DocumentText.MAX_BYTES);
        limits.setNestingDepthLimit(DocumentText.MAX_DEPTH);
        limits.setMaxAliasesForCollections(MAX_ALIASES);
        limits.setAllowRecursiveKeys(false);
        DumperOptions unused = new DumperOptions();
        return new Yaml(new SafeConstructor(limits), new Representer(unused), unused, limits, new CoreSchema());
    }

    /** Plain scalars are texts unless the patterns above say otherwise. */
    private static final class CoreSchema extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
            addImplicitResolver(Tag.INT, INTEGER, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, NUMBER, "-+.0123456789");
            addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL"), "~nN");
            addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
        }
    }

    private Object value(Node node, String path, int depth) {
        if (++values > MAX_VALUES || depth > DocumentText.MAX_DEPTH) {
            throw new YAMLException(
                    "aliases make it larger than " + MAX_VALUES + " values or deeper than " + DocumentText.MAX_DEPTH);
        }
        lines.putIfAbsent(path, node.getStartMark().getLine() + 1);
        if (!KNOWN_TAGS.contains(node.getTag())) {
            throw new YAMLException("line " + (node.getStartMark().getLine() + 1) + ": the tag "
                    + node.getTag().getValue() + " is not allowed");
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, path, depth);
            case SequenceNode sequence -> sequence(sequence, path, depth);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new YAMLException("line " + (node.getStartMark().getLine() + 1) + ": " + node.getTag());
        };
    }

    private Map<String, Object> mapping(MappingNode node, String path, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            int line = tuple.getKeyNode().getStartMark().getLine() + 1;
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                throw new YAMLException("line " + line + ": a key is not a text");
            }
            String key = keyNode.getValue();
            String inner = path.isEmpty() ? key : path + "." + key;
            lines.put(inner, line);
            if (map.containsKey(key)) {
                throw new YAMLException("line " + line + ": the key " + inner + " is given twice");
            }
            map.put(key, value(tuple.getValueNode(), inner, depth + 1));
        }
        return map;
    }

    private List<Object> sequence(SequenceNode node, String path, int depth) {
        List<Object> list = new ArrayList<>();
        for (Node element : node.getValue()) {
            list.add(value(element, path + "[" + list.size() + "]", depth + 1));
        }
        return list;
    }

    /** Null for a scalar that says nothing. */
    private static Object scalar(ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (text.length() <= MAX_DIGITS
                && tag.equals(Tag.INT)
                && INTEGER.matcher(text).matches()) {
            return new BigInteger(text.startsWith("+") ? text.substring(1) : text);
        }
        if (text.length() <= MAX_DIGITS
                && tag.equals(Tag.FLOAT)
                && NUMBER.matcher(text).matches()) {
            return new BigDecimal(text);
        }
        return text;
    }
}
