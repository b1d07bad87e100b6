/**
 * What every page shares: the frame around it ({@link io.loupe.web.pages.layout.Shell}), and how numbers, times and
 * states are written ({@link io.loupe.web.pages.layout.Format}).
 */
package io.loupe.web.pages.layout;
