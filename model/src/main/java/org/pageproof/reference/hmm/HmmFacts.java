package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;

/**
 * What kernels differ in. No other class of this package asks for a version.
 *
 * @param driver the driver
 * @param faultChunk how many pages READ and WRITE fault in at once: 64, 32 from 6.17
 * @param migrationChunk how many pages are migrated at once: 64, 512 from 6.19
 * @param exclusiveByPage whether exclusive access is taken page by page, with an errno for each
 *     cause (6.15); before, in chunks, and every failure is EBUSY
 * @param exclusiveKinds whether there are a writable and a read-only exclusive entry (before 6.15)
 * @param emptyMappedReadOnly whether MIGRATE_TO_DEV maps what was empty read-only in the mirror,
 *     though the CPU's entry is writable (seen on 7.2; since huge pages migrate, 6.19)
 * @param mergesIntoEmpty whether mprotect(2) merges an area that has had a page of its own with one
 *     that has not (6.16); that is the kernel's choice, but good to know beforehand
 * @param unaccountsUnwritten whether mprotect(2) gives back the accounting of memory that never had
 *     a page, when it is made read-only (6.7)
 * @param migratesHuge whether huge pages migrate as one where a chunk covers them, and large folios
 *     are split where it does not (6.19); before, huge pages are split and parts of them stay
 * @param hugeZeroReplaced whether a write to the huge page of zeros makes a huge page (6.13);
 *     before, the entry is split
 * @param splitLeavesZeros whether pages that hold only zeros are replaced by the page of zeros when
 *     a folio is split (6.12)
 * @param dropsTables whether MADV_DONTNEED of all that a page table maps frees the table (6.14)
 * @param reusesLargeFolios whether a page of a large folio that is mapped page by page is written
 *     in place if nobody else maps any of the folio, and more of it is mapped than this page
 *     (6.15); before, it is copied
 * @param protectsByGigabyte whether mprotect tells mirrors if the gigabyte has page tables (6.12);
 *     before, only of 2 MiB that have one
 * @param leaksExclusive whether eviction gives a coherent page under exclusive access back to the
 *     CPU without telling the mirror, and never frees it (before 6.15)
 */
public record HmmFacts(
    MirrorDriver driver,
    int faultChunk,
    int migrationChunk,
    boolean exclusiveByPage,
    boolean exclusiveKinds,
    boolean emptyMappedReadOnly,
    boolean mergesIntoEmpty,
    boolean unaccountsUnwritten,
    boolean migratesHuge,
    boolean hugeZeroReplaced,
    boolean splitLeavesZeros,
    boolean dropsTables,
    boolean reusesLargeFolios,
    boolean protectsByGigabyte,
    boolean leaksExclusive) {

  /** The facts of a profile. */
  static HmmFacts of(Profile profile) {
    boolean byPage = profile.release().atLeast(6, 15);
    boolean migratesHuge = profile.release().atLeast(6, 19);
    return new HmmFacts(
        profile.driver(),
        profile.release().atLeast(6, 17) ? 32 : 64,
        migratesHuge ? 512 : 64,
        byPage,
        !byPage,
        migratesHuge,
        profile.release().atLeast(6, 16),
        profile.release().atLeast(6, 7),
        migratesHuge,
        profile.release().atLeast(6, 13),
        profile.release().atLeast(6, 12),
        profile.release().atLeast(6, 14),
        byPage,
        profile.release().atLeast(6, 12),
        !byPage);
  }
}
