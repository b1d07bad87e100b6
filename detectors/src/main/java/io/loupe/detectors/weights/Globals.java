package io.loupe.detectors.weights;

import io.loupe.detectors.weights.Pickle.Dict;
import io.loupe.detectors.weights.Pickle.Global;
import io.loupe.detectors.weights.Pickle.Items;
import io.loupe.detectors.weights.Pickle.None;
import io.loupe.detectors.weights.Pickle.Tuple;
import java.util.List;
import java.util.Set;

/**
 * The classes and functions that a pickle of tensors may name, and what calling them gives. None of them is Python's:
 * what is not here is refused by its name, before anything is made of it.
 */
final class Globals {
    private static final Set<String> CALLABLE = Set.of(
            "collections.OrderedDict",
            "torch._utils._rebuild_tensor",
            "torch._utils._rebuild_tensor_v2",
            "torch._utils._rebuild_parameter");

    private final String what;

    Globals(String what) {
        this.what = what;
    }

    Global find(String module, String name) {
        String full = module + "." + name;
        if (CALLABLE.contains(full)
                || (module.equals("torch") && StorageType.named(name).isPresent())) {
            return new Global(module, name);
        }
        String kind = module.startsWith("torch.nn") || module.contains("model")
                ? "it holds a whole network, an object of "
                : "it names ";
        throw UnusableFile.refused(what, kind + UnusableFile.shown(full));
    }

    Object call(Object callable, Object argument) {
        if (!(callable instanceof Global(String module, String name)) || !(argument instanceof Tuple(var arguments))) {
            throw UnusableFile.damaged(what, "its pickle calls what is not a function");
        }
        return switch (module + "." + name) {
            case "collections.OrderedDict" -> dict(arguments);
            case "torch._utils._rebuild_tensor" -> tensor(arguments, 4);
            case "torch._utils._rebuild_tensor_v2" -> tensor(arguments, 6);
            case "torch._utils._rebuild_parameter" -> parameter(arguments);
            default -> throw UnusableFile.refused(what, "it calls " + UnusableFile.shown(module + "." + name));
        };
    }

    /** What a persistent identifier stands for: a storage. */
    PickledStorage storage(Object identifier) {
        if (identifier instanceof Tuple(var items)
                && (items.size() == 5 || (items.size() == 6 && items.get(5) instanceof None))
                && "storage".equals(items.get(0))
                && items.get(1) instanceof Global(String module, String name)
                && module.equals("torch")
                && items.get(2) instanceof String key
                && items.get(4) instanceof Long size
                && size >= 0) {
            return StorageType.named(name)
                    .map(type -> new PickledStorage(type, key, size))
                    .orElseThrow(() -> UnusableFile.damaged(what, "a storage of " + UnusableFile.shown(name)));
        }
        throw UnusableFile.damaged(what, "it names storages in an unknown way");
    }

    /** An empty one, or, as Python 2 wrote them, one of pairs. */
    private Dict dict(List<Object> arguments) {
        Dict dict = new Dict();
        if (arguments.isEmpty()) {
            return dict;
        }
        if (arguments.size() == 1 && arguments.getFirst() instanceof Items(var pairs)) {
            for (Object pair : pairs) {
                if (!(pair instanceof Items(var items)) || items.size() != 2) {
                    throw UnusableFile.damaged(what, "an OrderedDict of other things than pairs");
                }
                put(dict, items.get(0), items.get(1));
            }
            return dict;
        }
        throw UnusableFile.damaged(what, "an OrderedDict made in an unknown way");
    }

    void put(Dict dict, Object key, Object value) {
        if (!(key instanceof String) && !(key instanceof Long)) {
            throw UnusableFile.refused(what, "a dictionary has keys that are neither texts nor whole numbers");
        }
        dict.entries().put(key, value);
    }

    private PickledTensor tensor(List<Object> arguments, int atLeast) {
        if (arguments.size() >= atLeast
                && arguments.get(0) instanceof PickledStorage storage
                && arguments.get(1) instanceof Long offset
                && arguments.get(2) instanceof Tuple(var shape)
                && arguments.get(3) instanceof Tuple(var strides)) {
            return new PickledTensor(storage, offset, wholeNumbers(shape), wholeNumbers(strides));
        }
        throw UnusableFile.damaged(what, "a tensor is described in an unknown way");
    }

    private PickledTensor parameter(List<Object> arguments) {
        if (!arguments.isEmpty() && arguments.getFirst() instanceof PickledTensor tensor) {
            return tensor;
        }
        throw UnusableFile.damaged(what, "a parameter that is not a tensor");
    }

    private long[] wholeNumbers(List<Object> items) {
        return items.stream()
                .mapToLong(item -> {
                    if (item instanceof Long number) {
                        return number;
                    }
                    throw UnusableFile.damaged(what, "a shape or stride that is not a whole number");
                })
                .toArray();
    }
}
