/** The command line: options, one class a command, exit codes. */
package io.forwardpass.job;
