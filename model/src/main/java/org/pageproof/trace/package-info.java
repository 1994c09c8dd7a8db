/**
 * The one codec of traces: a line of a stored JSONL trace is what the wire between driver and
 * worker carries. Schema version {@value org.pageproof.trace.TraceFile#SCHEMA_VERSION}.
 */
@NullMarked
package org.pageproof.trace;

import org.jspecify.annotations.NullMarked;
