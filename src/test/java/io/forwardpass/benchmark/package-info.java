/** What the README's benchmark tables are measured with. */
package io.forwardpass.benchmark;
