package org.pageproof.sut.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.pageproof.vocabulary.Errno;

/**
 * The calls of the C library that the worker makes, bound by JNA's direct mapping. Addresses and
 * lengths are Java longs. A call that fails returns -1; {@link #errno()} must be the next thing
 * that the thread does.
 *
 * <p>The variadic ones (syscall, ioctl, fcntl, open) are bound with a fixed list of integer
 * arguments, which x86-64, arm64 and riscv64 Linux pass in the same registers. So are mremap, clone
 * and ptrace.
 */
public final class Libc {
  /** Open for reading (asm-generic/fcntl.h). */
  public static final int O_RDONLY = 0;

  /** Open for reading and writing. */
  public static final int O_RDWR = 2;

  /** Never wait. */
  public static final int O_NONBLOCK = 0x800;

  /** Close on exec. */
  public static final int O_CLOEXEC = 0x80000;

  /** fcntl(2): the descriptor flags. */
  public static final int F_GETFD = 1;

  /** fcntl(2): the access mode and status flags. */
  public static final int F_GETFL = 3;

  /** fcntl(2): sets the status flags. */
  public static final int F_SETFL = 4;

  /** fcntl(2): a duplicate with the lowest free number, closed on exec (linux/fcntl.h). */
  public static final int F_DUPFD_CLOEXEC = 1030;

  /** The memory can't be touched. */
  public static final int PROT_NONE = 0;

  /** The memory can be read (asm-generic/mman-common.h). */
  public static final int PROT_READ = 1;

  /** The memory can be written. */
  public static final int PROT_WRITE = 2;

  /** Changes are seen by everybody who maps the same file (linux/mman.h). */
  public static final int MAP_SHARED = 1;

  /** Changes are private to the process. */
  public static final int MAP_PRIVATE = 2;

  /** At exactly this address, in place of what is there. */
  public static final int MAP_FIXED = 0x10;

  /** Memory without a file. */
  public static final int MAP_ANONYMOUS = 0x20;

  /** Fault the pages in at once. */
  public static final int MAP_POPULATE = 0x8000;

  /** At exactly this address, or EEXIST if something is there. */
  public static final int MAP_FIXED_NOREPLACE = 0x100000;

  /** madvise(2): drop the pages. */
  public static final int MADV_DONTNEED = 4;

  /** madvise(2): the pages may be dropped until they are written again. */
  public static final int MADV_FREE = 8;

  /** madvise(2): make the pages present, for reading. */
  public static final int MADV_POPULATE_READ = 22;

  /** madvise(2): make the pages present, for writing. */
  public static final int MADV_POPULATE_WRITE = 23;

  /** madvise(2): forked children do not get the memory. */
  public static final int MADV_DONTFORK = 10;

  /** madvise(2): undoes {@link #MADV_DONTFORK}. */
  public static final int MADV_DOFORK = 11;

  /** madvise(2): huge pages may be used here. */
  public static final int MADV_HUGEPAGE = 14;

  /** mremap(2): the kernel may choose another place (linux/mman.h). */
  public static final int MREMAP_MAYMOVE = 1;

  /** mremap(2): to exactly this address, in place of what is there. */
  public static final int MREMAP_FIXED = 2;

  /** memfd_create(2): close on exec (linux/memfd.h). */
  public static final int MFD_CLOEXEC = 1;

  /** lseek(2): from the start. */
  public static final int SEEK_SET = 0;

  /** waitpid(2): also children whose end raises no SIGCHLD (linux/wait.h). */
  public static final int WALL = 0x40000000;

  /** ptrace(2): become the tracer without stopping the process (linux/ptrace.h). */
  public static final long PTRACE_SEIZE = 0x4206;

  /** ptrace(2): the process is killed when its tracer ends. */
  public static final long PTRACE_O_EXITKILL = 0x100000;

  /** The terminal is gone (asm-generic/signal.h). */
  public static final int SIGHUP = 1;

