package org.pageproof.shrinking;

import java.util.List;
import java.util.Optional;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** How the commands of the HMM test driver are made up. */
final class HmmAnatomy implements Anatomy<HmmCommand> {
  @Override
  public HmmCommand withId(HmmCommand command, int id) {
    return command.accept(HmmIds.INSTANCE, id);
  }

  @Override
  public HmmCommand renamed(HmmCommand command, Renaming renaming) {
    return command.accept(HmmSlots.INSTANCE, renaming);
  }

  @Override
  public Optional<Mapping<HmmCommand>> mapping(HmmCommand command) {
    return command instanceof Map map
        ? Optional.of(
            new Mapping<>(
                map.region(),
                map.pages(),
                (region, pages) -> new Map(map.id(), region, pages, map.backing())))
        : Optional.empty();
  }

  @Override
  public Optional<Move> move(HmmCommand command) {
    return command instanceof Remap remap
        ? Optional.of(new Move(remap.range(), remap.destination()))
        : Optional.empty();
  }

  @Override
  public boolean namesOnePage(HmmCommand command) {
    return command instanceof Touch || command instanceof ChildTouch;
  }

  @Override
  public boolean drops(HmmCommand command) {
    return command instanceof DontNeed;
  }

  @Override
  public boolean widens(HmmCommand command) {
    return switch (command.kind()) {
      case READ, WRITE, TODEV, TOSYS, EXCLUSIVE, PROTECT -> true;
      default -> false;
    };
  }

  @Override
  public int descriptors() {
    return MirrorView.MIRRORS;
  }

  @Override
  public Optional<Integer> opens(HmmCommand command) {
    return command instanceof Open open ? Optional.of(open.mirror()) : Optional.empty();
  }

  @Override
  public boolean prepares(HmmCommand command) {
    return command instanceof Open;
  }

  @Override
  public boolean closes(HmmCommand command) {
    return command instanceof Close;
  }

  @Override
  public int weight(HmmCommand command, AddressPlan plan) {
    return command.accept(HmmWeight.INSTANCE, plan);
  }

  @Override
  public List<HmmCommand> simpler(HmmCommand command) {
    return command.accept(HmmSimpler.INSTANCE, true);
  }

  @Override
  public int compareKinds(HmmCommand left, HmmCommand right) {
    return left.kind().compareTo(right.kind());
  }

  /**
   * What is moved must fit into the region slot that it ends up in. In a huge plan areas have whole
   * units, and region 0 stays where it is.
   */
  @Override
  public boolean isStorable(HmmCommand command, AddressPlan plan) {
    return switch (command.kind()) {
      case MAP -> command instanceof Map map && isStorable(map, plan);
      case UNMAP -> command instanceof Unmap unmap && unmap.range().boundsAreas(plan);
      case PROTECT -> command instanceof Protect protect && protect.range().boundsAreas(plan);
      case REMAP -> command instanceof Remap remap && isStorable(remap, plan);
      default -> true;
    };
  }

  private static boolean isStorable(Map map, AddressPlan plan) {
    return map.pages() <= plan.capacity(map.region())
        && PageRange.of(map.region(), 0, map.pages()).boundsAreas(plan);
  }

  private static boolean isStorable(Remap remap, AddressPlan plan) {
    boolean moves = remap.target() == 0 || remap.range().firstPage(plan) < plan.capacity(0);
    return remap.range().count() <= plan.capacity(remap.target()) && !(plan.huge() && moves);
  }
}
