package io.loupe.web.pages.layout;

import io.quarkus.qute.RawString;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Notes that people write in Markdown, as HTML that is safe to show: HTML of their own is shown as text, links of unsafe
 * kinds lose their target, and pictures become links, because a page asks no other host for anything.
 */
public final class Markdown {
    private static final Parser PARSER = Parser.builder().build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .nodeRendererFactory(PictureAsLink::new)
            .build();

    private Markdown() {}

    /** @param text CommonMark; may be empty */
    public static RawString html(String text) {
        Node document = PARSER.parse(text);
        document.accept(new BelowTheCard());
        return new RawString(RENDERER.render(document));
    }

    /** Notes stand in a card with a heading of the second level; theirs begin one below. */
    private static final class BelowTheCard extends AbstractVisitor {
        private static final int CARD = 2;
        private static final int LOWEST = 6;

        @Override
        public void visit(Heading heading) {
            heading.setLevel(Math.min(LOWEST, heading.getLevel() + CARD));
            visitChildren(heading);
        }
    }

    private record PictureAsLink(HtmlNodeRendererContext context) implements NodeRenderer {
        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Image.class);
        }

        @Override
        public void render(Node node) {
            String target = context.urlSanitizer().sanitizeImageUrl(((Image) node).getDestination());
            context.getWriter().tag("a", Map.of("href", context.encodeUrl(target), "rel", "nofollow"));
            for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
                context.render(child);
            }
            context.getWriter().tag("/a");
        }
    }
}
