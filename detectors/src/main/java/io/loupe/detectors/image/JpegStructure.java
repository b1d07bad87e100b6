package io.loupe.detectors.image;

import java.util.Optional;

/** Whether a JPEG is whole: its segments follow each other up to the end-of-image marker (ITU T.81, annex B). */
final class JpegStructure {
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int FIRST_RESTART = 0xd0;
    private static final int LAST_RESTART = 0xd7;

    private JpegStructure() {}

    static boolean isJpeg(byte[] bytes) {
        return bytes.length >= 3 && at(bytes, 0) == 0xff && at(bytes, 1) == START_OF_IMAGE && at(bytes, 2) == 0xff;
    }

    static Optional<String> problem(byte[] bytes) {
        int position = 2;
        while (position + 1 < bytes.length) {
            if (at(bytes, position) != 0xff) {
                return Optional.of("the JPEG is damaged: no segment begins at byte " + position);
            }
            int marker = at(bytes, position + 1);
            if (marker == 0xff) { // a fill byte
                position++;
            } else if (marker == END_OF_IMAGE) {
                return Optional.empty();
            } else if (marker == 0x01 || (marker >= FIRST_RESTART && marker <= LAST_RESTART)) {
                position += 2;
            } else if (position + 3 < bytes.length) {
                position += 2 + (at(bytes, position + 2) << 8 | at(bytes, position + 3));
                if (marker == START_OF_SCAN) {
                    position = endOfScan(bytes, position);
                }
            } else {
                break;
            }
        }
        return Optional.of("the JPEG is cut off after " + bytes.length + " bytes");
    }

    /** Skips compressed data: there, 0xff is followed by 0 or a restart marker. */
    private static int endOfScan(byte[] bytes, int start) {
        int position = start;
        while (position + 1 < bytes.length) {
            if (at(bytes, position) == 0xff) {
                int next = at(bytes, position + 1);
                if (next != 0 && (next < FIRST_RESTART || next > LAST_RESTART)) {
                    return position;
                }
            }
            position++;
        }
        return bytes.length;
    }

    private static int at(byte[] bytes, int index) {
        return bytes[index] & 0xff;
    }
}
