package io.loupe.infra.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.loupe.infra.check.Finding;
import java.util.List;
import java.util.Map;

/**
 * What a run did and found.
 *
 * @param seed repeats the same faults, though not to the moment
 * @param minutes of faults
 * @param blows what went wrong, with the second at which it began
 * @param experiments that Loupe acknowledged under faults
 * @param checked how much was checked
 * @param seconds in all
 * @param findings promises that do not hold
 */
record ChaosReport(
        long seed,
        double minutes,
        List<Struck> blows,
        List<String> experiments,
        Map<String, Integer> checked,
        double seconds,
        List<Finding> findings) {

    /** A blow that hit. */
    record Struck(double second, String what) {}

    boolean good() {
        return findings.isEmpty();
    }

    String json() {
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers is always JSON", e);
        }
    }
}
