/** What happened in a run, as a record, and its renderings. */
package io.forwardpass.report;
