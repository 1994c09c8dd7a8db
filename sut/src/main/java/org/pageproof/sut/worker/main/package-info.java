/** The worker process: which interface it serves, and how it begins and ends. */
@NullMarked
package org.pageproof.sut.worker.main;

import org.jspecify.annotations.NullMarked;
