package org.pageproof.shrinking;

import org.pageproof.vocabulary.PageRange;

/**
 * What an mremap(2) does.
 *
 * @param from what is moved
 * @param to where it lies afterwards
 */
record Move(PageRange from, PageRange to) {}
