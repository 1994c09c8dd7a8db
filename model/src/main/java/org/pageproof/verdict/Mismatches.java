package org.pageproof.verdict;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.verdict.Leeway.Compared;
import org.pageproof.verdict.Mismatch.Field;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;

/** Finds and names the fields in which an observation differs from an expectation. */
public final class Mismatches {
  private final AddressPlan plan;
  private final Expectation expectation;
  private final Observation expected;
  private final Observation seen;
  private final Observation before;
  private final List<Mismatch> found = new ArrayList<>();

  private Mismatches(
      AddressPlan plan, Expectation expectation, Observation seen, Observation before) {
    this.plan = plan;
    this.expectation = expectation;
    this.expected = expectation.observation();
    this.seen = seen;
    this.before = before;
  }

  /** All differences, in the order of {@link Field}; empty if the expectation is met. */
  public static List<Mismatch> between(
      AddressPlan plan, Expectation expectation, Observation seen, Observation before) {
    Mismatches mismatches = new Mismatches(plan, expectation, seen, before);
    mismatches.compare();
    return mismatches.found;
  }

  private void compare() {
    if (!expected.reply().equals(seen.reply())) {
      differ(
          Field.REPLY,
          ValueClass.of(expected.reply()),
          ValueClass.other(ValueClass.of(expected.reply()), ValueClass.of(seen.reply())),
          ValueText.of(expected.reply()),
          ValueText.of(seen.reply()));
      if (seen.reply() instanceof Reply.Died || seen.reply() instanceof Reply.Hung) {
        return; // nothing else was observed
      }
    }
    if (expectation.leeway().compared() == Compared.REPLY) {
      return; // all else is left open
    }
    compareOut();
    if (expectation.leeway().compared() == Compared.EVERYTHING) {
      MirrorMismatches.ofData(expected.data(), seen.data()).ifPresent(found::add);
    }
    compareMessages();
    compareLayout();
    compareBits(Field.PAGE_BITS, expected.pages(), seen.pages(), expectation.leeway().droppable());
    WaiterMismatch.between(expected, seen, before).ifPresent(found::add);
    compareCompletions();
    compareContents(Field.PAGE_CONTENTS, expected.pages(), seen.pages());
    compareChild();
    compareDescriptors();
    found.addAll(MirrorMismatches.ofMirrors(plan, expected.mirrors(), seen.mirrors()));
    if (expected.taint() != seen.taint()) {
      String should = taint(expected);
      String was = taint(seen);
      differ(Field.TAINT, should, was, should, was);
    }
    tellMoved();
  }

  /** What a device answers does not say what moved: it is another bug if pages are elsewhere. */
  private void tellMoved() {
    if (found.isEmpty() || expected.mirrors().isEmpty()) {
      return;
    }
    Mismatch first = found.get(0);
    if (first.field() == Field.REPLY || first.field() == Field.OUT) {
      found.stream()
          .filter(m -> m.field() == Field.PAGE_BITS || m.field() == Field.SNAPSHOT)
          .findFirst()
          .ifPresent(page -> found.set(0, first.with(moved(page))));
    }
  }

  private static String moved(Mismatch page) {
    boolean should = isOnDevice(page.expectedClass());
    boolean was = isOnDevice(page.observedClass());
    if (should == was) {
      return "other pages";
    }
    return was ? "pages on a device" : "pages off a device";
  }

  private static boolean isOnDevice(String pageClass) {
    return pageClass.startsWith("device page") || pageClass.contains("DEV_");
  }

  private static String taint(Observation observation) {
    return observation.taint() == 0 ? "no new taint" : ValueText.ofTaint(observation.taint());
  }

  private void differ(
      Field field, String expectedClass, String observedClass, String should, String was) {
    found.add(new Mismatch(field, expectedClass, observedClass, should, was));
  }

  private void compareOut() {
    if (expected.out().equals(seen.out())) {
      return;
    }
    if (expected.out().size() != seen.out().size()) {
      differ(Field.OUT, "written", "missing", expected.out().toString(), seen.out().toString());
      return;
    }
    for (int i = 0; i < expected.out().size(); i++) {
      OutField should = expected.out().get(i);
      OutField was = seen.out().get(i);
      if (!should.equals(was)) {
        String name = should.name() + " ";
        differ(
            Field.OUT,
            name + ValueClass.of(should),
            ValueClass.other(ValueClass.of(should), ValueClass.of(was)),
            name + should.describe(),
            name + was.describe());
        return;
      }
    }
  }

