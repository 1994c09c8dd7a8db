package org.pageproof.sut.vm;

import java.nio.file.Path;
import java.util.List;

/** What is behind the memory of a guest's kernel. */
sealed interface Ram permits Ram.Fresh, Ram.Stored, Ram.Loaded {
  /** Memory that is given up with the guest. */
  record Fresh() implements Ram {
    @Override
    public String object(int mebibytes) {
      return "memory-backend-ram,id=ram,size=" + mebibytes + "M";
    }

    @Override
    public List<String> arguments() {
      return List.of();
    }
  }

  /** A file that all of the guest's writes go to. */
  record Stored(Path file) implements Ram {
    @Override
    public String object(int mebibytes) {
      return Ram.object("ram", mebibytes, file, true);
    }

    @Override
    public List<String> arguments() {
      return List.of();
    }
  }

  /**
   * A file that stays as it is; the guest's writes are its own. The guest waits for the state of
   * its devices and then to be told to go on.
   */
  record Loaded(Path file) implements Ram {
    @Override
    public String object(int mebibytes) {
      return Ram.object("ram", mebibytes, file, false);
    }

    @Override
    public List<String> arguments() {
      return List.of("-S", "-incoming", "defer");
    }
  }

  /** QEMU's {@code -object} for so many MiB of memory. */
  String object(int mebibytes);

  /** Further arguments. */
  List<String> arguments();

  /** Whether the guest outlives its QEMU. */
  default boolean isStored() {
    return !(this instanceof Fresh);
  }

  /** QEMU's {@code -object} for memory in a file. */
  static String object(String id, int mebibytes, Path file, boolean share) {
    return "memory-backend-file,id="
        + id
        + ",size="
        + mebibytes
        + "M,mem-path="
        + Machine.quoted(file)
        + ",share="
        + (share ? "on" : "off");
  }
}
