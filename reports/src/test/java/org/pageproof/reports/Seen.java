package org.pageproof.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageBytes;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;

/** An observation under construction: it begins as the one before, with the reply 0. */
public final class Seen {
  private final List<OutField> out = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private final List<Completion> completions = new ArrayList<>();
  private final List<DescriptorView> descriptors;
  private Reply reply = Reply.ZERO;
  private Pages pages;
  private Layout layout;
  private Optional<Pages> child;
  private Optional<MirrorView> mirrors;
  private final List<PageWords> data = new ArrayList<>();
  private long taint;

  Seen(Observation before) {
    descriptors = new ArrayList<>(before.descriptors());
    pages = before.pages();
    layout = before.layout();
    child = before.child();
    mirrors = before.mirrors();
  }

  Observation observation() {
    return new Observation(
        reply, out, messages, completions, descriptors, pages, layout, child, taint, data, mirrors);
  }

  public Seen reply(Reply value) {
    reply = value;
    return this;
  }

  public Seen returns(long value) {
    return reply(Reply.returned(value));
  }

  public Seen refuses(Errno errno) {
    return reply(Reply.refused(errno));
  }

  public Seen out(String name, long value) {
    out.add(new OutField(name, value));
    return this;
  }

  public Seen message(int page, boolean write) {
    messages.add(Message.missing(Scenario.PLAN.address(page), write));
    return this;
  }

  /** A page fault that a thread slot caused. */
  public Seen message(long flags, long address, int thread) {
    return message(new Message(Message.PAGEFAULT, flags, address, thread));
  }

  public Seen message(Message message) {
    messages.add(message);
    return this;
  }

  public Seen finishes(int thread, long value) {
    completions.add(new Completion(thread, Reply.returned(value)));
    return this;
  }

  public Seen fd(int slot, DescriptorView view) {
    descriptors.set(slot, view);
    return this;
  }

  /** The slot is ready, with this many waiters; its features stay. */
  public Seen waiters(int slot, int total, int pending) {
    int poll = pending == 0 ? 0 : DescriptorView.POLLIN;
    long features = DescriptorView.READY | descriptors.get(slot).features();
    return fd(slot, new DescriptorView(true, pending, total, features, poll));
  }

  public Seen page(int page, long head, long tail) {
    return page(page, Pages.PRESENT, head, tail);
  }

  public Seen page(int page, int bits, long head, long tail) {
    pages = pages.with(page, bits, head, tail);
    return this;
  }

  /** There is a child in which nothing is present. */
  public Seen forked() {
    child = Optional.of(Pages.empty(Scenario.PLAN));
    return this;
  }

  public Seen childPage(int page, long head, long tail) {
    return childPage(page, Pages.PRESENT, head, tail);
  }

  public Seen childPage(int page, int bits, long head, long tail) {
    child = child.map(old -> old.with(page, bits, head, tail));
    return this;
  }

  /** Pages are not present in the child. */
  public Seen childAbsent(long pageSet) {
    child = child.map(old -> old.without(pageSet));
    return this;
  }

  public Seen reaped() {
    child = Optional.empty();
    return this;
  }

  public Seen absent(long pageSet) {
    pages = pages.without(pageSet);
    return this;
  }

  /** Anonymous areas; pages that stay mapped stay registered. */
  public Seen areas(long mapped, long starts) {
    Layout areas = new Layout(mapped, starts);
    return areas(areas.withModes(layout.missing() & mapped, layout.protectable() & mapped));
  }

  /** The same areas, registered in these modes. */
  public Seen modes(long missing, long protectable) {
    return areas(layout.withModes(missing, protectable));
  }

  public Seen areas(Layout areas) {
    layout = areas;
    return this;
  }

  /** What the command let the kernel write to its buffer, page by page. */
  public Seen data(PageWords... pageWords) {
    data.addAll(List.of(pageWords));
    return this;
  }

  /** What these devices say of a range of pages; before the first such step there is nothing. */
  public Seen sees(int page, int count, int value, int... devices) {
    MirrorView view = mirrors.orElseThrow();
    for (int device : devices) {
      PageBytes bytes = view.snapshots().get(device);
      for (int i = page; i < page + count; i++) {
        bytes = bytes.with(i, value);
      }
      view = view.withSnapshot(device, bytes);
    }
    mirrors = Optional.of(view);
    return this;
  }

  /** There are this many devices, and nothing is mapped. */
  public Seen devices(int count) {
    mirrors = Optional.of(MirrorView.initial(Scenario.PLAN, count));
    return this;
  }

  /** Whether a mirror has a page exclusively. */
  public Seen exclusive(int mirror, int page, boolean has) {
    MirrorView view = mirrors.orElseThrow();
    List<PageBytes> slots = new ArrayList<>(view.exclusive());
    slots.set(mirror, slots.get(mirror).with(page, has ? 1 : 0));
    mirrors = Optional.of(new MirrorView(view.snapshots(), slots));
    return this;
  }

  public Seen taint(long bits) {
    taint = bits;
    return this;
  }
}
