/** What driver and worker say to each other: frames over a pipe, and a journal in shared memory. */
@NullMarked
package org.pageproof.sut.protocol;

import org.jspecify.annotations.NullMarked;
