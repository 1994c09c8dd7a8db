package org.pageproof.shrinking;

import java.util.List;
import java.util.Optional;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** How userfaultfd commands are made up. */
final class UffdAnatomy implements Anatomy<UffdCommand> {
  @Override
  public UffdCommand withId(UffdCommand command, int id) {
    return command.accept(UffdIds.INSTANCE, id);
  }

  @Override
  public UffdCommand renamed(UffdCommand command, Renaming renaming) {
    return command.accept(UffdSlots.INSTANCE, renaming);
  }

  @Override
  public Optional<Mapping<UffdCommand>> mapping(UffdCommand command) {
    return command instanceof Map map
        ? Optional.of(
            new Mapping<>(
                map.region(),
                map.pages(),
                (region, pages) -> new Map(map.id(), region, pages, map.backing())))
        : Optional.empty();
  }

  @Override
  public Optional<Move> move(UffdCommand command) {
    return command instanceof Remap remap
        ? Optional.of(new Move(remap.range(), remap.destination()))
        : Optional.empty();
  }

  @Override
  public boolean namesOnePage(UffdCommand command) {
    return command instanceof Touch || command instanceof ChildWrite;
  }

  @Override
  public boolean drops(UffdCommand command) {
    return command instanceof DontNeed;
  }

  @Override
  public boolean widens(UffdCommand command) {
    return switch (command.kind()) {
      case REGISTER, COPY, ZEROPAGE, WRITEPROTECT -> true;
      default -> false;
    };
  }

  @Override
  public int descriptors() {
    return Observation.DESCRIPTORS;
  }

  @Override
  public Optional<Integer> opens(UffdCommand command) {
    return command instanceof Open open ? Optional.of(open.fd()) : Optional.empty();
  }

  @Override
  public boolean prepares(UffdCommand command) {
    return command instanceof Open || command instanceof Api;
  }

  @Override
  public boolean closes(UffdCommand command) {
    return command instanceof Close;
  }

  @Override
  public int weight(UffdCommand command, AddressPlan plan) {
    return command.accept(UffdWeight.INSTANCE, plan);
  }

  @Override
  public List<UffdCommand> simpler(UffdCommand command) {
    return command.accept(UffdSimpler.INSTANCE, true);
  }

  @Override
  public int compareKinds(UffdCommand left, UffdCommand right) {
    return left.kind().compareTo(right.kind());
  }

  /** An mremap must not reach beyond the region slot that it ends up in. */
  @Override
  public boolean isStorable(UffdCommand command, AddressPlan plan) {
    return !(command instanceof Remap remap)
        || remap.destination().page() + remap.pages() <= plan.pagesPerRegion();
  }
}
