/** What a table is like, as mergeable counts, and how far two of them are apart. */
package io.forwardpass.profile;
