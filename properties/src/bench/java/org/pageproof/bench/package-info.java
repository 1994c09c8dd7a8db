/**
 * Measures the targets for speed, size and shrinking. Not part of the tests: {@code mvn -B -Pbench
 * verify -DskipTests} runs it.
 */
@NullMarked
package org.pageproof.bench;

import org.jspecify.annotations.NullMarked;
