package io.loupe.detectors.efficientad;

import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The scales of both maps, and on the way to them the raw maps of good validation images. Quantiles are exact however
 * many pixels there are.
 */
final class MapScales {
    private static final String SCALES = "maps.scales";
    private static final List<String> KINDS = List.of("structural", "logical");

    private final EfficientAdSettings settings;
    private final List<List<float[]>> gathered = new ArrayList<>();
    private Optional<List<MapScale>> scales = Optional.empty();

    MapScales(EfficientAdSettings settings) {
        this.settings = settings;
        for (int kind = 0; kind < kinds(); kind++) {
            gathered.add(new ArrayList<>());
        }
    }

    MapScales(EfficientAdSettings settings, SafeTensors stored) {
        this(settings);
        if (stored.tensors().containsKey(SCALES)) {
            double[] numbers = Doubles.read(stored, SCALES, 2 * kinds());
            List<MapScale> read = new ArrayList<>();
            for (int kind = 0; kind < kinds(); kind++) {
                read.add(new MapScale(numbers[2 * kind], numbers[2 * kind + 1]));
            }
            scales = Optional.of(read);
        }
        for (int kind = 0; kind < kinds(); kind++) {
            HostTensor maps = stored.tensors().get(name(kind));
            if (maps != null) {
                float[] values = maps.values();
                int size = values.length / (int) maps.shape()[0];
                for (int from = 0; from < values.length; from += size) {
                    gathered.get(kind).add(Arrays.copyOfRange(values, from, from + size));
                }
            }
        }
    }

    /** Structural alone, or structural and logical. */
    private int kinds() {
        return settings.autoencoder() ? 2 : 1;
    }

    /**
     * @param maps of one image, one for each kind
     * @param last whether it is the last image: the scales are made then, and the maps go
     * @throws io.loupe.detectors.DetectorException with {@code NUMERICS} if the values of a map do not spread; the image
     *     then was not added
     */
    void add(List<float[]> maps, boolean last) {
        for (int kind = 0; kind < maps.size(); kind++) {
            gathered.get(kind).add(maps.get(kind));
        }
        try {
            if (last) {
                settle();
            }
        } catch (RuntimeException flat) {
            gathered.forEach(List::removeLast);
            throw flat;
        }
    }

    /** Makes the scales of what was gathered. */
    void settle() {
        List<MapScale> made = new ArrayList<>();
        for (int kind = 0; kind < kinds(); kind++) {
            made.add(MapScale.from(KINDS.get(kind), gathered.get(kind), settings));
        }
        scales = Optional.of(made);
        gathered.forEach(List::clear);
    }

    /** One for each kind of map; there once all validation images were seen. */
    Optional<List<MapScale>> scales() {
        return scales;
    }

    /**
     * How many images were seen.
     *
     * @param all how many there are
     */
    int images(int all) {
        return scales.isPresent() ? all : gathered.getFirst().size();
    }

    List<HostTensor> stored() {
        List<HostTensor> tensors = new ArrayList<>();
        scales.ifPresent(present -> tensors.add(Doubles.store(
                SCALES,
                present.stream()
                        .flatMapToDouble(scale -> java.util.stream.DoubleStream.of(scale.zero(), scale.factor()))
                        .toArray())));
        for (int kind = 0; kind < kinds(); kind++) {
            List<float[]> maps = gathered.get(kind);
            if (!maps.isEmpty()) {
                tensors.add(joined(name(kind), maps));
            }
        }
        return tensors;
    }

    private static HostTensor joined(String name, List<float[]> maps) {
        int size = maps.getFirst().length;
        ByteBuffer bytes = ByteBuffer.allocate(maps.size() * size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        maps.forEach(map -> {
            bytes.asFloatBuffer().put(map);
            bytes.position(bytes.position() + size * Float.BYTES);
        });
        return new HostTensor(name, new long[] {maps.size(), size}, bytes.flip());
    }

    private static String name(int kind) {
        return "maps." + KINDS.get(kind);
    }
}
