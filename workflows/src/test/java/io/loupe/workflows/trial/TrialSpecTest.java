package io.loupe.workflows.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.loupe.workflows.PayloadConverter;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialSpecTest {
    private static final DataConverter CONVERTER = PayloadConverter.create();

    @Test
    void theWishForALatencyTravels() {
        TrialSpec spec = ScriptedTrial.spec().withLatency(Optional.of(new LatencyWish(1000, 16)));

        assertThat(read(CONVERTER.toPayload(spec).orElseThrow())).isEqualTo(spec);
        assertThat(spec.restarted(2).withPriority(3).latency()).isEqualTo(spec.latency());
    }

    @Test
    void aPayloadOfBeforeHasNoSuchWish() {
        Payload today = CONVERTER.toPayload(ScriptedTrial.spec()).orElseThrow();
        String json = today.getData().toStringUtf8();
        assertThat(json).contains(",\"latency\":null");

        Payload before = today.toBuilder()
                .setData(ByteString.copyFromUtf8(json.replace(",\"latency\":null", "")))
                .build();

        assertThat(read(before)).isEqualTo(ScriptedTrial.spec());
        assertThat(read(before).latency()).isEmpty();
    }

    private static TrialSpec read(Payload payload) {
        return CONVERTER.fromPayload(payload, TrialSpec.class, TrialSpec.class);
    }
}
