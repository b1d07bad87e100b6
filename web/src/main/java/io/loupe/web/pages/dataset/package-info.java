/** Datasets: the catalogue, importing a folder, what the check found, and looking at the images. */
package io.loupe.web.pages.dataset;
