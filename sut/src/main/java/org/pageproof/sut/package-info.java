/** Systems under test: they execute command sequences and observe, and never judge. */
@NullMarked
package org.pageproof.sut;

import org.jspecify.annotations.NullMarked;
