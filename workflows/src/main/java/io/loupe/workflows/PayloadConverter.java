package io.loupe.workflows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/**
 * How payloads become JSON. Every process that talks to Temporal uses this one, so that a record written by one of them
 * is read by all: {@code Optional} and {@code java.time} are known, unknown fields are ignored (a newer process may have
 * written them), sealed outcomes carry their name.
 */
public final class PayloadConverter {
    private PayloadConverter() {}

    public static DataConverter create() {
        ObjectMapper mapper = JacksonJsonPayloadConverter.newDefaultObjectMapper();
        return DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(mapper));
    }
}
