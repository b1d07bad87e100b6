package io.loupe.detectors.weights;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.weights.Pickle.Dict;
import io.loupe.detectors.weights.Pickle.Items;
import io.loupe.detectors.weights.Pickle.Mark;
import io.loupe.detectors.weights.Pickle.None;
import io.loupe.detectors.weights.Pickle.Tuple;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Python's pickle format as far as files of tensors use it, and refuses everything else: a pickle is a program, and
 * this machine has no way to run anything. Each instruction makes a bounded piece of memory, and their number is limited.
 * Format: the comments of CPython's pickletools.
 */
final class PickleReader {
    private static final int NEWEST_PROTOCOL = 5;

    /** A tensor takes about thirty, and large networks have some hundred tensors. */
    private static final int MOST_INSTRUCTIONS = 1_000_000;

    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private final ByteBuffer input;
    private final String what;
    private final Globals globals;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private final List<PickledStorage> storages = new ArrayList<>();

    /** @param input read from its position; moves behind the pickle */
    PickleReader(ByteBuffer input, String what) {
        this.input = input;
        this.what = what;
        this.globals = new Globals(what);
    }

    /**
     * Reads one pickle.
     *
     * @return a value of {@link Pickle}, a tensor, a text or a number
     * @throws DetectorException with {@code DATA} if it is cut off, damaged, or holds what is not allowed
     */
    Object read() {
        input.order(ByteOrder.LITTLE_ENDIAN);
        try {
            for (int i = 0; i < MOST_INSTRUCTIONS; i++) {
                int instruction = Byte.toUnsignedInt(input.get());
                if (instruction == '.') {
                    return pop();
                }
                execute(instruction);
            }
            throw damaged("its pickle has more than " + MOST_INSTRUCTIONS + " instructions");
        } catch (BufferUnderflowException e) {
            throw damaged("its pickle is cut off");
        }
    }

    private void execute(int instruction) {
        switch (instruction) {
            case 0x80 -> protocol();
            case 0x95 -> input.getLong(); // FRAME: a length, of no use to a reader in memory
            case '(' -> push(Mark.MARK);
            case '0' -> pop();
            case 'N' -> push(None.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) input.getInt());
            case 'K' -> push((long) Byte.toUnsignedInt(input.get()));
            case 'M' -> push((long) Short.toUnsignedInt(input.getShort()));
            case 0x8a -> push(longNumber(bytes(Byte.toUnsignedInt(input.get()))));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(input.getLong())));
            case 'X' -> push(text(Integer.toUnsignedLong(input.getInt())));
            case 0x8c -> push(text(Byte.toUnsignedInt(input.get())));
            case 'T' -> push(text(input.getInt()));
            case 'U' -> push(text(Byte.toUnsignedInt(input.get())));
            case '}' -> push(new Dict());
            case ']' -> push(new Items());
            case ')' -> push(new Tuple(List.of()));
            case 0x85 -> push(new Tuple(popped(1)));
            case 0x86 -> push(new Tuple(popped(2)));
            case 0x87 -> push(new Tuple(popped(3)));
            case 't' -> push(new Tuple(toMark()));
            case 'l' -> push(new Items(toMark()));
            case 'a' -> append(popped(1));
            case 'e' -> append(toMark());
            case 's' -> setItems(popped(2));
            case 'u' -> setItems(toMark());
            case 'q' -> memo.put((long) Byte.toUnsignedInt(input.get()), top());
            case 'r' -> memo.put(Integer.toUnsignedLong(input.getInt()), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'h' -> push(remembered(Byte.toUnsignedInt(input.get())));
            case 'j' -> push(remembered(Integer.toUnsignedLong(input.getInt())));
            case 'c' -> push(globals.find(line(), line()));
            case 0x93 -> stackGlobal();
            case 'R' -> {
                Object argument = pop();
                push(globals.call(pop(), argument));
            }
            case 'b' -> build();
            case 'Q' -> storage();
            case 'i' ->
                throw UnusableFile.refused(what, "it makes an object of " + UnusableFile.shown(line() + "." + line()));
            case 'o', 0x81, 0x92 -> throw UnusableFile.refused(what, "it makes an object");
            default -> throw damaged("its pickle has the instruction 0x%02x".formatted(instruction));
        }
    }

    /** The storages that were named, in this order; some more than once. */
    List<PickledStorage> storages() {
        return storages;
    }

    private void storage() {
        PickledStorage storage = globals.storage(pop());
        storages.add(storage);
        push(storage);
    }

    private void protocol() {
        int protocol = Byte.toUnsignedInt(input.get());
        if (protocol > NEWEST_PROTOCOL) {
            throw damaged("its pickle is of protocol " + protocol);
        }
    }

    private void stackGlobal() {
        Object name = pop();
        if (!(pop() instanceof String module) || !(name instanceof String text)) {
            throw damaged("its pickle names a class by what is not a text");
        }
        push(globals.find(module, text));
    }

    /** PyTorch hangs versions of modules on the dictionary; nothing of them is needed. */
    private void build() {
        pop();
        if (!(top() instanceof Dict)) {
            throw UnusableFile.refused(what, "it sets the state of an object");
        }
    }

    private void append(List<Object> items) {
        if (!(top() instanceof Items(var list))) {
            throw damaged("its pickle appends to what is not a list");
        }
        list.addAll(items);
    }

    private void setItems(List<Object> items) {
        if (!(top() instanceof Dict dict) || items.size() % 2 != 0) {
            throw damaged("its pickle puts into what is not a dictionary");
        }
        for (int i = 0; i < items.size(); i += 2) {
            globals.put(dict, items.get(i), items.get(i + 1));
        }
    }

    private Object longNumber(byte[] littleEndian) {
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
        }
        BigInteger number = bigEndian.length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
        return number.abs().compareTo(LARGEST) <= 0 ? number.longValueExact() : number;
    }

    private String text(long length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    private byte[] bytes(long length) {
        if (length < 0 || length > input.remaining()) {
            throw damaged("its pickle is cut off");
        }
        byte[] bytes = new byte[(int) length];
        input.get(bytes);
        return bytes;
    }

    private String line() {
        int start = input.position();
        while (input.get() != '\n') {}
        byte[] bytes = new byte[input.position() - 1 - start];
        input.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Object remembered(long number) {
        Object value = memo.get(number);
        if (value == null) {
            throw damaged("its pickle refers to what it did not remember");
        }
        return value;
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object top() {
        if (stack.isEmpty()) {
            throw damaged("its pickle takes from an empty stack");
        }
        return stack.getLast();
    }

    private Object pop() {
        Object value = top();
        stack.removeLast();
        return value;
    }

    private List<Object> popped(int count) {
        if (stack.size() < count) {
            throw damaged("its pickle takes from an empty stack");
        }
        List<Object> tail = stack.subList(stack.size() - count, stack.size());
        List<Object> values = new ArrayList<>(tail);
        tail.clear();
        return values;
    }

    private List<Object> toMark() {
        for (int i = stack.size() - 1; i >= 0; i--) {
            if (stack.get(i) == Mark.MARK) {
                List<Object> values = popped(stack.size() - 1 - i);
                pop();
                return values;
            }
        }
        throw damaged("its pickle closes a group that it did not open");
    }

    private DetectorException damaged(String how) {
        return UnusableFile.damaged(what, how);
    }
}
