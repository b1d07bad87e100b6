/** Pages for what went wrong, and the question before something that cannot be undone (for browsers without scripts). */
package io.loupe.web.pages.problem;
