/** The kernels on the JDK's Vector API, loaded only where {@code jdk.incubator.vector} is. */
package io.forwardpass.nn.vector;
