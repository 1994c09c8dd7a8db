package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmVisitor;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.MigrateToSystem;
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Reap;
import org.pageproof.vocabulary.hmm.Release;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.SetFlags;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** The variants of a command with one operand simpler, the boldest first. */
final class HmmSimpler implements HmmVisitor<Boolean, List<HmmCommand>> {
  static final HmmSimpler INSTANCE = new HmmSimpler();

  private HmmSimpler() {}

  private static <T> List<HmmCommand> each(List<T> operands, Function<T, HmmCommand> with) {
    List<HmmCommand> all = new ArrayList<>();
    for (T operand : operands) {
      all.add(with.apply(operand));
    }
    return all;
  }

  private static List<HmmCommand> requests(Request r, Function<Request, HmmCommand> with) {
    List<Request> all = new ArrayList<>();
    for (PageRange range : SimplerOperands.ranges(PageRange.of(r.region(), r.page(), r.count()))) {
      all.add(
          new Request(
              r.mirror(), range.region(), range.page(), range.count(), r.shape(), r.buffer()));
    }
    Weights.before(r.shape()).forEach(shape -> all.add(r.withShape(shape)));
    Weights.before(r.buffer()).forEach(buffer -> all.add(r.withBuffer(buffer)));
    return each(all, with);
  }

  @Override
  public List<HmmCommand> open(Open c, Boolean unused) {
    return each(Weights.before(c.device()), device -> new Open(c.id(), c.mirror(), device));
  }

  @Override
  public List<HmmCommand> close(Close c, Boolean unused) {
    return List.of();
  }

  @Override
  public List<HmmCommand> deviceRead(DeviceRead c, Boolean unused) {
    return requests(c.request(), request -> new DeviceRead(c.id(), request));
  }

  @Override
  public List<HmmCommand> deviceWrite(DeviceWrite c, Boolean unused) {
    return requests(c.request(), request -> new DeviceWrite(c.id(), request));
  }

  @Override
  public List<HmmCommand> migrateToDevice(MigrateToDevice c, Boolean unused) {
    return requests(c.request(), request -> new MigrateToDevice(c.id(), request));
  }

  @Override
  public List<HmmCommand> migrateToSystem(MigrateToSystem c, Boolean unused) {
    return requests(c.request(), request -> new MigrateToSystem(c.id(), request));
  }

  @Override
  public List<HmmCommand> snapshot(Snapshot c, Boolean unused) {
    return requests(c.request(), request -> new Snapshot(c.id(), request));
  }

  @Override
  public List<HmmCommand> exclusive(Exclusive c, Boolean unused) {
    return requests(c.request(), request -> new Exclusive(c.id(), request));
  }

  @Override
  public List<HmmCommand> checkExclusive(CheckExclusive c, Boolean unused) {
    return requests(c.request(), request -> new CheckExclusive(c.id(), request));
  }

  @Override
  public List<HmmCommand> release(Release c, Boolean unused) {
    return requests(c.request(), request -> new Release(c.id(), request));
  }

  @Override
  public List<HmmCommand> setFlags(SetFlags c, Boolean unused) {
    List<Long> values = new ArrayList<>(List.of(SetFlags.FAIL_ALLOC));
    values.addAll(SimplerOperands.withoutOneBit(c.value()));
    return each(values, value -> new SetFlags(c.id(), c.mirror(), value));
  }

  @Override
  public List<HmmCommand> misuse(Misuse c, Boolean unused) {
    return each(Weights.before(c.call()), call -> new Misuse(c.id(), c.mirror(), call));
  }

  @Override
  public List<HmmCommand> map(Map c, Boolean unused) {
    List<HmmCommand> all = new ArrayList<>();
    for (Map.Backing backing : Weights.before(c.backing())) {
      all.add(new Map(c.id(), c.region(), c.pages(), backing));
    }
    for (int more : SimplerOperands.pages(c.pages() - 1)) {
      all.add(new Map(c.id(), c.region(), 1 + more, c.backing()));
    }
    return all;
  }

  @Override
  public List<HmmCommand> unmap(Unmap c, Boolean unused) {
    return each(SimplerOperands.ranges(c.range()), range -> new Unmap(c.id(), range));
  }

  @Override
  public List<HmmCommand> protect(Protect c, Boolean unused) {
    List<HmmCommand> all =
        each(
            SimplerOperands.ranges(c.range()), range -> new Protect(c.id(), range, c.protection()));
    all.addAll(
        each(
            Weights.before(c.protection()),
            protection -> new Protect(c.id(), c.range(), protection)));
    return all;
  }

  @Override
  public List<HmmCommand> remap(Remap c, Boolean unused) {
    List<HmmCommand> all =
        each(SimplerOperands.ranges(c.range()), range -> new Remap(c.id(), range, c.target()));
    all.addAll(each(Weights.before(c.target()), target -> new Remap(c.id(), c.range(), target)));
    return all;
  }

  @Override
  public List<HmmCommand> dontNeed(DontNeed c, Boolean unused) {
    return each(SimplerOperands.ranges(c.range()), range -> new DontNeed(c.id(), range));
  }

  @Override
  public List<HmmCommand> touch(Touch c, Boolean unused) {
    List<HmmCommand> all =
        each(Weights.before(c.access()), access -> new Touch(c.id(), c.region(), c.page(), access));
    all.addAll(
        each(
            SimplerOperands.pages(c.page()),
            page -> new Touch(c.id(), c.region(), page, c.access())));
    return all;
  }

  @Override
  public List<HmmCommand> fork(Fork c, Boolean unused) {
    return List.of();
  }

  @Override
  public List<HmmCommand> reap(Reap c, Boolean unused) {
    return List.of();
  }

  @Override
  public List<HmmCommand> childTouch(ChildTouch c, Boolean unused) {
    List<HmmCommand> all =
        each(
            SimplerOperands.pages(c.page()),
            page -> new ChildTouch(c.id(), c.region(), page, c.write()));
    if (c.write()) {
      all.add(new ChildTouch(c.id(), c.region(), c.page(), false));
    }
    return all;
  }
}
