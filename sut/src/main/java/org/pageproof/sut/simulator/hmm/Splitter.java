package org.pageproof.sut.simulator.hmm;

/** Splits a large folio into pages of their own (split_folio in mm/huge_memory.c). */
final class Splitter {
  private final Memory memory;

  Splitter(Memory memory) {
    this.memory = memory;
  }

  /**
   * Unmaps a folio, splits it and maps its pages again. Pages of zeros give way to the frame of
   * zeros; exclusive ones come back, and can be read only.
   */
  void split(Folio folio) {
    boolean isPrivate = folio.frame(0) instanceof DevicePage;
    for (int i = 0; i < PageTable.TABLE_PAGES; i++) {
      folio.frame(i).get();
    }
    memory.unmap(
        folio,
        (where, start, end) -> {
          if (where.table().isHuge(start) && where.table().frame(start).folio() == folio) {
            where.splitHuge(start);
          }
          return where.freeze(folio, start, end);
        });
    folio.dissolve();
    for (int i = 0; i < PageTable.TABLE_PAGES; i++) {
      boolean saved = !isPrivate && memory.config().savesZeroPages();
      mapAgain(folio.frame(i), saved && folio.frame(i).isZero());
    }
  }

  private void mapAgain(Frame frame, boolean asZero) {
    memory.walk(
        frame,
        (where, page) -> {
          PageTable table = where.table();
          if (table.refersTo(page, frame) && table.kind(page) == EntryKind.MIGRATION) {
            if (asZero) {
              table.forget(page);
              table.map(page, memory.zero(), false);
            } else {
              table.thaw(page, frame);
            }
          }
        });
    frame.put();
  }
}
