/**
 * The REST API, {@code /api/v1}: JSON, described at {@code /q/openapi}, errors as RFC 9457 problem documents.
 *
 * <p>Resources only translate: what is done is done by the services of {@code orchestration}, what is known is read from
 * {@code catalogue}, {@code live} and {@code artifact}. Names of fields are part of the contract with programs; add, never
 * rename. Start at {@link io.loupe.web.api.ExperimentsResource}.
 */
package io.loupe.web.api;
