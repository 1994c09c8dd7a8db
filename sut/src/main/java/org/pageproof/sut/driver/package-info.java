/**
 * The side of a system under test that sends sequences to workers, processes and guests alike, and
 * makes traces of their answers, deaths and hangs.
 */
@NullMarked
package org.pageproof.sut.driver;

import org.jspecify.annotations.NullMarked;
