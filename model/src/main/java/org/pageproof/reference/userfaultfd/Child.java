package org.pageproof.reference.userfaultfd;

import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Pages;

/**
 * The child process: a copy of the address space without any registration.
 *
 * @param layout its areas, as the parent's were when it was forked
 * @param pages its pages
 * @param lazy the pages that may be absent: they hold zeros, or MADV_FREE gave them up
 */
public record Child(Layout layout, Pages pages, long lazy) {}
