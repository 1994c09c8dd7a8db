/** The kernel of this machine as system under test, through worker processes. */
@NullMarked
package org.pageproof.sut.kernel;

import org.jspecify.annotations.NullMarked;
