/** The first page: what needs a person, what runs, what waits, and whether all is well. */
package io.loupe.web.pages.dashboard;
