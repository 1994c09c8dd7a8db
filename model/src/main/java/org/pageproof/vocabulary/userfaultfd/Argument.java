package org.pageproof.vocabulary.userfaultfd;

/** Where the argument struct of an ioctl lies. */
public enum Argument {
  /** In ordinary memory. */
  VALID,
  /** At {@link org.pageproof.vocabulary.AddressPlan#BAD_ADDRESS}: the kernel can't read it. */
  UNREADABLE,
  /** In a read-only page: the kernel can read it but not write its out-fields. */
  READ_ONLY
}