  private void compareMessages() {
    if (expected.messages().equals(seen.messages())) {
      return;
    }
    int should = expected.messages().size();
    int was = seen.messages().size();
    String expectedClass = should == was ? "as faulted" : Integer.toString(should);
    String observedClass = should == was ? "other" : Integer.toString(was);
    differ(Field.MESSAGES, expectedClass, observedClass, texts(expected), texts(seen));
  }

  private String texts(Observation observation) {
    StringBuilder text = new StringBuilder();
    for (Message message : observation.messages()) {
      text.append(text.length() == 0 ? "" : ", ").append(ValueText.of(message, plan));
    }
    return text.length() == 0 ? "no message" : text.toString();
  }

  private void compareLayout() {
    if (!expectation.allows(seen.layout())) {
      differ(
          Field.AREAS,
          areasClass(),
          "other",
          expected.layout().describe(plan),
          seen.layout().describe(plan));
    }
  }

  /** What of the areas is wrong first. */
  private String areasClass() {
    Layout should = expected.layout();
    Layout was = seen.layout();
    if (should.mapped() != was.mapped()) {
      return "mapped";
    }
    if (should.file() != was.file()) {
      return "backing";
    }
    if (should.missing() != was.missing() || should.protectable() != was.protectable()) {
      return "modes";
    }
    return should.samePages(was) ? "bounds" : "protection";
  }

  private void compareBits(Field field, Pages should, Pages was, long droppable) {
    for (int page = 0; page < should.size(); page++) {
      boolean dropped = was.bits(page) == 0 && (droppable >>> page & 1) != 0;
      if (should.bits(page) != was.bits(page) && !dropped) {
        differ(
            field,
            ValueClass.ofBits(should.bits(page)),
            ValueClass.ofBits(was.bits(page)),
            plan.describe(page) + " " + should.describe(page),
            plan.describe(page) + " " + was.describe(page));
        return;
      }
    }
  }

  private void compareChild() {
    if (expected.child().isPresent() != seen.child().isPresent()) {
      String should = expected.child().isPresent() ? "a child" : "no child";
      String was = seen.child().isPresent() ? "a child" : "no child";
      differ(Field.CHILD_BITS, should, was, should, was);
    } else if (expected.child().isPresent()) {
      Pages should = expected.child().get();
      Pages was = seen.child().get();
      compareBits(Field.CHILD_BITS, should, was, expectation.leeway().droppableInChild());
      compareContents(Field.CHILD_CONTENTS, should, was);
    }
  }

  private void compareCompletions() {
    if (expected.completions().equals(seen.completions())) {
      return;
    }
    if (WaiterMismatch.finishers(expected) != WaiterMismatch.finishers(seen)) {
      return; // a mismatch of the waiters already
    }
    for (int i = 0; i < expected.completions().size(); i++) {
      Completion should = expected.completions().get(i);
      Completion was = seen.completions().get(i);
      if (!should.equals(was)) {
        String thread = "t" + should.thread() + " ";
        differ(
            Field.COMPLETIONS,
            ValueClass.of(should.reply()),
            ValueClass.other(ValueClass.of(should.reply()), ValueClass.of(was.reply())),
            thread + ValueText.of(should.reply()),
            thread + ValueText.of(was.reply()));
        return;
      }
    }
  }

  private void compareContents(Field field, Pages should, Pages was) {
    for (int page = 0; page < should.size(); page++) {
      if (should.bits(page) == was.bits(page) && !should.samePage(page, was)) {
        differ(
            field,
            ValueClass.of(should, page),
            ValueClass.other(ValueClass.of(should, page), ValueClass.of(was, page)),
            plan.describe(page) + " " + should.describe(page),
            plan.describe(page) + " " + was.describe(page));
        return;
      }
    }
  }

  private void compareDescriptors() {
    for (int fd = 0; fd < expected.descriptors().size(); fd++) {
      DescriptorView should = expected.descriptors().get(fd);
      DescriptorView was = seen.descriptors().get(fd);
      String name = "fd" + fd + " ";
      if (should.features() != was.features()) {
        String text = "0x" + Long.toHexString(should.features());
        String wrong = "0x" + Long.toHexString(was.features());
        differ(Field.FEATURES, text, wrong, name + text, name + wrong);
      }
      if (should.poll() != was.poll()) {
        String text = ValueText.ofPoll(should.poll());
        String wrong = ValueText.ofPoll(was.poll());
        differ(Field.POLL, text, wrong, name + "polls " + text, name + "polls " + wrong);
      }
    }
  }
}
