/** Measurements, each a main class that prints what it did, how long it took and on what. */
package io.loupe.bench;
