package org.pageproof.sut.simulator.hmm;

import java.util.EnumSet;
import java.util.Set;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.simulator.areas.MergeRules;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;

/**
 * Which kernel is simulated: its profile, what follows from its release and its driver, and the
 * bugs planted in it. A release stands for the newest kernel of its series, and has what was fixed
 * in others: the bugs of history are there to be planted.
 */
final class HmmConfig {
  private final KernelRelease release;
  private final MirrorDriver driver;
  private final Set<Fault> faults;
  private final MergeRules mergeRules;

  HmmConfig(Profile profile, Set<Fault> faults) {
    this.release = profile.release();
    this.driver = profile.driver();
    this.faults = EnumSet.noneOf(Fault.class);
    this.faults.addAll(faults);
    this.mergeRules = MergeRules.of(release);
  }

  MirrorDriver driver() {
    return driver;
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }

  MergeRules mergeRules() {
    return mergeRules;
  }

  /** How many pages the driver asks the kernel about at a time (32 since 6.17). */
  int faultChunk() {
    return release.atLeast(6, 17) ? 32 : 64;
  }

  /** How many pages the driver migrates at a time (a page table of them since 6.19). */
  int migrationChunk() {
    return release.atLeast(6, 19) ? 512 : 64;
  }

  /** Whether a device's fault fetches a page back from another device. */
  boolean fetchesForeignPages() {
    return !has(Fault.FAULT_NONOWNER_PRIVATE);
  }

  /**
   * Whether the entry of a page that was made on the device lets the device write, if its area does
   * (until 6.18; since then the driver looks at the page alone, and there was none).
   */
  boolean writesNewDevicePages() {
    return !release.atLeast(6, 19);
  }

  /** Whether exclusive access is given page by page (6.15), not chunk by chunk. */
  boolean givesPagesSingly() {
    return release.atLeast(6, 15);
  }

  /** Whether exclusive entries tell two kinds, and do not count as mappings (before 6.15). */
  boolean exclusiveUnmaps() {
    return !release.atLeast(6, 15);
  }

  /** Whether the driver trusts the array of a partial success. */
  boolean usesUnfilledPages() {
    return has(Fault.EXCLUSIVE_PARTIAL_UNINIT);
  }

  /** Whether closing a mirror empties its device. */
  boolean evictsOnClose() {
    return !has(Fault.CLOSE_DEVICE_PAGES_UAF);
  }

  /** Whether huge pages migrate to device memory and back as a whole (6.19). */
  boolean migratesHugePages() {
    return release.atLeast(6, 19);
  }

  /**
   * Whether a page of a large folio that is mapped page by page is written in place if nobody else
   * maps any of the folio (6.15).
   */
  boolean reusesLargeFolios() {
    return release.atLeast(6, 15);
  }

  /** Whether a store to the huge page of zeros gets a huge page (6.13). */
  boolean replacesHugeZero() {
    return release.atLeast(6, 13);
  }

  /**
   * Whether a page of zeros in a huge page that is split gives way to the frame of zeros (6.12).
   */
  boolean savesZeroPages() {
    return release.atLeast(6, 12);
  }

  /** Whether madvise(2) frees the tables that it emptied (6.14). */
  boolean reclaimsTables() {
    return release.atLeast(6, 14);
  }

  /** Whether mprotect(2) gives back the accounting of memory never written (6.7). */
  boolean unaccountsUnwritten() {
    return release.atLeast(6, 7);
  }

  /**
   * Whether mprotect(2) tells mirrors once if there are tables in the gigabyte, which the whole
   * arena lies in (6.12), not in the 2 MiB. Without any there is nothing to tell.
   */
  boolean protectsByGigabyte() {
    return release.atLeast(6, 12);
  }

  /** Whether a device page forgets its reverse mapping when it is freed. */
  boolean clearsDeviceMappings() {
    return !has(Fault.DEVICE_PAGE_REUSE_MAPPING);
  }

  /** Whether a device gets a freed page back. */
  boolean returnsDevicePages() {
    return !has(Fault.DEVICE_PAGE_LEAK);
  }
}
