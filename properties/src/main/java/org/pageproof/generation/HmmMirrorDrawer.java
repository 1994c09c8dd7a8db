package org.pageproof.generation;

import java.util.BitSet;
import java.util.List;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.SetFlags;

/** Draws the calls to the driver. */
final class HmmMirrorDrawer {
  private static final long[] UNUSUAL_FLAGS = {0, 2, 3, 1L << 40, 1L << 51, -1};

  HmmCommand open(HmmDraw draw) {
    Dice dice = draw.dice;
    int slot = dice.below(draw.swarm.mirrors());
    for (int again = 0; again < 4 && draw.sets.open(slot) && !dice.percent(10); again++) {
      slot = dice.below(draw.swarm.mirrors());
    }
    List<Integer> devices = draw.swarm.devices();
    int device =
        draw.wrong()
            ? dice.below(MirrorDriver.DEVICE_SLOTS)
            : devices.get(dice.below(devices.size()));
    return new Open(draw.id, slot, device);
  }

  HmmCommand read(HmmDraw draw) {
    int mirror = draw.mirror();
    BitSet liked = accessed(draw, mirror, draw.sets.readable());
    return new DeviceRead(draw.id, unbounded(draw, draw.request(mirror, liked)));
  }

  HmmCommand write(HmmDraw draw) {
    int mirror = draw.mirror();
    BitSet permitted = draw.dice.percent(8) ? draw.sets.mapped() : draw.sets.writable();
    BitSet liked = accessed(draw, mirror, permitted);
    return new DeviceWrite(draw.id, unbounded(draw, draw.request(mirror, liked)));
  }

  /** Pages with an entry in the mirror, or of which somebody else must let go, or any. */
  private static BitSet accessed(HmmDraw draw, int mirror, BitSet permitted) {
    int choice = draw.dice.below(10);
    if (draw.swarm.daring() && choice < 6) {
      return draw.likely(100, draw.sets.onDevice(), permitted);
    }
    if (choice < 3) {
      return draw.likely(100, draw.sets.mirrored(mirror), permitted);
    }
    if (choice < 5) {
      return draw.likely(100, HmmDraw.both(permitted, draw.sets.exclusive()), permitted);
    }
    if (choice < 7) {
      return draw.likely(100, HmmDraw.both(permitted, draw.sets.onDevice()), permitted);
    }
    return permitted;
  }

  private static Request unbounded(HmmDraw draw, Request request) {
    return draw.wrong() && draw.dice.percent(10)
        ? request.withShape(Request.Shape.TOO_LARGE)
        : request;
  }

  Request toDevice(HmmDraw draw) {
    BitSet movable = HmmDraw.both(draw.sets.anonymous(), draw.sets.readable());
    BitSet there = HmmDraw.both(movable, draw.sets.present());
    BitSet liked = draw.likely(60, there, movable);
    return draw.request(draw.mirror(), draw.dice.percent(10) ? draw.sets.mapped() : liked);
  }

  Request toSystem(HmmDraw draw) {
    BitSet liked = draw.likely(85, draw.sets.onDevice(), draw.sets.mapped());
    return draw.request(draw.mirror(), liked);
  }

  Request snapshot(HmmDraw draw) {
    return draw.request(draw.mirror(), draw.sets.mapped());
  }

  Request exclusive(HmmDraw draw) {
    BitSet writable = HmmDraw.both(draw.sets.anonymous(), draw.sets.writable());
    BitSet liked = draw.likely(85, writable, draw.sets.mapped());
    BitSet there = draw.dice.percent(50) ? draw.sets.onDevice() : draw.sets.exclusive();
    return draw.request(draw.mirror(), draw.likely(30, HmmDraw.both(liked, there), liked));
  }

  Request checkExclusive(HmmDraw draw) {
    return draw.request(draw.mirror(), draw.likely(85, draw.sets.exclusive(), draw.sets.mapped()));
  }

  Request release(HmmDraw draw) {
    return draw.request(draw.mirror(), draw.sets.mapped());
  }

  HmmCommand setFlags(HmmDraw draw) {
    boolean unusual = draw.wrong() || draw.dice.percent(15);
    long value =
        unusual ? UNUSUAL_FLAGS[draw.dice.below(UNUSUAL_FLAGS.length)] : SetFlags.FAIL_ALLOC;
    return new SetFlags(draw.id, draw.mirror(), value);
  }

  HmmCommand misuse(HmmDraw draw) {
    return new Misuse(draw.id, draw.mirror(), draw.dice.oneOf(Misuse.Call.values()));
  }
}
