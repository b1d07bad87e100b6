package io.loupe.web.catalogue;

import java.util.Optional;

/**
 * A name in the catalogue.
 *
 * @param current the version that the bare name means; empty until an import succeeded
 * @param lastImport the newest import under that name, running or ended
 */
public record Dataset(String name, Optional<DatasetVersion> current, ImportJob lastImport) {}