  /** The terminal's interrupt key was pressed. */
  public static final int SIGINT = 2;

  /** The process is killed. */
  public static final int SIGKILL = 9;

  /** The process is asked to end. */
  public static final int SIGTERM = 15;

  /** A child has ended. */
  public static final int SIGCHLD = 17;

  /** signal(3): ignore it (asm-generic/signal-defs.h). */
  public static final long SIG_IGN = 1;

  static {
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  /** The address of a function of the C library. */
  public static long function(String name) {
    return Pointer.nativeValue(NativeLibrary.getInstance("c").getFunction(name));
  }

  /** The error number of the thread's last failed call of this class. */
  public static Errno errno() {
    return new Errno(Native.getLastError());
  }

  /** syscall(2) with one argument. */
  public static native long syscall(long number, long argument);

  /** signal(3) with {@link #SIG_IGN} as the handler. */
  public static native long signal(int number, long handler);

  /** pthread_self(3): an address in the thread's own memory, where its thread-local storage is. */
  public static native long pthread_self();

  /** gettid(2). */
  public static native int gettid();

  /** sched_yield(2). */
  public static native int sched_yield();

  /** open(2) of an existing file; {@code path} is encoded as JNA's default, UTF-8. */
  public static native int open(String path, int flags);

  /** close(2). */
  public static native int close(int fd);

  /** fcntl(2) with an integer argument. */
  public static native int fcntl(int fd, int command, int argument);

  /** dup2(2). */
  public static native int dup2(int from, int to);

  /** pipe2(2); {@code fds} is the address of two 4-byte integers. */
  public static native int pipe2(long fds, int flags);

  /** ioctl(2) with the address of a struct, or an integer. */
  public static native int ioctl(int fd, long request, long argument);

  /** read(2). */
  public static native long read(int fd, long buffer, long bytes);

  /** write(2). */
  public static native long write(int fd, long buffer, long bytes);

  /** pread(2). */
  public static native long pread(int fd, long buffer, long bytes, long offset);

  /** pwrite(2). */
  public static native long pwrite(int fd, long buffer, long bytes, long offset);

  /** lseek(2). */
  public static native long lseek(int fd, long offset, int from);

  /** ftruncate(2). */
  public static native int ftruncate(int fd, long bytes);

  /** memfd_create(2). */
  public static native int memfd_create(String name, int flags);

  /** poll(2); {@code fds} is the address of {@code count} structs pollfd; time-out in ms. */
  public static native int poll(long fds, long count, int timeout);

  /** mmap(2); returns -1 as MAP_FAILED. */
  public static native long mmap(
      long address, long length, int protection, int flags, int fd, long offset);

  /** munmap(2). */
  public static native int munmap(long address, long length);

  /** mount(2); {@code data} is an address or 0. */
  public static native int mount(String source, String target, String type, long flags, long data);

  /** mprotect(2). */
  public static native int mprotect(long address, long length, int protection);

  /** mremap(2); returns -1 as MAP_FAILED. */
  public static native long mremap(
      long address, long length, long newLength, int flags, long newAddress);

  /** madvise(2). */
  public static native int madvise(long address, long length, int advice);

  /** memcpy(3): the user-mode access to a page, so that no Java code ever sleeps in a fault. */
  public static native long memcpy(long to, long from, long bytes);

  /** memcmp(3): 0 if both pieces of memory hold the same. */
  public static native int memcmp(long first, long second, long bytes);

  /**
   * clone(2): the child calls {@code function(argument)} and exits with what it returns. The stack
   * is given by its upper end.
   */
  public static native int clone(long function, long stackEnd, int flags, long argument);

  /** ptrace(2). */
  public static native long ptrace(long request, int pid, long address, long data);

  /** kill(2). */
  public static native int kill(int pid, int signal);

  /** waitpid(2); {@code status} is the address of a 4-byte integer, or 0. */
  public static native int waitpid(int pid, long status, int options);
}
