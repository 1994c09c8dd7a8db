package org.pageproof.sut.worker;

import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;

/** A forked child that sleeps, and its copy of the arena as {@code /proc} shows it. */
public final class ChildMemory {
  private static final Errno EINTR = new Errno(4);

  private final AddressPlan plan;
  private final int pid;
  private final ProcFile pagemap;
  private final ProcFile memory;
  private final CopiedContents contents;
  private final PageObserver pages;

  /** Watches a process that was forked just now. */
  public ChildMemory(int pid, AddressPlan plan, EntryBits entries) {
    this.pid = pid;
    this.plan = plan;
    int bytes = plan.arenaPages() * AddressPlan.PAGE_SIZE;
    pagemap = new ProcFile("/proc/" + pid + "/pagemap", plan.arenaPages() * Long.BYTES);
    memory = ProcFile.writable("/proc/" + pid + "/mem", bytes);
    contents = new CopiedContents(plan, memory);
    pages = new PageObserver(plan, pagemap, entries, contents);
  }

  /** The process id. */
  int pid() {
    return pid;
  }

  /** Its pages as they are now. */
  public Pages pages() {
    return pages.observe(0); // none can be read in place: all lie in another process
  }

  /** Loads the word at the start of a page. */
  public Reply load(int page) {
    return memory.readWord(plan.address(page));
  }

  /** Stores a word at the start of a page; replies as pwrite(2) does. */
  public Reply store(int page, long word) {
    return memory.write(plan.address(page), word);
  }

  /** Kills it and waits until it is gone, and with it all that it held. */
  public void reap() {
    if (Libc.kill(pid, Libc.SIGKILL) != 0) {
      throw new HarnessException("the child cannot be killed: " + Libc.errno());
    }
    awaitEnd(pid, 0);
    pagemap.close();
    memory.close();
    contents.close();
  }

  /** waitpid(2): the end of a child, whose status goes to an address if that is not 0. */
  static void awaitEnd(int pid, long status) {
    while (Libc.waitpid(pid, status, Libc.WALL) != pid) {
      Errno errno = Libc.errno();
      if (!errno.equals(EINTR)) {
        throw new HarnessException("the child cannot be waited for: " + errno);
      }
    }
  }
}
