/** Keras model files in, {@link io.forwardpass.nn.Sequential} networks out. */
package io.forwardpass.keras;
