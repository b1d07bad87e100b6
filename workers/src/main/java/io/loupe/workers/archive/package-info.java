/**
 * Unpacking archives that nobody vouches for: zip, and tar alone or packed with gzip, xz or bzip2. Only plain files and
 * folders come out of one, inside a folder of our own; limits hold for what is unpacked, not for what an archive says of
 * itself. {@code docs/bad-input-datasets.md} lists what is refused, and is executed by a test.
 *
 * <p>Start at {@link io.loupe.workers.archive.Archive}.
 */
package io.loupe.workers.archive;
