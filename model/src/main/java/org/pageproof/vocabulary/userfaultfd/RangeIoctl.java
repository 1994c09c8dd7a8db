package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.PageRange;

/** An ioctl whose argument begins with a range. */
public sealed interface RangeIoctl extends UffdCommand
    permits Register, Unregister, Copy, Zeropage, WriteProtect, Wake {
  /** The descriptor slot. */
  int fd();

  /** What it is about. */
  PageRange range();

  /** Where the argument struct lies. */
  Argument argument();
}
