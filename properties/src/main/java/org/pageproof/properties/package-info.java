/** The main loop and what drives it: campaigns, replays, statistics. */
@NullMarked
package org.pageproof.properties;

import org.jspecify.annotations.NullMarked;
