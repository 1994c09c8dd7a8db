package org.pageproof.trace;

import java.util.List;
import java.util.Optional;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageBytes;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;

/**
 * Writes the lines of a trace one after another: a command alone (a request), or a command with
 * what was observed. Of descriptors, pages and areas a line holds only what changed since the line
 * before.
 */
public final class StepWriter<C extends Command> {
  private final CommandCodec<C> codec;
  private final AddressPlan plan;
  private final PageRuns runs;
  private final JsonWriter json;
  private Observation before;
  private int step;

  /** Begins before the first step of a sequence. */
  public StepWriter(CommandCodec<C> codec, AddressPlan plan, JsonWriter json) {
    this.codec = codec;
    this.plan = plan;
    this.runs = new PageRuns(plan);
    this.json = json;
    this.before = Observation.initial(plan);
  }

  /** Writes the line of a command that was not executed yet. */
  public void command(C command) {
    begin(command);
    json.endObject().endLine();
  }

  /** Writes the line of a command and its observation. */
  public void step(C command, Observation seen) {
    begin(command);
    observed(seen);
  }

  /** Writes the same line without operands, for a reader that knows the commands. */
  public void observation(C command, Observation seen) {
    beginStep(command);
    observed(seen);
  }

  private void observed(Observation seen) {
    json.name("reply");
    reply(seen.reply());
    if (!seen.out().isEmpty()) {
      out(seen.out());
    }
    if (!seen.messages().isEmpty()) {
      messages(seen.messages());
    }
    if (!seen.completions().isEmpty()) {
      completions(seen.completions());
    }
    if (!seen.descriptors().equals(before.descriptors())) {
      descriptors(seen.descriptors());
    }
    if (!seen.pages().equals(before.pages())) {
      pages("pages", seen.pages(), before.pages());
    }
    if (!seen.layout().equals(before.layout())) {
      layout(seen.layout());
    }
    if (!seen.child().equals(before.child())) {
      child(seen.child());
    }
    if (!seen.data().isEmpty()) {
      json.name("data").array();
      seen.data().forEach(page -> json.value(page.describe()));
      json.endArray();
    }
    if (seen.mirrors().isPresent() && !seen.mirrors().equals(before.mirrors())) {
      mirrors(seen.mirrors().get());
    }
    if (seen.taint() != 0) {
      json.name("taint").value(seen.taint());
    }
    json.endObject().endLine();
    before = seen;
  }

  private void begin(C command) {
    beginStep(command);
    json.name("do").value(command.kindName());
    codec.write(command, plan, json);
  }

  private void beginStep(C command) {
    json.object().name("step").value(step++).name("id").value(command.id());
  }

  private void reply(Reply reply) {
    if (reply instanceof Reply.Returned returned) {
      word(returned.value());
    } else if (reply instanceof Reply.Refused refused) {
      json.value(refused.errno().name());
    } else if (reply instanceof Reply.Signalled signalled) {
      json.value("signal " + signalled.signal());
    } else if (reply instanceof Reply.Blocked) {
      json.value("blocked");
    } else if (reply instanceof Reply.Withheld withheld) {
      json.value("withheld " + JsonObject.nameOf(withheld.reason()));
    } else if (reply instanceof Reply.Died died) {
      json.value("died " + died.how());
    } else if (reply instanceof Reply.Hung hung) {
      json.value("hung " + hung.evidence());
    }
  }

  private void word(long value) {
    if (value == (int) value) {
      json.value(value);
    } else {
      json.value(Token.describe(value));
    }
  }

  private void out(List<OutField> out) {
    json.name("out").object();
    for (OutField field : out) {
      json.name(field.name());
      if (field.isUntouched()) {
        json.value("untouched");
      } else {
        word(field.value());
      }
    }
    json.endObject();
  }

  private void messages(List<Message> messages) {
    json.name("messages").array();
    for (Message message : messages) {
      json.object().name("event").value(message.event()).name("flags").value(message.flags());
      json.name("address").value(plan.describeAddress(message.address()));
      json.name("thread").value(message.thread()).endObject();
    }
    json.endArray();
  }

  private void completions(List<Completion> completions) {
    json.name("done").object();
    for (Completion completion : completions) {
      json.name("t" + completion.thread());
      reply(completion.reply());
    }
    json.endObject();
  }

  private void descriptors(List<DescriptorView> descriptors) {
    json.name("fds").array();
    for (DescriptorView view : descriptors) {
      json.object();
      if (view.open()) {
        json.name("pending").value(view.pending()).name("total").value(view.total());
        json.name("features").value(view.features()).name("poll").value(view.poll());
      }
      json.endObject();
    }
    json.endArray();
  }

  private void child(Optional<Pages> child) {
    if (child.isEmpty()) {
      json.name("child").value("none");
    } else {
      pages("child", child.get(), before.child().orElse(Pages.empty(plan)));
    }
  }

  private void mirrors(MirrorView seen) {
    int devices = seen.snapshots().size();
    MirrorView last = before.mirrors().orElse(MirrorView.initial(plan, devices));
    json.name("snapshots").array();
    for (int device = 0; device < devices; device++) {
      bytes(seen.snapshots().get(device), last.snapshots().get(device));
    }
    json.endArray();
    if (!seen.exclusive().equals(last.exclusive())) {
      json.name("exclusive").array();
      for (int mirror = 0; mirror < MirrorView.MIRRORS; mirror++) {
        bytes(seen.exclusive().get(mirror), last.exclusive().get(mirror));
      }
      json.endArray();
    }
  }

  private void bytes(PageBytes seen, PageBytes last) {
    json.object();
    int page = 0;
    while (page < seen.size()) {
      int end = page + 1;
      if (seen.get(page) != last.get(page)) {
        while (end < seen.size()
            && seen.get(end) == seen.get(page)
            && seen.get(end) != last.get(end)) {
          end++;
        }
        json.name(runs.name(page, end)).value(seen.get(page));
      }
      page = end;
    }
    json.endObject();
  }

  private void pages(String name, Pages pages, Pages last) {
    json.name(name).object();
    int page = 0;
    while (page < pages.size()) {
      int end = page + 1;
      if (!pages.samePage(page, last)) {
        while (end < pages.size() && pages.alike(page, end) && !pages.samePage(end, last)) {
          end++;
        }
        json.name(runs.name(page, end)).value(pages.describe(page));
      }
      page = end;
    }
    json.endObject();
  }

  private void layout(Layout layout) {
    json.name("areas").array();
    for (long rest = layout.starts(); rest != 0; rest &= rest - 1) {
      int first = Long.numberOfTrailingZeros(rest);
      int last = layout.areaEnd(first) - 1;
      String attributes = layout.attributes(first);
      json.value(
          plan.describe(plan.firstPage(first))
              + "-"
              + plan.describe(plan.firstPage(last + 1) - 1)
              + (attributes.equals("rw") ? "" : " " + attributes));
    }
    json.endArray();
  }
}
