package io.loupe.web.pages.experiment;

import io.loupe.web.catalogue.ExperimentOverview;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.ExperimentState;
import io.loupe.web.catalogue.Page;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.Shells;
import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The list of experiments. */
@Path("/experiments")
@Blocking
public class ExperimentsPage {
    private static final int ROWS = 25;

    private final ExperimentRepository experiments;
    private final TrialRepository trials;
    private final Shells shells;
    private final Clock clock;

    ExperimentsPage(ExperimentRepository experiments, TrialRepository trials, Shells shells, Clock clock) {
        this.experiments = experiments;
        this.trials = trials;
        this.shells = shells;
        this.clock = clock;
    }

    @CheckedTemplate(basePath = "pages", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance experiments(ExperimentsView view, Shell shell);

        private Templates() {}
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance list(
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("q") @DefaultValue("") String query,
            @QueryParam("after") Optional<String> after) {
        Optional<ExperimentState> filter = Arrays.stream(ExperimentState.values())
                .filter(known -> known.name().equals(state))
                .findFirst();
        Page<ExperimentOverview> page = experiments.list(filter, query, after.flatMap(ExperimentsPage::id), ROWS);
        Map<UUID, TrialRepository.Shape> shapes =
                trials.shapes(page.items().stream().map(ExperimentOverview::id).toList());
        Instant now = clock.instant();
        ExperimentsView view = new ExperimentsView(
                query,
                filter.map(ExperimentState::name).orElse(""),
                filters(filter, query),
                page.items().stream()
                        .map(overview -> row(overview, shapes.get(overview.id()), now))
                        .toList(),
                page.next()
                        .map(next -> address(filter, query)
                                + (address(filter, query).contains("?") ? "&" : "?") + "after=" + next)
                        .orElse(""),
                !page.items().isEmpty() || experiments.any());
        return Templates.experiments(view, shells.shell("Experiments", "experiments", List.of(), "", "poll"));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a cursor that nobody was given: begin at the top
        }
    }

    private static List<ExperimentsView.Filter> filters(Optional<ExperimentState> chosen, String query) {
        List<ExperimentsView.Filter> filters = new ArrayList<>();
        filters.add(new ExperimentsView.Filter("", "All", address(Optional.empty(), query), chosen.isEmpty()));
        for (ExperimentState state : ExperimentState.values()) {
            filters.add(new ExperimentsView.Filter(
                    state.name(),
                    State.of(state).word(),
                    address(Optional.of(state), query),
                    chosen.equals(Optional.of(state))));
        }
        return filters;
    }

    private static String address(Optional<ExperimentState> state, String query) {
        List<String> parameters = new ArrayList<>();
        state.ifPresent(chosen -> parameters.add("state=" + chosen.name()));
        if (!query.isBlank()) {
            parameters.add("q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        }
        return parameters.isEmpty() ? "/experiments" : "/experiments?" + String.join("&", parameters);
    }

    private static ExperimentsView.Row row(ExperimentOverview overview, TrialRepository.Shape shape, Instant now) {
        return new ExperimentsView.Row(
                overview.id().toString(),
                overview.name(),
                "/experiments/" + overview.id(),
                State.of(overview.state()),
                String.join(", ", shape.datasets()),
                ExperimentViews.shape(shape.categories(), shape.arms(), shape.seeds()),
                BarPart.of(overview.counts()),
                Math.max(1, overview.counts().total()),
                Format.number(overview.counts().succeeded()) + " of "
                        + Format.number(overview.counts().total()),
                When.of(overview.submittedAt(), now));
    }
}
