/** Draws command sequences from the model alone: nothing executes while a sequence is drawn. */
@NullMarked
package org.pageproof.generation;

import org.jspecify.annotations.NullMarked;
