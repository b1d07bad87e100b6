/** Workers: which processes train, on what, and what they do now. */
package io.loupe.web.pages.worker;
