package io.loupe.workers.archive;

/**
 * How much an archive may hold.
 *
 * @param entries files and folders
 * @param bytes of all files together, unpacked
 * @param fileBytes of one file, unpacked
 * @param ratio unpacked bytes over the archive's; pictures are packed already, so it stays near 1. Not looked at below
 *     {@link #SMALL}, as a few black masks shrink a lot
 */
public record ArchiveLimits(int entries, long bytes, long fileBytes, int ratio) {
    /** Twice ImageNet, and a picture of 40 million pixels with 16 bits a channel. */
    public static final ArchiveLimits USUAL = new ArchiveLimits(3_000_000, 400L << 30, 512L << 20, 100);

    static final long SMALL = 256L << 20;
}
