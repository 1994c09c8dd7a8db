package org.pageproof.vocabulary.hmm;

/** The kinds of command, for tables and for reading traces. */
public enum HmmKind {
  OPEN("open"),
  CLOSE("close"),
  READ("read"),
  WRITE("write"),
  TODEV("todev"),
  TOSYS("tosys"),
  SNAPSHOT("snapshot"),
  EXCLUSIVE("exclusive"),
  CHECK("check"),
  RELEASE("release"),
  FLAGS("flags"),
  MISUSE("misuse"),
  MAP("map"),
  UNMAP("unmap"),
  PROTECT("protect"),
  REMAP("remap"),
  DONTNEED("dontneed"),
  TOUCH("touch"),
  FORK("fork"),
  REAP("reap"),
  CHILDTOUCH("childtouch");

  private final String traceName;

  HmmKind(String traceName) {
    this.traceName = traceName;
  }

  /** The name in traces, fingerprints and rule ids (there in capitals). */
  public String traceName() {
    return traceName;
  }
}
