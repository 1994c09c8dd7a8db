@NullMarked
package org.pageproof.sut.vm;

import org.jspecify.annotations.NullMarked;
