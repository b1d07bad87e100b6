package io.loupe.web.pages.dashboard;

import io.loupe.web.pages.layout.ProgressView;
import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import java.util.List;
import java.util.Optional;

/**
 * The dashboard.
 *
 * @param empty nothing was ever submitted
 * @param hasDatasets whether the catalogue holds a dataset
 * @param queued trials that wait, of which {@code queue} shows the first
 */
public record DashboardView(
        boolean empty,
        boolean hasDatasets,
        List<Glance> glances,
        List<Attention> attention,
        List<Running> running,
        List<Waiting> queue,
        int queued,
        List<Device> devices,
        List<Service> services,
        List<Result> results) {

    /** One field of the strip at the top; {@code kind} is {@code alert}, {@code warn} or empty. */
    public record Glance(String kind, String icon, String title, String figure, String unit, String href) {}

    /** A trial that waits for a person. */
    public record Attention(
            String trialId,
            String name,
            String href,
            String failureClass,
            String experiment,
            String experimentHref,
            When since,
            String cause,
            String place,
            String advice,
            String resume) {}

    /** A trial at work. */
    public record Running(
            String name,
            String href,
            String experiment,
            State state,
            String loss,
            ProgressView progress,
            String device) {}

    /** @param position in the queue for its devices */
    public record Waiting(int position, String name, String href, String experiment) {}

    /** A worker process; {@code trial} is empty while it is idle. */
    public record Device(
            String name, String detail, String trial, String trialHref, String memory, Optional<When> seen) {}

    public record Service(String name, boolean answers, String text) {}

    /** A finished trial; a metric that its data does not allow is a dash. */
    public record Result(
            String name,
            String href,
            String experiment,
            String imageAuroc,
            String pixelAuroc,
            String auPro,
            When ended) {}
}
