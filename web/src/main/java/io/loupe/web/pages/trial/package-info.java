/**
 * One trial: where it stands and what a person can do about it, its losses as they come, its story, its settings, its
 * figures and its heat maps.
 */
package io.loupe.web.pages.trial;
