/**
 * The worker process: makes a sequence's system calls on the real kernel and observes what follows.
 * It knows the vocabulary and nothing of the model.
 */
@NullMarked
package org.pageproof.sut.worker;

import org.jspecify.annotations.NullMarked;
