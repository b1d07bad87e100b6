/** What tests of several packages share: pictures, and trainings that go on in other processes. */
package io.loupe.detectors.testing;
